package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * Levenshtein distance of sequences of numbers, with 64 cells of the table at a time (Myers 1999, in the form of Hyyrö
 * 2003). The first sequence lies down the table in blocks of 64; block after block runs over the whole second sequence,
 * so that memory grows with the sum of the lengths and not their product. Scratch memory of one thread.
 */
public final class EditDistance {

    /** For each number, where the block at hand has it. */
    private long[] masks = new long[64];
    /** What the block above hands down at each place of the second sequence: -1, 0 or 1. */
    private byte[] steps = new byte[64];

    /** For each block and each place of the second sequence, in which cells the table rises or falls downwards. */
    interface Recorder {
        void record(int block, int place, long rises, long falls);
    }

    /**
     * The least number of insertions, deletions and substitutions that turn one sequence into the other.
     *
     * @param first numbers from 0 to {@code symbols - 1}
     * @param second numbers from 0 to {@code symbols - 1}
     */
    public int of(int[] first, int[] second, int symbols) {
        return run(first, first.length, second, second.length, symbols, null, null);
    }

    /** The distance of the first {@code firstLength} and {@code secondLength} numbers. */
    int of(int[] first, int firstLength, int[] second, int secondLength, int symbols) {
        return run(first, firstLength, second, secondLength, symbols, null, null);
    }

    /** The distances of every start of the first sequence, the empty one included, to the whole second one. */
    int[] ofStarts(int[] first, int[] second, int symbols) {
        int[] distances = new int[first.length + 1];
        run(first, first.length, second, second.length, symbols, null, distances);
        return distances;
    }

    /** The distance, recording the table. */
    int record(int[] first, int[] second, int symbols, Recorder recorder) {
        return run(first, first.length, second, second.length, symbols, recorder, null);
    }

    private int run(
            int[] first,
            int firstLength,
            int[] second,
            int secondLength,
            int symbols,
            Recorder recorder,
            int[] ofStarts) {
        if (masks.length < symbols) {
            masks = new long[Math.max(symbols, 2 * masks.length)];
        }
        if (steps.length < secondLength) {
            steps = new byte[Math.max(secondLength, 2 * steps.length)];
        }
        Arrays.fill(steps, 0, secondLength, (byte) 1);
        int distance = secondLength;
        if (ofStarts != null) {
            ofStarts[0] = secondLength;
        }
        for (int from = 0; from < firstLength; from += 64) {
            int to = Math.min(firstLength, from + 64);
            for (int i = from; i < to; i++) {
                masks[first[i]] |= 1L << i - from;
            }
            int rows = to - from;
            long rises = -1;
            long falls = 0;
            int bottom = rows - 1;
            for (int place = 0; place < secondLength; place++) {
                int step = steps[place];
                long equal = masks[second[place]];
                long vertical = equal | falls;
                if (step < 0) {
                    equal |= 1;
                }
                long horizontal = ((equal & rises) + rises ^ rises) | equal;
                long up = falls | ~(horizontal | rises);
                long down = rises & horizontal;
                steps[place] = (byte) ((up >>> bottom & 1) - (down >>> bottom & 1));
                up = up << 1 | (step > 0 ? 1 : 0);
                down = down << 1 | (step < 0 ? 1 : 0);
                rises = down | ~(vertical | up);
                falls = up & vertical;
                if (recorder != null) {
                    recorder.record(from >>> 6, place, rises, falls);
                }
            }
            for (int i = 0; i < rows; i++) {
                distance += (int) (rises >>> i & 1) - (int) (falls >>> i & 1);
                if (ofStarts != null) {
                    ofStarts[from + i + 1] = distance;
                }
            }
            for (int i = from; i < to; i++) {
                masks[first[i]] = 0;
            }
        }
        return distance;
    }
}
