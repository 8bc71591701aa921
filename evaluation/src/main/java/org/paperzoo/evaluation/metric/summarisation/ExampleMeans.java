package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric that scores each example by itself and reports means over examples. The state is exact sums of the scores.
 *
 * @param <P> what is predicted for one example
 * @param <R> what the data set says of it
 */
abstract class ExampleMeans<P, R> implements AdditiveMetric<P, R> {

    private final MetricDefinition definition;
    private final List<String> names;
    private final int headline;

    /**
     * @param names the values, in the order of {@link #scores}
     * @param headline index of the headline value among them
     */
    ExampleMeans(MetricDefinition definition, List<String> names, int headline) {
        this.definition = definition;
        this.names = List.copyOf(names);
        this.headline = headline;
    }

    /**
     * The scores of one example, in the order of the values.
     *
     * @throws IllegalArgumentException if the example cannot be scored; one line
     */
    public abstract double[] scores(P prediction, R reference);

    /** Names of the values, in the order of {@link #scores}. */
    public final List<String> valueNames() {
        return names;
    }

    /** Name of the value that is the headline. */
    public final String headlineName() {
        return names.get(headline);
    }

    @Override
    public final MetricDefinition definition() {
        return definition;
    }

    @Override
    public final Accumulator<P, R> newAccumulator() {
        return new Sums();
    }

    @Override
    public final Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Sums restored = new Sums();
        restored.examples = reader.count("examples");
        for (int i = 0; i < restored.sums.length; i++) {
            restored.sums[i] = ExactSum.fromJson(reader.object(names.get(i)));
        }
        return restored;
    }

    @Override
    public final double[] statistics(Accumulator<P, R> accumulator) {
        Sums sums = sumsOf(accumulator);
        double[] statistics = new double[1 + names.size()];
        statistics[0] = sums.examples;
        for (int i = 0; i < names.size(); i++) {
            statistics[1 + i] = sums.sums[i].doubleValue();
        }
        return statistics;
    }

    @Override
    public final MetricResult resultOf(double[] statistics) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), statistics[1 + i] / statistics[0]);
        }
        return new MetricResult(definition.id(), statistics[1 + headline] / statistics[0], values);
    }

    private Sums sumsOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof ExampleMeans<?, ?>.Sums) {
            @SuppressWarnings("unchecked") // The ID tells the class of the metric, and that its types.
            Sums sums = (Sums) accumulator;
            if (sums.metricId().equals(definition.id())) {
                return sums;
            }
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Sums implements Accumulator<P, R> {

        private long examples;
        private final ExactSum[] sums = new ExactSum[names.size()];

        Sums() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = new ExactSum();
            }
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(P prediction, R reference) {
            double[] scores = scores(prediction, reference);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(scores[i]);
            }
            examples++;
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            Sums others = sumsOf(other);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
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
            for (int i = 0; i < sums.length; i++) {
                state.set(names.get(i), sums[i].toJson());
            }
            return state;
        }
    }
}
