package org.paperzoo.evaluation.metric.code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric that is a function of integer counts, which add up over examples. The count 0 is the number of examples.
 */
abstract class CountedMetric<P, R> implements AdditiveMetric<P, R> {

    private final MetricDefinition definition;
    private final int size;

    /** @param size number of counts, that of the examples included */
    CountedMetric(MetricDefinition definition, int size) {
        this.definition = definition;
        this.size = size;
    }

    /**
     * Adds what one example counts to counts that are 0 so far.
     *
     * @throws IllegalArgumentException if it cannot be scored; one line
     */
    abstract void count(P prediction, R reference, long[] counts);

    @Override
    public final MetricDefinition definition() {
        return definition;
    }

    @Override
    public final Accumulator<P, R> newAccumulator() {
        return new Counts(new long[size]);
    }

    @Override
    public final Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        return new Counts(StateReader.open(definition, state).counts("counts", size));
    }

    @Override
    public final double[] statistics(Accumulator<P, R> accumulator) {
        return LongStream.of(countsOf(accumulator).counts).asDoubleStream().toArray();
    }

    private Counts countsOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof CountedMetric<P, R>.Counts counts
                && counts.metric().equals(definition)) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Counts implements Accumulator<P, R> {

        private final long[] counts;
        private final long[] example = new long[size];

        Counts(long[] counts) {
            this.counts = counts;
        }

        MetricDefinition metric() {
            return definition;
        }

        @Override
        public void update(P prediction, R reference) {
            Arrays.fill(example, 0);
            count(prediction, reference, example);
            for (int i = 1; i < size; i++) {
                counts[i] += example[i];
            }
            counts[0]++;
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            long[] others = countsOf(other).counts;
            for (int i = 0; i < size; i++) {
                counts[i] += others[i];
            }
        }

        @Override
        public long size() {
            return counts[0];
        }

        @Override
        public MetricResult result() {
            if (size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no example");
            }
            return resultOf(LongStream.of(counts).asDoubleStream().toArray());
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            return state;
        }
    }
}
