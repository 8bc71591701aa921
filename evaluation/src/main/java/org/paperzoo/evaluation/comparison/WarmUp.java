package org.paperzoo.evaluation.comparison;

/**
 * When a contender is warm: the median of the last repetitions is within a tolerance of the median of as many before
 * them. Engines compile, choose kernels and grow their memory during their first runs, each over a different number of
 * them, so that a fixed number is either unfair or wasteful.
 *
 * @param window repetitions of a median
 * @param tolerance largest relative change between the two medians, such as 0.03
 * @param minimum repetitions that are run in any case
 * @param maximum repetitions after which it ends, stable or not
 * @param seconds time after which it ends, stable or not, once the minimum is done
 */
public record WarmUp(int window, double tolerance, int minimum, int maximum, double seconds) {

    /** Two windows of 5 within 3 %, for 3 to 200 repetitions and at most 10 seconds. */
    public static final WarmUp STANDARD = new WarmUp(5, 0.03, 3, 200, 10);

    public WarmUp {
        if (window < 1 || !(tolerance > 0) || minimum < 1 || maximum < minimum || !(seconds >= 0)) {
            throw new IllegalArgumentException("a warm-up needs a window, a tolerance, 1 <= minimum <= maximum and"
                    + " seconds, not " + window + ", " + tolerance + ", " + minimum + ", " + maximum + " and "
                    + seconds);
        }
    }

    /**
     * How a warm-up ended.
     *
     * @param repetitions number of repetitions
     * @param stable whether it ended because the times had settled, not because a limit was reached
     * @param firstMillis time of the very first repetition, in which engines compile and allocate
     */
    public record Outcome(int repetitions, boolean stable, double firstMillis) {}

    /** Whether the first {@code count} times have settled. */
    boolean stable(long[] nanos, int count) {
        if (count < Math.max(minimum, 2 * window)) {
            return false;
        }
        double before = Quantile.median(nanos, count - 2 * window, count - window);
        double now = Quantile.median(nanos, count - window, count);
        return Math.abs(now - before) <= tolerance * before;
    }
}
