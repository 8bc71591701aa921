package org.paperzoo.evaluation.metric.code;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The length of the longest common subsequence, 64 characters at a time (Hyyrö 2004, "Bit-parallel LCS-length
 * computation revisited"). Time is the product of the lengths over 64; memory one bit for each place and each distinct
 * character that both texts have.
 */
final class CommonSubsequence {

    private CommonSubsequence() {}

    static int length(int[] first, int[] second) {
        int words = (first.length + 63) / 64;
        Map<Integer, long[]> places = new HashMap<>();
        for (int character : second) {
            places.putIfAbsent(character, null);
        }
        for (int i = 0; i < first.length; i++) {
            if (places.containsKey(first[i])) {
                places.computeIfAbsent(first[i], character -> new long[words])[i >>> 6] |= 1L << (i & 63);
            }
        }
        // A zero bit at i says that the common subsequence of first[0..i] is one longer than that of first[0..i-1].
        long[] row = new long[words];
        Arrays.fill(row, -1L);
        for (int character : second) {
            long[] matches = places.get(character);
            if (matches == null) {
                continue;
            }
            long carry = 0;
            for (int word = 0; word < words; word++) {
                long kept = row[word];
                long shared = kept & matches[word];
                long sum = kept + shared;
                long carried = sum + carry;
                carry = Long.compareUnsigned(sum, kept) < 0 || Long.compareUnsigned(carried, sum) < 0 ? 1 : 0;
                row[word] = carried | (kept & ~matches[word]);
            }
        }
        int length = 0;
        for (int i = 0; i < first.length; i++) {
            if ((row[i >>> 6] >>> (i & 63) & 1) == 0) {
                length++;
            }
        }
        return length;
    }
}
