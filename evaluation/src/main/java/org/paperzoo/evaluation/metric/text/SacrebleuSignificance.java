package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.NumpyRandom;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * sacreBLEU's confidence intervals and paired tests, with its random numbers: numpy's {@code default_rng(12345)}. Each unit
 * is an accumulator that has seen one segment; systems that are compared have the same segments in the same order.
 *
 * <p>Statistics are summed in single precision in the order in which they are drawn, as numpy does, so that digits agree.
 * Draws are made in order and scored in parallel; the result does not depend on the number of threads. One thing is not as
 * in the reference: there, smoothing by add-k with a k that is no whole number loses its fraction in approximate
 * randomization, since numpy's integers take the sum.
 *
 * @param seed the seed, not negative; {@link #DEFAULT_SEED} in sacreBLEU
 * @param level share of the draws that an interval holds, in (0, 1); 0.95 in sacreBLEU
 */
public record SacrebleuSignificance(long seed, double level) {

    /** The seed that sacreBLEU takes. */
    public static final long DEFAULT_SEED = 12345;

    /** Draws of a bootstrap that sacreBLEU takes by default. */
    public static final int DEFAULT_DRAWS = 1000;

    /** Trials of approximate randomization that sacreBLEU takes by default. */
    public static final int DEFAULT_TRIALS = 10_000;

    /** Random numbers that are held at a time. */
    private static final int HELD = 1 << 22;

    public SacrebleuSignificance {
        if (seed < 0) {
            throw new IllegalArgumentException("the seed must not be negative, but is " + seed);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of an interval must lie between 0 and 1, not " + level);
        }
    }

    /** As sacreBLEU has it. */
    public static SacrebleuSignificance defaults() {
        return new SacrebleuSignificance(DEFAULT_SEED, Bootstrap.DEFAULT_LEVEL);
    }

    /**
     * How a system differs from a baseline.
     *
     * @param baseline the baseline's score
     * @param system the system's score
     * @param pValue how probable a greater difference is by chance
     * @param baselineInterval where the baseline's score lies; null where that was not asked for
     * @param systemInterval where the system's score lies; null where that was not asked for
     * @param differenceInterval where the second score less the first lies; null where the test does not give it
     */
    public record Comparison(
            double baseline,
            double system,
            double pValue,
            Bootstrap.Interval baselineInterval,
            Bootstrap.Interval systemInterval,
            Bootstrap.Interval differenceInterval) {}

    /**
     * The interval of one system's score. sacreBLEU prints its mean over the draws, and half of its width.
     *
     * @param draws number of draws, at least 2
     */
    public Bootstrap.Interval interval(
            SacrebleuMetric metric, List<? extends Accumulator<String, List<String>>> units, int draws) {
        return intervalOf(drawnScores(new NumpyRandom(seed), draws, metric, new Segments(metric, units))[0]);
    }

    /**
     * Paired bootstrap (Koehn 2004): how often the difference of two systems on the same draws exceeds its mean by more
     * than the difference that was measured.
     *
     * @param draws number of draws, at least 2
     */
    public Comparison pairedBootstrap(
            SacrebleuMetric metric,
            List<? extends Accumulator<String, List<String>>> baseline,
            List<? extends Accumulator<String, List<String>>> system,
            int draws) {
        checkPaired(baseline, system);
        double[][] scores = drawnScores(
                new NumpyRandom(seed), draws, metric, new Segments(metric, baseline), new Segments(metric, system));
        double[] differences = new double[draws];
        Arrays.setAll(differences, draw -> scores[1][draw] - scores[0][draw]);
        double[] sizes = Arrays.stream(differences).map(Math::abs).toArray();
        double mean = PairwiseSum.of(sizes, draws) / draws;
        Arrays.setAll(sizes, draw -> sizes[draw] - mean);
        double first = scoreOf(metric, baseline);
        double second = scoreOf(metric, system);
        return new Comparison(
                first,
                second,
                pValue(sizes, Math.abs(first - second)),
                intervalOf(scores[0]),
                intervalOf(scores[1]),
                intervalOf(differences));
    }

    /**
     * Approximate randomization (Riezler and Maxwell 2005): how often two systems that have exchanged segments at random
     * differ by more than the two did.
     *
     * @param trials number of trials, at least 1
     * @param draws number of draws for the two systems' intervals, or 0 for none
     */
    public Comparison approximateRandomization(
            SacrebleuMetric metric,
            List<? extends Accumulator<String, List<String>>> baseline,
            List<? extends Accumulator<String, List<String>>> system,
            int trials,
            int draws) {
        checkPaired(baseline, system);
        if (trials < 1) {
            throw new IllegalArgumentException("approximate randomization needs at least 1 trial, not " + trials);
        }
        NumpyRandom random = new NumpyRandom(seed);
        Segments first = new Segments(metric, baseline);
        Segments second = new Segments(metric, system);
        NumpyRandom.Bits bits = random.bits();
        double[] differences = new double[trials];
        inBatches(trials, first.units, () -> fromFirst(bits, first.units), (trial, fromFirst) -> {
            double[] one = first.sumOf(fromFirst, second);
            double[] other = new double[one.length];
            Arrays.setAll(other, i -> first.total[i] + second.total[i] - one[i]);
            differences[trial] = Math.abs(
                    metric.resultOf(one).value() - metric.resultOf(other).value());
        });
        double measuredFirst = scoreOf(metric, baseline);
        double measuredSecond = scoreOf(metric, system);
        // The reference goes on with the random numbers for the system, but starts anew for the baseline.
        return new Comparison(
                measuredFirst,
                measuredSecond,
                pValue(differences, Math.abs(measuredFirst - measuredSecond)),
                draws == 0 ? null : interval(metric, baseline, draws),
                draws == 0 ? null : intervalOf(drawnScores(random, draws, metric, second)[0]),
                null);
    }

    /** The segments that the first system gives in one trial. */
    private static int[] fromFirst(NumpyRandom.Bits bits, int units) {
        int[] drawn = new int[units];
        int count = 0;
        for (int unit = 0; unit < units; unit++) {
            if (bits.next()) {
                drawn[count++] = unit;
            }
        }
        return Arrays.copyOf(drawn, count);
    }

    private static void checkPaired(List<?> baseline, List<?> system) {
        if (baseline.size() != system.size()) {
            throw new IllegalArgumentException("the two systems have scored " + baseline.size() + " and "
                    + system.size() + " segments; expected the same ones");
        }
    }

    /** The statistics of a system's segments, one row after another. */
    private static final class Segments {

        final int units;
        final int columns;
        final double[] rows;
        final double[] total;
        private float[] ownRows;

        Segments(SacrebleuMetric metric, List<? extends Accumulator<String, List<String>>> accumulators) {
            if (accumulators.isEmpty()) {
                throw new IllegalArgumentException("there is no segment to draw");
            }
            units = accumulators.size();
            columns = metric.statistics(accumulators.get(0)).length;
            rows = new double[Math.multiplyExact(units, columns)];
            total = new double[columns];
            for (int unit = 0; unit < units; unit++) {
                double[] row = metric.statistics(accumulators.get(unit));
                System.arraycopy(row, 0, rows, unit * columns, columns);
                for (int i = 0; i < columns; i++) {
                    total[i] += row[i];
                }
            }
        }

        /** The metric's own statistics in single precision. */
        float[] ownRows() {
            if (ownRows == null) {
                int own = columns - SacrebleuMetric.OWN;
                ownRows = new float[units * own];
                for (int unit = 0; unit < units; unit++) {
                    for (int i = 0; i < own; i++) {
                        ownRows[unit * own + i] = (float) rows[unit * columns + SacrebleuMetric.OWN + i];
                    }
                }
            }
            return ownRows;
        }

        /** The sums of these segments from this system, and all others from the other one. */
        double[] sumOf(int[] fromThis, Segments other) {
            double[] sums = other.total.clone();
            for (int unit : fromThis) {
                int row = unit * columns;
                for (int i = 0; i < columns; i++) {
                    sums[i] += rows[row + i] - other.rows[row + i];
                }
            }
            return sums;
        }
    }

    /** The scores of each system in each draw. */
    private static double[][] drawnScores(NumpyRandom random, int draws, SacrebleuMetric metric, Segments... systems) {
        if (draws < 2) {
            throw new IllegalArgumentException("a bootstrap needs at least 2 draws, not " + draws);
        }
        int units = systems[0].units;
        int own = systems[0].columns - SacrebleuMetric.OWN;
        float[][] rows = Arrays.stream(systems).map(Segments::ownRows).toArray(float[][]::new);
        double[][] scores = new double[systems.length][draws];
        inBatches(
                draws,
                units,
                () -> {
                    int[] drawn = new int[units];
                    random.choice(units, drawn);
                    return drawn;
                },
                (draw, drawn) -> {
                    for (int system = 0; system < systems.length; system++) {
                        float[] sums = new float[own];
                        for (int unit : drawn) {
                            for (int i = 0; i < own; i++) {
                                sums[i] += rows[system][unit * own + i];
                            }
                        }
                        scores[system][draw] = metric.resampledScore(sums);
                    }
                });
        return scores;
    }

    private interface Scoring {
        void score(int index, int[] drawn);
    }

    /** Draws in order, as many at a time as memory should hold, and scores these in parallel. */
    private static void inBatches(int count, int units, Supplier<int[]> drawing, Scoring scoring) {
        int batch = Math.max(1, Math.min(count, HELD / units));
        for (int from = 0; from < count; from += batch) {
            int start = from;
            int[][] drawn = new int[Math.min(batch, count - from)][];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = drawing.get();
            }
            IntStream.range(0, drawn.length).parallel().forEach(i -> scoring.score(start + i, drawn[i]));
        }
    }

    /** The scores that leave out as many on either side; at the reference's level, a fortieth of all. */
    private Bootstrap.Interval intervalOf(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        // The level's last bit must not decide whether one more is left out.
        int tail = (int) Math.floor(count * (1 - level) / 2 + 1e-9);
        double mean = PairwiseSum.of(sorted, count) / count;
        double squares = Arrays.stream(sorted)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        return new Bootstrap.Interval(
                sorted[tail], sorted[count - 1 - tail], mean, Math.sqrt(squares / (count - 1)), count);
    }

    private static double pValue(double[] byChance, double measured) {
        long greater = Arrays.stream(byChance).filter(value -> value > measured).count();
        return (greater + 1.0) / (byChance.length + 1.0);
    }

    private static double scoreOf(SacrebleuMetric metric, List<? extends Accumulator<String, List<String>>> units) {
        Accumulator<String, List<String>> all = metric.newAccumulator();
        units.forEach(all::merge);
        return all.result().value();
    }
}
