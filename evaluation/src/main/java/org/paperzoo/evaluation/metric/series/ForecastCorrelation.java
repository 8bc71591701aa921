package org.paperzoo.evaluation.metric.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Dyadic;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * CORR of Informer's authors: for each step and channel, over all windows, {@code sum(dx dy) / sqrt(sum(dx^2 dy^2))} with
 * deviations from the mean, averaged over channels. It is no coefficient of correlation, and grows with the number of
 * windows: the root is of the sum of products, not of the product of sums.
 *
 * <p>Values: {@code corr} by step; the headline is its mean. The state is, for each step and channel, exact sums of the
 * powers up to {@code x^2 y^2}. Terms are exact for numbers of single precision, which is what models give; for others
 * the terms {@code x^2 y^2} and its kin are products of doubles rounded to twice double precision.
 */
public final class ForecastCorrelation implements Metric<SeriesWindow, SeriesWindow> {

    private static final MetricDefinition DEFINITION = new MetricDefinition(
            "corr-informer",
            "CORR",
            "none",
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            true,
            "zhouhaoyi/Informer2020 29f2a73, utils/metrics.py, in float64");

    private static final int MAXIMUM_VALUES = 1 << 24;

    /** Powers of reference x and forecast y whose sums are held for each step and channel. */
    private static final int[][] POWERS = {{1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 2}, {2, 1}, {1, 2}, {2, 2}};

    @Override
    public MetricDefinition definition() {
        return DEFINITION;
    }

    /** Each resample merges all sums of all windows. */
    @Override
    public int defaultResamples() {
        return 100;
    }

    @Override
    public Accumulator<SeriesWindow, SeriesWindow> newAccumulator() {
        return new Moments();
    }

    @Override
    public Accumulator<SeriesWindow, SeriesWindow> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(DEFINITION, state);
        Moments restored = new Moments();
        restored.windows = reader.count("windows");
        restored.steps = (int) reader.integer("steps", 0, MAXIMUM_VALUES);
        restored.channels = (int) reader.integer("channels", 0, MAXIMUM_VALUES);
        List<StateReader> sums = reader.objects("sums");
        if (sums.size() != (long) restored.steps * restored.channels * POWERS.length) {
            throw reader.wrong("sums", "must be " + POWERS.length + " for each step and channel");
        }
        restored.sums = new ExactSum[sums.size()];
        for (int i = 0; i < restored.sums.length; i++) {
            restored.sums[i] = ExactSum.fromJson(sums.get(i));
        }
        return restored;
    }

    private static Moments momentsOf(Accumulator<SeriesWindow, SeriesWindow> accumulator) {
        if (accumulator instanceof Moments moments) {
            return moments;
        }
        throw new IllegalArgumentException("not an accumulator of " + DEFINITION.id());
    }

    private static final class Moments implements Accumulator<SeriesWindow, SeriesWindow> {

        private long windows;
        private int steps;
        private int channels;
        private ExactSum[] sums = new ExactSum[0];

        @Override
        public void update(SeriesWindow prediction, SeriesWindow reference) {
            reference.checkForecast(prediction);
            adopt(reference.steps(), reference.channels());
            for (int i = 0; i < reference.values().length; i++) {
                double x = reference.values()[i];
                double y = prediction.values()[i];
                int at = i * POWERS.length;
                sums[at].add(x);
                sums[at + 1].add(y);
                addProduct(sums[at + 2], x, y);
                addProduct(sums[at + 3], x, x);
                addProduct(sums[at + 4], y, y);
                double product = x * y;
                double rest = Math.fma(x, y, -product);
                // x y = product + rest exactly; so x y times x, y or itself is a sum of exact products.
                addProduct(sums[at + 5], product, x);
                addProduct(sums[at + 5], rest, x);
                addProduct(sums[at + 6], product, y);
                addProduct(sums[at + 6], rest, y);
                addProduct(sums[at + 7], product, product);
                addProduct(sums[at + 7], 2 * product, rest);
                addProduct(sums[at + 7], rest, rest);
            }
            windows++;
        }

        private static void addProduct(ExactSum sum, double left, double right) {
            double product = left * right;
            sum.add(product);
            if (Math.abs(product) <= Double.MAX_VALUE) {
                sum.add(Math.fma(left, right, -product));
            }
        }

        private void adopt(int otherSteps, int otherChannels) {
            if (sums.length == 0) {
                if ((long) otherSteps * otherChannels > MAXIMUM_VALUES) {
                    throw new IllegalArgumentException(
                            otherSteps + " steps of " + otherChannels + " channels are more than can be held");
                }
                steps = otherSteps;
                channels = otherChannels;
                sums = new ExactSum[steps * channels * POWERS.length];
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = new ExactSum();
                }
            } else if (otherSteps != steps || otherChannels != channels) {
                throw new IllegalArgumentException("windows of " + otherSteps + " steps and " + otherChannels
                        + " channels after windows of " + steps + " and " + channels);
            }
        }

        @Override
        public void merge(Accumulator<SeriesWindow, SeriesWindow> other) {
            Moments others = momentsOf(other);
            if (others.windows == 0) {
                return;
            }
            adopt(others.steps, others.channels);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
            }
            windows += others.windows;
        }

        @Override
        public long size() {
            return windows;
        }

        @Override
        public MetricResult result() {
            if (windows == 0) {
                throw new IllegalStateException(DEFINITION.id() + " has seen no window");
            }
            double[] byStep = new double[steps];
            double[] byChannel = new double[channels];
            for (int step = 0; step < steps; step++) {
                for (int channel = 0; channel < channels; channel++) {
                    byChannel[channel] = correlation((step * channels + channel) * POWERS.length);
                }
                byStep[step] = PairwiseSum.of(byChannel, channels) / channels;
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("corr", MetricResult.list(byStep));
            return new MetricResult(DEFINITION.id(), PairwiseSum.of(byStep, steps) / steps, values);
        }

        /** Expands the sums over deviations into sums over powers, times powers of n so that nothing is divided. */
        private double correlation(int at) {
            Dyadic[] sum = new Dyadic[POWERS.length];
            for (int i = 0; i < sum.length; i++) {
                if (!sums[at + i].isFinite()) {
                    return Double.NaN;
                }
                sum[i] = sums[at + i].finitePart();
            }
            Dyadic n = Dyadic.of(windows);
            Dyadic x = sum[0];
            Dyadic y = sum[1];
            Dyadic xy = x.times(y);
            Dyadic xx = x.times(x);
            Dyadic yy = y.times(y);
            Dyadic covariance = n.times(sum[2]).minus(xy); // n * sum(dx dy)
            // n^3 * sum(dx^2 dy^2) = n^3 Sxxyy - 2 n^2 (Sxxy Sy + Sxyy Sx)
            //     + n (Sxx Sy^2 + Syy Sx^2 + 4 Sxy Sx Sy) - 3 Sx^2 Sy^2
            Dyadic nn = n.times(n);
            Dyadic squares = nn.times(n)
                    .times(sum[7])
                    .minus(Dyadic.of(2).times(nn).times(sum[5].times(y).plus(sum[6].times(x))))
                    .plus(n.times(sum[3].times(yy)
                            .plus(sum[4].times(xx))
                            .plus(Dyadic.of(4).times(sum[2]).times(xy))))
                    .minus(Dyadic.of(3).times(xy).times(xy));
            return covariance.doubleValue() / windows / Math.sqrt(squares.doubleValue() / windows / windows / windows);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", DEFINITION.id());
            state.put("windows", windows);
            state.put("steps", steps);
            state.put("channels", channels);
            ArrayNode list = state.putArray("sums");
            for (ExactSum sum : sums) {
                list.add(sum.toJson());
            }
            return state;
        }
    }
}
