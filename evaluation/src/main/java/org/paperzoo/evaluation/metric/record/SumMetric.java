package org.paperzoo.evaluation.metric.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/** A metric that follows from sums over examples, which it holds exactly. */
public abstract class SumMetric<P, R> implements AdditiveMetric<P, R> {

    private final MetricDefinition definition;
    private final String headline;

    /** @param headline name of the value that is the metric's headline */
    protected SumMetric(MetricDefinition definition, String headline) {
        this.definition = definition;
        this.headline = headline;
    }

    /**
     * Number of sums that an example adds to, the same for all examples that can be scored together.
     *
     * @throws IllegalArgumentException if the example cannot be scored
     */
    protected abstract int sumsOf(P prediction, R reference);

    /** Adds an example that {@link #sumsOf} has accepted. */
    protected abstract void add(P prediction, R reference, ExactSums sums);

    /** The values that belong to sums. */
    protected abstract Map<String, Object> valuesOf(Sums sums);

    @Override
    public final MetricDefinition definition() {
        return definition;
    }

    @Override
    public final Accumulator<P, R> newAccumulator() {
        return new State(0, ExactSums.of(0));
    }

    @Override
    public final Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        List<StateReader> entries = reader.objects("sums");
        ExactSum[] sums = new ExactSum[entries.size()];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = ExactSum.fromJson(entries.get(i));
        }
        long size = reader.count("size");
        if (size == 0 != (sums.length == 0)) {
            throw reader.wrong("sums", "must be there exactly where an example was seen");
        }
        return new State(size, new ExactSums(sums));
    }

    @Override
    public final double[] statistics(Accumulator<P, R> accumulator) {
        Sums sums = stateOf(accumulator).sums;
        double[] statistics = new double[sums.count()];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = sums.sum(i);
        }
        return statistics;
    }

    @Override
    public final MetricResult resultOf(double[] statistics) {
        return resultOf(new RoundedSums(statistics));
    }

    private MetricResult resultOf(Sums sums) {
        Map<String, Object> values = valuesOf(sums);
        return new MetricResult(definition.id(), ((Number) values.get(headline)).doubleValue(), values);
    }

    private State stateOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof SumMetric<?, ?>.State) {
            @SuppressWarnings("unchecked") // Of this metric's ID, it is of these parameters.
            State state = (State) accumulator;
            if (state.metricId().equals(definition.id())) {
                return state;
            }
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class State implements Accumulator<P, R> {

        private long size;
        private ExactSums sums;

        State(long size, ExactSums sums) {
            this.size = size;
            this.sums = sums;
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(P prediction, R reference) {
            adopt(sumsOf(prediction, reference));
            add(prediction, reference, sums);
            size++;
        }

        private void adopt(int count) {
            if (size == 0) {
                sums = ExactSums.of(count);
            } else if (sums.count() != count) {
                throw new IllegalArgumentException("the example has another number of columns than those before it");
            }
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            State others = stateOf(other);
            if (others.size > 0) {
                adopt(others.sums.count());
                sums.addAll(others.sums);
                size += others.size;
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public MetricResult result() {
            if (size == 0) {
                throw new IllegalStateException(definition.id() + " has seen no example");
            }
            return resultOf(sums);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("size", size);
            ArrayNode list = state.putArray("sums");
            for (int i = 0; i < sums.count(); i++) {
                list.add(sums.exact(i).toJson());
            }
            return state;
        }
    }
}
