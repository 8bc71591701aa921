package org.paperzoo.evaluation.metric.summarisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code BootstrapAggregator} of {@code rouge_score}: means over pairs that are drawn with replacement, and their
 * percentiles. The draws are those of numpy after {@code numpy.random.seed}, so that the order of the pairs matters; each
 * type of ROUGE has draws of its own, one after another from one generator.
 *
 * @param samples number of draws for each type, at least 1
 * @param level share of the draws that an interval holds, 0 to 1
 * @param seed seed of numpy's legacy generator, 0 to 2^32 - 1
 */
public record RougeBootstrap(int samples, double level, long seed) {

    private static final int PARTS = 3;

    public RougeBootstrap {
        if (samples < 1) {
            throw new IllegalArgumentException("a bootstrap needs at least one sample, not " + samples);
        }
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("the level of an interval must lie from 0 to 1, not " + level);
        }
        if (seed < 0 || seed > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("numpy takes seeds from 0 to 2^32 - 1, not " + seed);
        }
    }

    /**
     * Where one score lies.
     *
     * @param low lower end of the interval
     * @param mid median of the draws
     * @param high upper end of the interval
     * @param draws the mean of each draw, ascending
     */
    public record Range(double low, double mid, double high, double[] draws) {}

    /**
     * Draws and takes percentiles.
     *
     * @param scores for each pair, in order, precision, recall and F-measure of each type, as {@link Rouge#scores} gives
     *     them
     * @return a range for each column
     * @throws IllegalArgumentException if there are no pairs
     */
    public List<Range> ranges(List<double[]> scores) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a bootstrap needs at least one pair");
        }
        int columns = scores.get(0).length;
        MersenneTwister generator = new MersenneTwister(seed);
        List<Range> ranges = new ArrayList<>(columns);
        for (int type = 0; type < columns; type += PARTS) {
            double[][] means = new double[PARTS][samples];
            for (int sample = 0; sample < samples; sample++) {
                for (int i = 0; i < scores.size(); i++) {
                    double[] drawn = scores.get(generator.choice(scores.size()));
                    for (int part = 0; part < PARTS; part++) {
                        means[part][sample] += drawn[type + part];
                    }
                }
                for (int part = 0; part < PARTS; part++) {
                    means[part][sample] /= scores.size();
                }
            }
            for (double[] draws : means) {
                Arrays.sort(draws);
                double tail = (1 - level) / 2;
                ranges.add(
                        new Range(percentile(draws, tail), percentile(draws, 0.5), percentile(draws, 1 - tail), draws));
            }
        }
        return ranges;
    }

    /** numpy's percentile by linear interpolation, which starts from the nearer of two neighbours. */
    private static double percentile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        double step = sorted[above] - sorted[below];
        return weight < 0.5 ? sorted[below] + step * weight : sorted[above] - step * (1 - weight);
    }
}
