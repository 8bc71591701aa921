package org.paperzoo.evaluation.metric.segmentation;

import java.util.Arrays;

/** How often each pair of small numbers occurs: an open hash table, whose size goes by the pairs that do occur. */
final class PairCounts {

    private static final long FREE = -1;

    private long[] keys = new long[64];
    private long[] counts = new long[64];
    private int size;

    PairCounts() {
        Arrays.fill(keys, FREE);
    }

    /** What is done with each pair. */
    @FunctionalInterface
    interface Visitor {
        void visit(int row, int column, long count);
    }

    /** Counts a pair of numbers that are not negative. */
    void add(int row, int column, long count) {
        long key = key(row, column);
        int slot = slot(key);
        if (keys[slot] == FREE) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            size++;
        }
        counts[slot] += count;
    }

    /** How often a pair occurred. */
    long get(int row, int column) {
        return counts[slot(key(row, column))];
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != FREE) {
                visitor.visit((int) (keys[slot] >>> Integer.SIZE), (int) keys[slot], counts[slot]);
            }
        }
    }

    private static long key(int row, int column) {
        return (long) row << Integer.SIZE | column;
    }

    /** Where a pair is, or would be. */
    private int slot(long key) {
        // Fibonacci hashing: the upper bits of the product depend on all bits of both numbers.
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> Long.numberOfLeadingZeros(keys.length - 1L));
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new long[keys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                counts[slot] = oldCounts[i];
            }
        }
    }
}
