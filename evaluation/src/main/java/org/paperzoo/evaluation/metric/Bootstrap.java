package org.paperzoo.evaluation.metric;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap (Efron 1979): examples are drawn with replacement, as many as there are, and each draw is scored;
 * an interval holds the middle share of the scores. Parallel, and yet the same digits for the same seed on any machine:
 * each draw has a generator of its own, split from the seed in order.
 *
 * @param resamples number of draws, at least 2
 * @param level share of the draws that an interval holds, in (0, 1)
 * @param seed seed of the draws
 */
public record Bootstrap(int resamples, double level, long seed) {

    /** The level of intervals unless the user says otherwise. */
    public static final double DEFAULT_LEVEL = 0.95;

    public Bootstrap {
        if (resamples < 2) {
            throw new IllegalArgumentException("a bootstrap needs at least 2 resamples, not " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of an interval must lie between 0 and 1, not " + level);
        }
    }

    /** The bootstrap that a metric takes by default: its {@link Metric#defaultResamples()} at 95 %. */
    public static Bootstrap of(Metric<?, ?> metric, long seed) {
        return new Bootstrap(metric.defaultResamples(), DEFAULT_LEVEL, seed);
    }

    /**
     * Where a value lies.
     *
     * @param lower lower end
     * @param upper upper end
     * @param mean mean over the draws
     * @param standardError standard deviation over the draws
     * @param resamples number of draws in which the value was defined; all four are NaN where there are fewer than 2
     */
    public record Interval(double lower, double upper, double mean, double standardError, int resamples) {}

    /**
     * The intervals of a metric.
     *
     * @param value interval of the headline value
     * @param values interval of each part that is one number, by name
     * @param resamples number of draws
     * @param level share of the draws that each interval holds
     * @param seed seed of the draws
     */
    public record Intervals(Interval value, Map<String, Interval> values, int resamples, double level, long seed) {}

    /**
     * Draws and scores. Uses the common pool.
     *
     * @param resampler the examples, from {@link Metric#resampler}
     * @throws IllegalArgumentException if there are no examples
     */
    public Intervals intervals(Resampler resampler) {
        int size = resampler.size();
        if (size == 0) {
            throw new IllegalArgumentException("a bootstrap needs at least one example");
        }
        SplittableRandom[] generators = generators();
        MetricResult[] results = IntStream.range(0, resamples)
                .parallel()
                .mapToObj(draw -> resampler.result(draw(generators[draw], size)))
                .toArray(MetricResult[]::new);

        Map<String, Interval> values = new LinkedHashMap<>();
        for (String name : results[0].numbers().keySet()) {
            values.put(
                    name,
                    interval(Arrays.stream(results)
                            .mapToDouble(result -> result.number(name))
                            .toArray()));
        }
        Interval value =
                interval(Arrays.stream(results).mapToDouble(MetricResult::value).toArray());
        return new Intervals(value, Collections.unmodifiableMap(values), resamples, level, seed);
    }

    /**
     * Scores of two systems on the same draws.
     *
     * @param first the first system's score of each draw
     * @param second the second system's
     */
    public record PairedDraws(double[] first, double[] second) {

        /** The second score less the first, draw by draw. */
        public double[] differences() {
            double[] differences = new double[first.length];
            Arrays.setAll(differences, draw -> second[draw] - first[draw]);
            return differences;
        }
    }

    /**
     * Draws the same examples for two systems and scores both. Uses the common pool.
     *
     * @throws IllegalArgumentException if there are no examples, or the systems have different numbers of them
     */
    public PairedDraws paired(Resampler first, Resampler second) {
        int size = first.size();
        if (size == 0 || second.size() != size) {
            throw new IllegalArgumentException("a paired bootstrap needs the same examples of both systems, not " + size
                    + " and " + second.size());
        }
        SplittableRandom[] generators = generators();
        double[][] values = IntStream.range(0, resamples)
                .parallel()
                .mapToObj(draw -> {
                    int[] multiplicities = draw(generators[draw], size);
                    return new double[] {
                        first.result(multiplicities).value(),
                        second.result(multiplicities).value()
                    };
                })
                .toArray(double[][]::new);
        return new PairedDraws(
                Arrays.stream(values).mapToDouble(pair -> pair[0]).toArray(),
                Arrays.stream(values).mapToDouble(pair -> pair[1]).toArray());
    }

    private SplittableRandom[] generators() {
        SplittableRandom seeds = new SplittableRandom(seed);
        SplittableRandom[] generators = new SplittableRandom[resamples];
        Arrays.setAll(generators, draw -> seeds.split());
        return generators;
    }

    private static int[] draw(SplittableRandom generator, int size) {
        int[] multiplicities = new int[size];
        for (int i = 0; i < size; i++) {
            multiplicities[generator.nextInt(size)]++;
        }
        return multiplicities;
    }

    /** Where the middle share of some draws lies; draws that are NaN are left out. */
    public Interval interval(double[] draws) {
        double[] defined = Arrays.stream(draws)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (defined.length < 2) {
            return new Interval(Double.NaN, Double.NaN, Double.NaN, Double.NaN, defined.length);
        }
        double mean = Arrays.stream(defined).sum() / defined.length;
        double squares = Arrays.stream(defined)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Interval(
                quantile(defined, (1 - level) / 2),
                quantile(defined, (1 + level) / 2),
                mean,
                Math.sqrt(squares / (defined.length - 1)),
                defined.length);
    }

    /** Linear interpolation between order statistics, as numpy's percentile does by default. */
    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        // Without the test, an infinite end would turn 0 * infinity into NaN.
        return weight == 0 || sorted[below] == sorted[above]
                ? sorted[below]
                : sorted[below] + weight * (sorted[above] - sorted[below]);
    }
}
