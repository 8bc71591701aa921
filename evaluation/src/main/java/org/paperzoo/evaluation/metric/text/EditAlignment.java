package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * Counts of edits by kind. Several alignments may have the fewest edits; the one taken is that of rapidfuzz 3, which jiwer
 * uses: common ends are matched, and from the end a deletion comes before an insertion, and that before a match or
 * substitution, as far as each is part of a best alignment.
 *
 * <p>Long sequences are halved (Hirschberg 1975), so that memory is bounded by a megabyte or so besides the sequences.
 * There the choice among best alignments may differ from rapidfuzz's, which bounds the table while it halves; the number
 * of edits does not. Scratch memory of one thread.
 */
public final class EditAlignment {

    /** Cells above which sequences are halved. */
    private static final long MOST_CELLS = 4L << 20;

    private static final int SHORTEST_HALVED = 65;
    private static final int FEWEST_HALVED = 10;

    private final EditDistance distances = new EditDistance();
    /** Where the table rises and falls downwards, one bit for each cell, by block and place. */
    private long[] rises = new long[64];

    private long[] falls = new long[64];

    /**
     * Aligns.
     *
     * @param reference numbers from 0 to {@code symbols - 1}
     * @param hypothesis numbers from 0 to {@code symbols - 1}
     */
    public EditCounts align(int[] reference, int[] hypothesis, int symbols) {
        int start = 0;
        int referenceEnd = reference.length;
        int hypothesisEnd = hypothesis.length;
        while (start < Math.min(referenceEnd, hypothesisEnd) && reference[start] == hypothesis[start]) {
            start++;
        }
        while (start < Math.min(referenceEnd, hypothesisEnd)
                && reference[referenceEnd - 1] == hypothesis[hypothesisEnd - 1]) {
            referenceEnd--;
            hypothesisEnd--;
        }
        int matched = reference.length - (referenceEnd - start);
        int[] left = Arrays.copyOfRange(reference, start, referenceEnd);
        int[] right = Arrays.copyOfRange(hypothesis, start, hypothesisEnd);
        EditCounts inner;
        if ((long) left.length * right.length < MOST_CELLS
                || left.length < SHORTEST_HALVED
                || right.length < FEWEST_HALVED) {
            inner = alignWhole(left, right, symbols);
        } else {
            inner = alignHalves(left, right, symbols);
        }
        return inner.plus(new EditCounts(matched, 0, 0, 0));
    }

    private EditCounts alignHalves(int[] reference, int[] hypothesis, int symbols) {
        int half = hypothesis.length / 2;
        int[] firstHalf = Arrays.copyOf(hypothesis, half);
        int[] secondHalf = Arrays.copyOfRange(hypothesis, half, hypothesis.length);
        int[] ofStarts = distances.ofStarts(reference, firstHalf, symbols);
        int[] ofEnds = distances.ofStarts(reversed(reference), reversed(secondHalf), symbols);
        int cut = 0;
        for (int i = 0; i <= reference.length; i++) {
            if (ofStarts[i] + ofEnds[reference.length - i] < ofStarts[cut] + ofEnds[reference.length - cut]) {
                cut = i;
            }
        }
        return align(Arrays.copyOf(reference, cut), firstHalf, symbols)
                .plus(align(Arrays.copyOfRange(reference, cut, reference.length), secondHalf, symbols));
    }

    private static int[] reversed(int[] numbers) {
        int[] reversed = new int[numbers.length];
        Arrays.setAll(reversed, i -> numbers[numbers.length - 1 - i]);
        return reversed;
    }

    private EditCounts alignWhole(int[] reference, int[] hypothesis, int symbols) {
        int places = hypothesis.length;
        int words = Math.multiplyExact((reference.length + 63) / 64, places);
        if (rises.length < words) {
            rises = new long[words];
            falls = new long[words];
        }
        distances.record(reference, hypothesis, symbols, (block, place, up, down) -> {
            rises[block * places + place] = up;
            falls[block * places + place] = down;
        });
        int hits = 0;
        int substitutions = 0;
        int insertions = 0;
        int deletions = 0;
        int i = reference.length;
        int j = places;
        while (i > 0 && j > 0) {
            if (isSet(rises, i, j, places)) {
                deletions++;
                i--;
            } else if (j > 1 && isSet(falls, i, j - 1, places)) {
                insertions++;
                j--;
            } else {
                i--;
                j--;
                if (reference[i] == hypothesis[j]) {
                    hits++;
                } else {
                    substitutions++;
                }
            }
        }
        return new EditCounts(hits, substitutions, insertions + j, deletions + i);
    }

    /** Whether the cell of the first i and j numbers differs so from the one above it. */
    private static boolean isSet(long[] bits, int i, int j, int places) {
        return (bits[(i - 1 >>> 6) * places + j - 1] >>> (i - 1 & 63) & 1) != 0;
    }
}
