package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * Counts the n-grams that two sequences of numbers share, each as often as both have it, for all orders up to a greatest.
 *
 * <p>The n-grams that begin at a place are written into one {@code long}, first number uppermost, as many bits for each as
 * the alphabet of the two sequences needs. Sorted once, equal n-grams of every order lie together. Where the bits do not
 * suffice (many distinct numbers and a high order), n-grams are sorted order by order, each as the rank of its first n-1
 * numbers and its last one. No hashes, so that distinct n-grams are never taken for equal. Scratch memory of one thread.
 */
final class SharedNgrams {

    private final int orders;
    private long[] first = new long[256];
    private long[] second = new long[256];

    SharedNgrams(int orders) {
        this.orders = orders;
    }

    /**
     * Counts.
     *
     * @param one a sequence of numbers from 0 to {@code symbols - 1}
     * @param other another
     * @param matches receives the count for order n at {@code offset + stride * (n - 1)}
     */
    void count(int[] one, int[] other, int symbols, long[] matches, int offset, int stride) {
        first = atLeast(first, one.length);
        second = atLeast(second, other.length);
        // Number 0 stands for what lies beyond the end.
        int bits = 64 - Long.numberOfLeadingZeros(symbols);
        if (bits * orders <= 63) {
            countPacked(one, other, bits, matches, offset, stride);
        } else {
            countRanked(one, other, matches, offset, stride);
        }
    }

    private static long[] atLeast(long[] scratch, int length) {
        return scratch.length >= length ? scratch : new long[Math.max(length, 2 * scratch.length)];
    }

    private void countPacked(int[] one, int[] other, int bits, long[] matches, int offset, int stride) {
        pack(one, bits, first);
        pack(other, bits, second);
        Arrays.sort(first, 0, one.length);
        Arrays.sort(second, 0, other.length);
        long last = (1L << bits) - 1;
        for (int order = 1; order <= orders; order++) {
            int shift = (orders - order) * bits;
            long count = 0;
            int i = 0;
            int j = 0;
            while (i < one.length && j < other.length) {
                long left = first[i] >>> shift;
                long right = second[j] >>> shift;
                if (left == right) {
                    // Both advance, so that each n-gram counts as often as both have it.
                    count += (left & last) == 0 ? 0 : 1;
                    i++;
                    j++;
                } else if (left < right) {
                    i++;
                } else {
                    j++;
                }
            }
            matches[offset + stride * (order - 1)] = count;
        }
    }

    private void pack(int[] numbers, int bits, long[] packed) {
        int top = bits * (orders - 1);
        long window = 0;
        for (int i = numbers.length - 1; i >= 0; i--) {
            window = window >>> bits | numbers[i] + 1L << top;
            packed[i] = window;
        }
    }

    private void countRanked(int[] one, int[] other, long[] matches, int offset, int stride) {
        int[] oneRanks = new int[one.length];
        int[] otherRanks = new int[other.length];
        for (int order = 1; order <= orders; order++) {
            long[] oneGrams = pairs(oneRanks, one, order);
            long[] otherGrams = pairs(otherRanks, other, order);
            long[] all = Arrays.copyOf(oneGrams, oneGrams.length + otherGrams.length);
            System.arraycopy(otherGrams, 0, all, oneGrams.length, otherGrams.length);
            Arrays.sort(all);
            int distinct = 0;
            for (int i = 0; i < all.length; i++) {
                if (i == 0 || all[i] != all[i - 1]) {
                    all[distinct++] = all[i];
                }
            }
            int[] counts = new int[distinct];
            for (int i = 0; i < oneGrams.length; i++) {
                oneRanks[i] = Arrays.binarySearch(all, 0, distinct, oneGrams[i]);
                counts[oneRanks[i]]++;
            }
            long shared = 0;
            for (int i = 0; i < otherGrams.length; i++) {
                otherRanks[i] = Arrays.binarySearch(all, 0, distinct, otherGrams[i]);
                shared += counts[otherRanks[i]]-- > 0 ? 1 : 0;
            }
            matches[offset + stride * (order - 1)] = shared;
        }
    }

    private static long[] pairs(int[] ranks, int[] numbers, int order) {
        long[] pairs = new long[Math.max(0, numbers.length - order + 1)];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (long) ranks[i] << 32 | numbers[i + order - 1];
        }
        return pairs;
    }
}
