package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.NumpyRandom;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * sacreBLEU's confidence intervals and paired tests, with its random numbers: numpy's {@code default_rng(12345)}. Each unit
 * is an accumulator that has seen one segment; systems that are compared have the same segments in the same order.
 *
 * <p>Statistics are summed in single precision in the order in which they are drawn, as numpy does, so that digits agree.
 * Draws are made in order and scored in parallel; the result does not depend on the number of threads.
 *
 * @param seed the seed, not negative
 */
public record SacrebleuSignificance(long seed) {

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
    }

    /**
     * Where a score lies.
     *
     * @param mean mean over the draws
     * @param halfWidth half the distance between the two draws that leave out a fortieth of all on either side
     */
    public record Confidence(double mean, double halfWidth) {}

    /**
     * How a system differs from a baseline.
     *
     * @param score the system's score
     * @param pValue how probable such a difference is by chance
     * @param confidence where the system's score lies; null if that was not asked for
     */
    public record Comparison(double score, double pValue, Confidence confidence) {}

    /**
     * The 95 % interval of one system's score.
     *
     * @param draws number of draws, at least 2
     */
    public Confidence confidence(
            SacrebleuMetric metric, List<? extends Accumulator<String, List<String>>> units, int draws) {
        return confidenceOf(drawnScores(new NumpyRandom(seed), draws, metric, rows(metric, units))[0]);
    }

    /**
     * Paired bootstrap (Koehn 2004): how often the difference of two systems on the same draws strays farther from its mean
     * than the difference that was measured is from 0.
     *
     * @param draws number of draws, at least 2
     */
    public Comparison pairedBootstrap(
            SacrebleuMetric metric,
            List<? extends Accumulator<String, List<String>>> baseline,
            List<? extends Accumulator<String, List<String>>> system,
            int draws) {
        checkPaired(baseline, system);
        double[][] scores = drawnScores(new NumpyRandom(seed), draws, metric, rows(metric, baseline), rows(metric, system));
        double[] differences = new double[draws];
        Arrays.setAll(differences, draw -> Math.abs(scores[1][draw] - scores[0][draw]));
        double mean = PairwiseSum.of(differences, draws) / draws;
        Arrays.setAll(differences, draw -> differences[draw] - mean);
        double score = scoreOf(metric, system);
        return new Comparison(
                score,
                pValue(differences, Math.abs(scoreOf(metric, baseline) - score)),
                confidenceOf(scores[1]));
    }

    /**
     * Approximate randomization (Riezler and Maxwell 2005): how often two systems that have exchanged segments at random
     * differ by more than the two did.
     *
     * @param trials number of trials, at least 1
     * @param draws number of draws for the system's interval, or 0 for none
     */
    public Comparison approximateRandomization(
            SacrebleuMetric metric,
            List<? extends Accumulator<String, List<String>>> baseline,
            List<? extends Accumulator<String, List<String>>> system,
            int trials,
            int draws) {
        checkPaired(baseline, system);
        NumpyRandom random = new NumpyRandom(seed);
        double[][] first = baseline.stream().map(metric::statistics).toArray(double[][]::new);
        double[][] second = system.stream().map(metric::statistics).toArray(double[][]::new);
        NumpyRandom.Bits bits = random.bits();
        double[] differences = new double[trials];
        inBatches(trials, first.length, trial -> exchanged(bits, first.length), (trial, fromFirst) -> {
            double[] one = new double[first[0].length];
            double[] other = new double[one.length];
            for (int unit = 0; unit < first.length; unit++) {
                double[] toOne = fromFirst[unit] != 0 ? first[unit] : second[unit];
                double[] toOther = fromFirst[unit] != 0 ? second[unit] : first[unit];
                for (int i = 0; i < one.length; i++) {
                    one[i] += toOne[i];
                    other[i] += toOther[i];
                }
            }
            differences[trial] = Math.abs(
                    metric.resultOf(one).value() - metric.resultOf(other).value());
        });
        double score = scoreOf(metric, system);
        double pValue = pValue(differences, Math.abs(scoreOf(metric, baseline) - score));
        return new Comparison(
                score,
                pValue,
                draws == 0 ? null : confidenceOf(drawnScores(random, draws, metric, rows(metric, system))[0]));
    }

    private static int[] exchanged(NumpyRandom.Bits bits, int units) {
        int[] exchanged = new int[units];
        Arrays.setAll(exchanged, unit -> bits.next() ? 1 : 0);
        return exchanged;
    }

    private static void checkPaired(List<?> baseline, List<?> system) {
        if (baseline.size() != system.size()) {
            throw new IllegalArgumentException("systems that are compared need the same segments, but have "
                    + baseline.size() + " and " + system.size());
        }
    }

    /** The metric's own statistics of each unit, in single precision. */
    private static float[][] rows(SacrebleuMetric metric, List<? extends Accumulator<String, List<String>>> units) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("there is no segment to draw");
        }
        float[][] rows = new float[units.size()][];
        for (int unit = 0; unit < rows.length; unit++) {
            double[] statistics = metric.statistics(units.get(unit));
            float[] row = new float[statistics.length - SacrebleuMetric.OWN];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) statistics[SacrebleuMetric.OWN + i];
            }
            rows[unit] = row;
        }
        return rows;
    }

    /** The scores of each system in each draw. */
    private static double[][] drawnScores(NumpyRandom random, int draws, SacrebleuMetric metric, float[][]... systems) {
        if (draws < 2) {
            throw new IllegalArgumentException("a bootstrap needs at least 2 draws, not " + draws);
        }
        int units = systems[0].length;
        double[][] scores = new double[systems.length][draws];
        inBatches(
                draws,
                units,
                draw -> {
                    int[] drawn = new int[units];
                    random.choice(units, drawn);
                    return drawn;
                },
                (draw, drawn) -> {
                    for (int system = 0; system < systems.length; system++) {
                        float[][] rows = systems[system];
                        float[] sums = new float[rows[0].length];
                        for (int unit : drawn) {
                            float[] row = rows[unit];
                            for (int i = 0; i < sums.length; i++) {
                                sums[i] += row[i];
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
    private static void inBatches(int count, int units, IntFunction<int[]> drawing, Scoring scoring) {
        int batch = Math.max(1, Math.min(count, HELD / units));
        for (int from = 0; from < count; from += batch) {
            int start = from;
            int size = Math.min(batch, count - from);
            int[][] drawn = new int[size][];
            for (int i = 0; i < size; i++) {
                drawn[i] = drawing.apply(start + i);
            }
            IntStream.range(0, size).parallel().forEach(i -> scoring.score(start + i, drawn[i]));
        }
    }

    private static Confidence confidenceOf(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int tail = sorted.length / 40;
        return new Confidence(
                PairwiseSum.of(sorted, sorted.length) / sorted.length,
                0.5 * (sorted[sorted.length - 1 - tail] - sorted[tail]));
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
