package org.paperzoo.evaluation.metric.code;

import java.util.List;
import java.util.Set;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.text.BleuTokenizer;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.NgramMatcher;
import org.paperzoo.evaluation.metric.text.PythonText;
import org.paperzoo.evaluation.metric.text.TokenBuffer;

/**
 * The two n-gram parts of CodeBLEU, over tokens that Python's {@code split()} gives. The n-gram match is NLTK's BLEU: the
 * closest reference's length, and an epsilon of 0.1 for orders that match nothing. The weighted n-gram match is, in spite
 * of its name, a recall: the share of the references' n-grams that the prediction has, all references' added up;
 * a unigram counts 1 where it is a keyword and 0.2 elsewhere, which is counted here in fifths. Its brevity penalty
 * hardly ever bites: the reference takes the length of the pair (tokens, weights) for that of the tokens, so that every
 * reference is 2 tokens long.
 *
 * <p>Counts: prediction length, closest reference length, then by order: matches, totals, recalled and recallable.
 */
final class CodeNgrams {

    /** How many counts there are. */
    static final int SIZE = 2 + 4 * 4;

    private static final int ORDER = 4;
    private static final int MATCHES = 2;
    private static final int TOTALS = MATCHES + ORDER;
    private static final int RECALLED = TOTALS + ORDER;
    private static final int RECALLABLE = RECALLED + ORDER;

    private static final int KEYWORD_FIFTHS = 5;

    /** Length that the weighted match takes for each reference's. */
    private static final int PAIR = 2;

    private static final double EPSILON = 0.1;

    private static final ThreadLocal<NgramMatcher> MATCHERS = ThreadLocal.withInitial(() -> new NgramMatcher(ORDER));
    private static final ThreadLocal<NgramMatcher> TOKEN_MATCHERS = ThreadLocal.withInitial(() -> new NgramMatcher(1));

    private final BleuTokenizer keywordTokens;

    CodeNgrams(CodeLanguage language) {
        keywordTokens = new KeywordTokens(language.keywords());
    }

    /** The tokens of a text that are keywords. */
    private record KeywordTokens(Set<String> keywords) implements BleuTokenizer {

        @Override
        public String id() {
            return "keywords";
        }

        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            int length = segment.length();
            for (int start = 0; start < length; ) {
                int end = start;
                while (end < length && !PythonText.isSpace(segment.charAt(end))) {
                    end++;
                }
                if (keywords.contains(segment.substring(start, end))) {
                    for (int i = start; i < end; i++) {
                        tokens.append(segment.charAt(i));
                    }
                    tokens.endToken();
                }
                start = end + 1;
            }
        }
    }

    /** Adds the counts of one prediction. */
    void count(String prediction, List<String> references, long[] counts, int offset) {
        long[] matched = new long[2 + 2 * ORDER];
        MATCHERS.get().addSegment(BleuTokenizers.NONE, prediction, references, matched, 0);
        counts[offset] += matched[0];
        counts[offset + 1] += matched[1];
        for (int i = 0; i < ORDER; i++) {
            counts[offset + MATCHES + i] += matched[2 + i];
            counts[offset + TOTALS + i] += Math.max(1, matched[2 + ORDER + i]);
        }
        for (String reference : references) {
            // The matcher with its roles exchanged counts what of the reference the prediction has.
            long[] recalled = new long[2 + 2 * ORDER];
            long[] keywords = new long[4];
            MATCHERS.get().addSegment(BleuTokenizers.NONE, reference, List.of(prediction), recalled, 0);
            TOKEN_MATCHERS.get().addSegment(keywordTokens, reference, List.of(prediction), keywords, 0);
            recalled[2] += (KEYWORD_FIFTHS - 1) * keywords[2];
            recalled[2 + ORDER] += (KEYWORD_FIFTHS - 1) * keywords[3];
            for (int i = 0; i < ORDER; i++) {
                counts[offset + RECALLED + i] += recalled[2 + i];
                counts[offset + RECALLABLE + i] += Math.max(i == 0 ? KEYWORD_FIFTHS : 1, recalled[2 + ORDER + i]);
            }
        }
    }

    /** The n-gram match, 0 to 1. */
    static double match(double[] counts, int offset) {
        return score(counts, offset + MATCHES, offset + TOTALS, counts[offset], counts[offset + 1]);
    }

    /** The weighted n-gram match of so many predictions, 0 to 1. */
    static double weightedMatch(double predictions, double[] counts, int offset) {
        return score(counts, offset + RECALLED, offset + RECALLABLE, counts[offset], PAIR * predictions);
    }

    private static double score(double[] counts, int matches, int totals, double length, double referenceLength) {
        if (counts[matches] == 0) {
            return 0;
        }
        double brevityPenalty = length > referenceLength ? 1 : StrictMath.exp(1 - referenceLength / length);
        ExactSum logarithms = new ExactSum();
        for (int i = 0; i < ORDER; i++) {
            double count = counts[matches + i] == 0 ? EPSILON : counts[matches + i];
            logarithms.add(1.0 / ORDER * StrictMath.log(count / counts[totals + i]));
        }
        return brevityPenalty * StrictMath.exp(logarithms.doubleValue());
    }
}
