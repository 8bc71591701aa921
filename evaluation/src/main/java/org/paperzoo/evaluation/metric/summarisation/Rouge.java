package org.paperzoo.evaluation.metric.summarisation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * ROUGE (Lin 2004) as Google's {@code rouge_score} defines it, fractions. Texts may be empty, and then score 0. A newline
 * parts sentences for ROUGE-Lsum, and nothing for the others.
 *
 * <p>Values: {@code rouge1_precision}, {@code rouge1_recall}, {@code rouge1_fmeasure} and so on for each type, means over
 * the pairs of texts. The headline is the F-measure of the first type.
 */
public final class Rouge extends ExampleMeans<String, String> {

    /** The types that papers report. */
    public static final List<RougeType> USUAL_TYPES =
            List.of(RougeType.ROUGE1, RougeType.ROUGE2, RougeType.ROUGE_L, RougeType.ROUGE_LSUM);

    private static final List<String> PARTS = List.of("precision", "recall", "fmeasure");
    private static final int F_MEASURE = 2;

    private final List<RougeType> types;
    private final boolean stem;
    private final int highestOrder;

    /**
     * @param types what to compare, each type once; the first gives the headline
     * @param stem whether tokens of more than three characters are stemmed
     */
    public Rouge(List<RougeType> types, boolean stem) {
        super(definition(types, stem), names(types), F_MEASURE);
        this.types = List.copyOf(types);
        this.stem = stem;
        highestOrder = types.stream().mapToInt(RougeType::order).max().orElse(0);
    }

    /** ROUGE-1, 2, L and Lsum. */
    public static Rouge of(boolean stem) {
        return new Rouge(USUAL_TYPES, stem);
    }

    private static MetricDefinition definition(List<RougeType> types, boolean stem) {
        if (types.isEmpty() || EnumSet.copyOf(types).size() < types.size()) {
            throw new IllegalArgumentException("ROUGE needs at least one type, and each once, not " + types);
        }
        String named = types.equals(USUAL_TYPES)
                ? ""
                : types.stream().map(type -> "-" + type.idPart()).collect(Collectors.joining());
        return new MetricDefinition(
                "rouge-google" + (stem ? "-stem" : "") + named,
                types.get(0).referenceName().replace("rouge", "ROUGE-"),
                "fraction",
                0,
                1,
                true,
                "rouge_score of google-research, 2020/21" + (stem ? ", Porter stemmer of NLTK 3.8" : ""));
    }

    private static List<String> names(List<RougeType> types) {
        List<String> names = new ArrayList<>();
        types.forEach(type -> PARTS.forEach(part -> names.add(type.referenceName() + "_" + part)));
        return names;
    }

    /** The types compared, in order. */
    public List<RougeType> types() {
        return types;
    }

    @Override
    public double[] scores(String prediction, String target) {
        if (prediction == null || target == null) {
            throw new IllegalArgumentException("a pair needs a prediction and a target");
        }
        TokenNumbers numbers = new TokenNumbers();
        SentenceTokens expected = SentenceTokens.of(target, stem, numbers);
        SentenceTokens predicted = SentenceTokens.of(prediction, stem, numbers);
        int[] commonGrams = commonGrams(expected, predicted, numbers.size());
        double[] scores = new double[types.size() * PARTS.size()];
        for (int i = 0; i < types.size(); i++) {
            RougeType type = types.get(i);
            int hits;
            int shortened = 0;
            if (type == RougeType.ROUGE_L) {
                hits = commonSubsequence(expected, predicted, numbers.size());
            } else if (type == RougeType.ROUGE_LSUM) {
                hits = commonSentences(expected, predicted, numbers.size());
            } else {
                hits = commonGrams[type.order()];
                shortened = type.order() - 1;
            }
            double precision = (double) hits / Math.max(1, predicted.size() - shortened);
            double recall = (double) hits / Math.max(1, expected.size() - shortened);
            scores[3 * i] = precision;
            scores[3 * i + 1] = recall;
            scores[3 * i + F_MEASURE] = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        }
        return scores;
    }

    /** How many n-grams the texts share, each as often as it is in both, by order. */
    private int[] commonGrams(SentenceTokens expected, SentenceTokens predicted, int distinctTokens) {
        int[] common = new int[highestOrder + 1];
        int[] left = expected.tokens();
        int[] right = predicted.tokens();
        int distinct = distinctTokens;
        for (int order = 1; order <= highestOrder; order++) {
            if (order > 1) {
                GramNumbers grams = new GramNumbers();
                left = grams.numbers(left, expected.tokens());
                right = grams.numbers(right, predicted.tokens());
                distinct = grams.size();
            }
            common[order] = common(left, right, distinct);
        }
        return common;
    }

    private static int common(int[] left, int[] right, int distinct) {
        int[] counts = new int[distinct];
        for (int number : left) {
            counts[number]++;
        }
        int common = 0;
        for (int number : right) {
            if (counts[number]-- > 0) {
                common++;
            }
        }
        return common;
    }

    private static int commonSubsequence(SentenceTokens expected, SentenceTokens predicted, int distinctTokens) {
        CommonSubsequence subsequence = new CommonSubsequence(distinctTokens);
        subsequence.setColumns(predicted.tokens());
        return subsequence.length(expected.tokens());
    }

    /**
     * Tokens of the target that lie on the longest common subsequence of their sentence and any predicted one, each as
     * often as the prediction has it at most.
     */
    private static int commonSentences(SentenceTokens expected, SentenceTokens predicted, int distinctTokens) {
        CommonSubsequence subsequence = new CommonSubsequence(distinctTokens);
        boolean[] found = new boolean[expected.size()];
        List<int[]> sentences = expected.sentences();
        for (int[] predictedSentence : predicted.sentences()) {
            subsequence.setColumns(predictedSentence);
            int offset = 0;
            for (int[] sentence : sentences) {
                subsequence.mark(sentence, found, offset);
                offset += sentence.length;
            }
        }
        int[] left = new int[distinctTokens];
        for (int token : predicted.tokens()) {
            left[token]++;
        }
        int hits = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i] && left[expected.tokens()[i]]-- > 0) {
                hits++;
            }
        }
        return hits;
    }
}
