package org.paperzoo.evaluation.metric.summarisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;

/**
 * ROUGE as the Python package {@code rouge} (pltrdy) defines it, which is not Lin's: n-grams count once however often they
 * occur, case and punctuation matter, a full stop parts sentences, ROUGE-L is over distinct words, and F has 1e-8 in its
 * denominator, so that a perfect summary scores 0.999999995. A text without sentences is refused, as in the reference.
 *
 * <p>Values: {@code rouge-1_r}, {@code rouge-1_p}, {@code rouge-1_f}, and the same of {@code rouge-2} and {@code rouge-l},
 * means over the pairs of texts. The headline is F of {@code rouge-1}.
 */
public final class PltrdyRouge extends ExampleMeans<String, String> {

    private static final double SMALL = 1e-8;
    private static final int F_OF_ROUGE_1 = 2;

    public PltrdyRouge() {
        super(
                new MetricDefinition(
                        "rouge-pltrdy", "ROUGE-1", "fraction", 0, 1, true, "rouge 1.0.1 (pltrdy/rouge c1b90a7)"),
                List.of(
                        "rouge-1_r",
                        "rouge-1_p",
                        "rouge-1_f",
                        "rouge-2_r",
                        "rouge-2_p",
                        "rouge-2_f",
                        "rouge-l_r",
                        "rouge-l_p",
                        "rouge-l_f"),
                F_OF_ROUGE_1);
    }

    @Override
    public double[] scores(String hypothesis, String reference) {
        TokenNumbers numbers = new TokenNumbers();
        List<int[]> predicted = sentences(hypothesis, "hypothesis", numbers);
        List<int[]> expected = sentences(reference, "reference", numbers);
        int[] predictedWords = joined(predicted);
        int[] expectedWords = joined(expected);
        GramNumbers pairs = new GramNumbers();
        int[] predictedPairs = pairs.numbers(predictedWords, predictedWords);
        int[] expectedPairs = pairs.numbers(expectedWords, expectedWords);

        double[] scores = new double[9];
        boolean[] words = distinct(predictedWords, numbers.size());
        boolean[] otherWords = distinct(expectedWords, numbers.size());
        put(scores, 0, common(words, otherWords), count(words), count(otherWords));
        boolean[] grams = distinct(predictedPairs, pairs.size());
        boolean[] otherGrams = distinct(expectedPairs, pairs.size());
        put(scores, 3, common(grams, otherGrams), count(grams), count(otherGrams));
        put(scores, 6, subsequences(predicted, expected, numbers.size()), count(words), count(otherWords));
        return scores;
    }

    private static List<int[]> sentences(String text, String name, TokenNumbers numbers) {
        if (text == null) {
            throw new IllegalArgumentException("the " + name + " is missing");
        }
        List<int[]> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (i > start) {
                    List<String> words = BleuTokenizers.NONE.tokens(text.substring(start, i));
                    // A sentence of spaces has one word in the reference, the empty one.
                    words = words.isEmpty() ? List.of("") : words;
                    sentences.add(numbers.numbers(words));
                }
                start = i + 1;
            }
        }
        if (sentences.isEmpty()) {
            throw new IllegalArgumentException(
                    "the " + name + " has no sentence: it is empty, or nothing but full stops");
        }
        return sentences;
    }

    private static int[] joined(List<int[]> sentences) {
        return sentences.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Words of the longest common subsequences of each pair of sentences, each word once. */
    private static int subsequences(List<int[]> predicted, List<int[]> expected, int distinctWords) {
        CommonSubsequence subsequence = new CommonSubsequence(distinctWords);
        boolean[] words = new boolean[distinctWords];
        for (int[] expectedSentence : expected) {
            subsequence.setColumns(expectedSentence);
            for (int[] sentence : predicted) {
                boolean[] found = new boolean[sentence.length];
                subsequence.mark(sentence, found, 0);
                for (int i = 0; i < found.length; i++) {
                    words[sentence[i]] |= found[i];
                }
            }
        }
        return count(words);
    }

    private static boolean[] distinct(int[] numbers, int size) {
        boolean[] present = new boolean[size];
        for (int number : numbers) {
            present[number] = true;
        }
        return present;
    }

    private static int common(boolean[] left, boolean[] right) {
        int common = 0;
        for (int i = 0; i < left.length; i++) {
            if (left[i] && right[i]) {
                common++;
            }
        }
        return common;
    }

    private static int count(boolean[] present) {
        return common(present, present);
    }

    private static void put(double[] scores, int index, int common, int predicted, int expected) {
        double recall = expected == 0 ? 0 : (double) common / expected;
        double precision = predicted == 0 ? 0 : (double) common / predicted;
        scores[index] = recall;
        scores[index + 1] = precision;
        scores[index + 2] = 2 * (precision * recall / (precision + recall + SMALL));
    }
}
