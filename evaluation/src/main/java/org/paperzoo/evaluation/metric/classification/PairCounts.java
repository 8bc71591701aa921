package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;

/**
 * How often each pair of a true and a predicted label occurred: a table that holds only pairs that did, however many
 * labels there are.
 */
final class PairCounts {

    private static final int LEAST_CAPACITY = 16;

    // Open addressing with linear probing; a count of 0 marks a free place.
    private long[] pairs = new long[LEAST_CAPACITY];
    private long[] counts = new long[LEAST_CAPACITY];
    private int distinct;

    static long pair(int actual, int predicted) {
        return (long) actual << 32 | predicted;
    }

    static int actual(long pair) {
        return (int) (pair >>> 32);
    }

    static int predicted(long pair) {
        return (int) pair;
    }

    /** Counts a pair {@code times} times more, at least once. */
    void add(long pair, long times) {
        int place = place(pairs, counts, pair);
        if (counts[place] == 0) {
            if (distinct >= pairs.length / 2) {
                grow();
                place = place(pairs, counts, pair);
            }
            distinct++;
            pairs[place] = pair;
        }
        counts[place] = Math.addExact(counts[place], times);
    }

    void addAll(PairCounts others) {
        long[] sorted = others.sortedPairs();
        for (long pair : sorted) {
            add(pair, others.count(pair));
        }
    }

    long count(long pair) {
        return counts[place(pairs, counts, pair)];
    }

    /** The pairs that occurred, ascending: by true label, then by predicted. */
    long[] sortedPairs() {
        long[] sorted = new long[distinct];
        int size = 0;
        for (int place = 0; place < pairs.length; place++) {
            if (counts[place] != 0) {
                sorted[size++] = pairs[place];
            }
        }
        Arrays.sort(sorted);
        return sorted;
    }

    private void grow() {
        long[] wider = new long[pairs.length * 2];
        long[] widerCounts = new long[pairs.length * 2];
        for (int place = 0; place < pairs.length; place++) {
            if (counts[place] != 0) {
                int moved = place(wider, widerCounts, pairs[place]);
                wider[moved] = pairs[place];
                widerCounts[moved] = counts[place];
            }
        }
        pairs = wider;
        counts = widerCounts;
    }

    private static int place(long[] pairs, long[] counts, long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int mask = pairs.length - 1;
        int place = (int) (mixed ^ mixed >>> 32) & mask;
        while (counts[place] != 0 && pairs[place] != pair) {
            place = place + 1 & mask;
        }
        return place;
    }
}
