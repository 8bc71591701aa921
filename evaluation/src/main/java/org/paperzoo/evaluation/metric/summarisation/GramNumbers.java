package org.paperzoo.evaluation.metric.summarisation;

import java.util.Arrays;

/**
 * Gives equal n-grams of one order equal numbers, counted from 0 in the order in which they are first seen. An n-gram is
 * the pair of the number of its first n-1 tokens, by the table of that order, and the number of its last token. For one
 * thread.
 */
final class GramNumbers {

    private long[] pairs = new long[64];
    /** Open addressing: number of the n-gram plus 1, or 0. */
    private int[] slots = new int[128];

    private int size;

    /** How many distinct n-grams were seen. */
    int size() {
        return size;
    }

    /** The number of an n-gram. */
    int number(int prefix, int last) {
        long pair = (long) prefix << 32 | last;
        int slot = slot(pair);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (2 * (size + 1) > slots.length) {
            grow();
            slot = slot(pair);
        }
        if (size == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * size);
        }
        pairs[size] = pair;
        slots[slot] = ++size;
        return size - 1;
    }

    /**
     * The n-grams of a text.
     *
     * @param prefixes numbers of the n-grams one shorter, in the order of the text
     * @param tokens numbers of all tokens
     * @return numbers of the n-grams, one less than of prefixes; empty if there were none
     */
    int[] numbers(int[] prefixes, int[] tokens) {
        int count = Math.max(0, prefixes.length - 1);
        int[] numbers = new int[count];
        int order = tokens.length - count;
        for (int i = 0; i < count; i++) {
            numbers[i] = number(prefixes[i], tokens[i + order]);
        }
        return numbers;
    }

    private int slot(long pair) {
        int mask = slots.length - 1;
        long mixed = pair * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        while (slots[slot] != 0 && pairs[slots[slot] - 1] != pair) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < size; number++) {
            slots[slot(pairs[number])] = number + 1;
        }
    }
}
