package org.paperzoo.evaluation.comparison;

import java.util.Arrays;

/**
 * Quantiles by linear interpolation between the two order statistics around position {@code share * (n - 1)} (type 7 of
 * Hyndman and Fan 1996, numpy's default). The median of an even number of values is the mean of the middle two.
 */
final class Quantile {

    private Quantile() {}

    /** The quantile of values that are sorted. */
    static double ofSorted(long[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** The quantile of values that are sorted and finite. */
    static double ofSorted(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** The median of the values from one index (inclusive) to another (exclusive), which are left as they are. */
    static double median(long[] values, int from, int to) {
        long[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return ofSorted(sorted, 0.5);
    }
}
