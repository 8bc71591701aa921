package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric whose values are means: over examples, or over parts of them such as joints. The state is an exact sum and a
 * count for each value. A mean over nothing is NaN.
 *
 * @param <P> what a model predicts for one example
 * @param <R> what the data set says of it
 */
public final class MeanMetric<P, R> implements AdditiveMetric<P, R> {

    /** Measures one example. */
    @FunctionalInterface
    public interface Measure<P, R> {

        /**
         * The shares of one example, in the order of the metric's names.
         *
         * @throws IllegalArgumentException if the two do not fit each other; one line
         */
        Shares measure(P prediction, R reference);
    }

    /**
     * What one example adds to each mean.
     *
     * @param sums what it adds to the sums
     * @param counts how many terms these hold
     */
    public record Shares(double[] sums, long[] counts) {

        /** One term for each value. */
        public static Shares ofValues(double... values) {
            long[] counts = new long[values.length];
            Arrays.fill(counts, 1);
            return new Shares(values, counts);
        }

        /** One term for each value that is not NaN: undefined ones are left out of their means. */
        public static Shares ofDefined(double... values) {
            double[] sums = values.clone();
            long[] counts = new long[values.length];
            for (int i = 0; i < values.length; i++) {
                if (Double.isNaN(values[i])) {
                    sums[i] = 0;
                } else {
                    counts[i] = 1;
                }
            }
            return new Shares(sums, counts);
        }
    }

    private final MetricDefinition definition;
    private final List<String> names;
    private final Measure<? super P, ? super R> measure;
    private final UnaryOperator<double[]> finish;
    private final int headline;

    /**
     * A metric of means.
     *
     * @param names names of the values, the headline first unless {@link #withHeadline} says otherwise
     * @param measure gives as many shares as there are names; safe for several threads
     */
    public MeanMetric(MetricDefinition definition, List<String> names, Measure<? super P, ? super R> measure) {
        this(definition, names, measure, UnaryOperator.identity());
    }

    /**
     * A metric whose values are functions of means.
     *
     * @param finish makes the values of the means, both in the order of the names; it may write to its argument
     */
    public MeanMetric(
            MetricDefinition definition,
            List<String> names,
            Measure<? super P, ? super R> measure,
            UnaryOperator<double[]> finish) {
        this(definition, names, measure, finish, 0);
    }

    private MeanMetric(
            MetricDefinition definition,
            List<String> names,
            Measure<? super P, ? super R> measure,
            UnaryOperator<double[]> finish,
            int headline) {
        this.definition = definition;
        this.names = List.copyOf(names);
        this.measure = measure;
        this.finish = finish;
        this.headline = headline;
    }

    /** The same metric with another of its values as the headline, by its place among the names. */
    public MeanMetric<P, R> withHeadline(int place) {
        return new MeanMetric<>(definition, names, measure, finish, place);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<P, R> newAccumulator() {
        return new Means();
    }

    @Override
    public Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Means means = new Means();
        means.examples = reader.count("examples");
        List<StateReader> sums = reader.objects("sums");
        if (sums.size() != names.size()) {
            throw reader.wrong("sums", "must be a list of " + names.size());
        }
        for (int i = 0; i < sums.size(); i++) {
            means.sums[i] = ExactSum.fromJson(sums.get(i));
        }
        System.arraycopy(reader.counts("counts", names.size()), 0, means.counts, 0, names.size());
        return means;
    }

    @Override
    public double[] statistics(Accumulator<P, R> accumulator) {
        Means means = meansOf(accumulator);
        double[] statistics = new double[2 * names.size()];
        for (int i = 0; i < names.size(); i++) {
            statistics[i] = means.sums[i].doubleValue();
            statistics[names.size() + i] = means.counts[i];
        }
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double[] means = new double[names.size()];
        for (int i = 0; i < means.length; i++) {
            means[i] = statistics[i] / statistics[means.length + i];
        }
        double[] finished = finish.apply(means);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < finished.length; i++) {
            values.put(names.get(i), finished[i]);
        }
        return new MetricResult(definition.id(), finished[headline], values);
    }

    private Means meansOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof MeanMetric<?, ?>.Means) {
            @SuppressWarnings("unchecked") // The sums do not depend on the types of what was measured.
            Means means = (Means) accumulator;
            if (means.names().equals(names) && means.metricId().equals(definition.id())) {
                return means;
            }
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Means implements Accumulator<P, R> {

        private long examples;
        private final ExactSum[] sums = new ExactSum[names.size()];
        private final long[] counts = new long[names.size()];

        Means() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = new ExactSum();
            }
        }

        String metricId() {
            return definition.id();
        }

        List<String> names() {
            return names;
        }

        @Override
        public void update(P prediction, R reference) {
            Shares shares = measure.measure(prediction, reference);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(shares.sums()[i]);
                counts[i] += shares.counts()[i];
            }
            examples++;
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            Means others = meansOf(other);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
                counts[i] += others.counts[i];
            }
            examples += others.examples;
        }

        @Override
        public long size() {
            return examples;
        }

        @Override
        public MetricResult result() {
            if (examples == 0) {
                throw new IllegalStateException(definition.id() + " has seen no example");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("examples", examples);
            ArrayNode sumsJson = state.putArray("sums");
            ArrayNode countsJson = state.putArray("counts");
            for (int i = 0; i < sums.length; i++) {
                sumsJson.add(sums[i].toJson());
                countsJson.add(counts[i]);
            }
            return state;
        }
    }
}
