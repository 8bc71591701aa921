package org.paperzoo.evaluation.metric.summarisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text as {@code rouge_score} reads it: lower case, everything but {@code a-z} and {@code 0-9} parts tokens, and a
 * newline parts sentences. Accented letters part tokens too.
 *
 * @param tokens numbers of all tokens
 * @param sentenceEnds for each sentence that has tokens, the index behind its last one
 */
record SentenceTokens(int[] tokens, int[] sentenceEnds) {

    /** Shorter tokens are not stemmed. */
    private static final int SHORTEST_STEMMED = 4;

    /** Reads a text; a token's number comes from {@code numbers}. */
    static SentenceTokens of(String text, boolean stem, TokenNumbers numbers) {
        String lower = text.toLowerCase(Locale.ROOT);
        int[] tokens = new int[16 + lower.length() / 4];
        int[] ends = new int[8];
        int count = 0;
        int sentences = 0;
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            char c = i == lower.length() ? '\n' : lower.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                start = start < 0 ? i : start;
                continue;
            }
            if (start >= 0) {
                String token = lower.substring(start, i);
                if (stem && token.length() >= SHORTEST_STEMMED) {
                    token = PorterStemmer.stem(token);
                }
                if (!token.isEmpty()) {
                    tokens = count == tokens.length ? Arrays.copyOf(tokens, 2 * count) : tokens;
                    tokens[count++] = numbers.number(token);
                }
                start = -1;
            }
            if (c == '\n' && count > (sentences == 0 ? 0 : ends[sentences - 1])) {
                ends = sentences == ends.length ? Arrays.copyOf(ends, 2 * sentences) : ends;
                ends[sentences++] = count;
            }
        }
        return new SentenceTokens(Arrays.copyOf(tokens, count), Arrays.copyOf(ends, sentences));
    }

    /** Number of tokens. */
    int size() {
        return tokens.length;
    }

    /** The tokens of each sentence. */
    List<int[]> sentences() {
        List<int[]> sentences = new ArrayList<>(sentenceEnds.length);
        int start = 0;
        for (int end : sentenceEnds) {
            sentences.add(Arrays.copyOfRange(tokens, start, end));
            start = end;
        }
        return sentences;
    }
}
