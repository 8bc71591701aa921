package org.paperzoo.evaluation.comparison;

import java.util.Arrays;

/**
 * How long a run took, over all its repetitions. Quantiles are taken from the raw values, without any histogram, and
 * interpolate linearly between order statistics; a 99th percentile of fewer than 100 repetitions is therefore close to
 * their maximum and no more certain than that.
 *
 * @param repetitions number of repetitions
 * @param medianMillis median time of a run
 * @param p10Millis 10th percentile
 * @param p25Millis 25th percentile
 * @param p75Millis 75th percentile
 * @param p90Millis 90th percentile
 * @param p99Millis 99th percentile
 * @param minMillis shortest
 * @param maxMillis longest
 * @param spread interquartile range over the median, without unit
 * @param examplesPerSecond examples of a run over its median time
 */
public record LatencySummary(
        int repetitions,
        double medianMillis,
        double p10Millis,
        double p25Millis,
        double p75Millis,
        double p90Millis,
        double p99Millis,
        double minMillis,
        double maxMillis,
        double spread,
        double examplesPerSecond) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Sums repetitions up.
     *
     * @param nanos time of each in nanoseconds, in any order; at least one, none negative
     * @param batch examples in one run
     */
    public static LatencySummary of(long[] nanos, int batch) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("there is no repetition to sum up");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        if (sorted[0] < 0) {
            throw new IllegalArgumentException("a repetition cannot have taken " + sorted[0] + " ns");
        }
        // What is below the clock's resolution took no longer than one nanosecond: rates stay finite.
        double median = Math.max(1, Quantile.ofSorted(sorted, 0.5));
        double lowerQuartile = Quantile.ofSorted(sorted, 0.25);
        double upperQuartile = Quantile.ofSorted(sorted, 0.75);
        return new LatencySummary(
                sorted.length,
                median / NANOS_PER_MILLI,
                Quantile.ofSorted(sorted, 0.10) / NANOS_PER_MILLI,
                lowerQuartile / NANOS_PER_MILLI,
                upperQuartile / NANOS_PER_MILLI,
                Quantile.ofSorted(sorted, 0.90) / NANOS_PER_MILLI,
                Quantile.ofSorted(sorted, 0.99) / NANOS_PER_MILLI,
                sorted[0] / NANOS_PER_MILLI,
                sorted[sorted.length - 1] / NANOS_PER_MILLI,
                (upperQuartile - lowerQuartile) / median,
                batch * 1e9 / median);
    }
}
