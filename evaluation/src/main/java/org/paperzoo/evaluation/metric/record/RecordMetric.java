package org.paperzoo.evaluation.metric.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric that remembers some numbers of each example, and computes its values from all of them: what a ranking of
 * examples needs.
 */
public abstract class RecordMetric<P, R> implements Metric<P, R> {

    private final MetricDefinition definition;
    private final String headline;

    /** @param headline name of the value that is the metric's headline */
    protected RecordMetric(MetricDefinition definition, String headline) {
        this.definition = definition;
        this.headline = headline;
    }

    /**
     * What is remembered of an example: finite numbers, as many as of the other examples.
     *
     * @throws IllegalArgumentException if the example cannot be scored
     */
    protected abstract double[] recordOf(P prediction, R reference);

    /**
     * The values over records; not empty, all of one length. They come in any order, of which no digit of the values may
     * depend: sums that round are taken over sorted records, or by {@link Means}. The records must not be changed.
     *
     * @throws IllegalStateException if the examples as a whole cannot be scored
     */
    protected abstract Map<String, Object> valuesOf(double[][] records);

    /** Whether a record that was read back is one that {@link #recordOf} could have made. */
    protected abstract boolean isRecord(double[] numbers);

    @Override
    public final MetricDefinition definition() {
        return definition;
    }

    @Override
    public int defaultResamples() {
        return 200;
    }

    @Override
    public final Accumulator<P, R> newAccumulator() {
        return new Records();
    }

    @Override
    public final Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        int width = (int) reader.integer("width", 0, Integer.MAX_VALUE);
        long count = reader.count("count");
        if (count * width > Integer.MAX_VALUE || count > Integer.MAX_VALUE) {
            throw reader.wrong("count", "is more records than can be held");
        }
        double[] numbers = reader.numbers("records", (int) count * width);
        Records restored = new Records();
        for (int i = 0; i < count; i++) {
            double[] numbersOfOne = Arrays.copyOfRange(numbers, i * width, (i + 1) * width);
            if (!isRecord(numbersOfOne)) {
                throw reader.wrong("records", "hold no record of an example at " + i);
            }
            restored.records.add(numbersOfOne);
        }
        return restored;
    }

    private MetricResult resultOf(double[][] records) {
        Map<String, Object> values = valuesOf(records);
        return new MetricResult(definition.id(), ((Number) values.get(headline)).doubleValue(), values);
    }

    private Records recordsOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof RecordMetric<?, ?>.Records) {
            @SuppressWarnings("unchecked") // Of this metric's ID, it is of these parameters.
            Records records = (Records) accumulator;
            if (records.metricId().equals(definition.id())) {
                return records;
            }
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    @Override
    public Resampler resampler(List<? extends Accumulator<P, R>> units) {
        record Member(int unit, double[] numbers) {}
        List<Member> members = new ArrayList<>();
        for (int unit = 0; unit < units.size(); unit++) {
            for (double[] numbers : recordsOf(units.get(unit)).records) {
                members.add(new Member(unit, numbers));
            }
        }
        int size = units.size();
        return new Resampler() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                List<double[]> drawn = new ArrayList<>(members.size());
                for (Member member : members) {
                    for (int copy = 0; copy < multiplicities[member.unit()]; copy++) {
                        drawn.add(member.numbers());
                    }
                }
                return resultOf(drawn.toArray(double[][]::new));
            }
        };
    }

    private final class Records implements Accumulator<P, R> {

        private final List<double[]> records = new ArrayList<>();

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(P prediction, R reference) {
            double[] numbers = recordOf(prediction, reference);
            checkWidth(numbers.length);
            records.add(numbers);
        }

        private void checkWidth(int width) {
            if (!records.isEmpty() && records.get(0).length != width) {
                throw new IllegalArgumentException(
                        "an example of " + width + " numbers after examples of " + records.get(0).length);
            }
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            Records others = recordsOf(other);
            if (!others.records.isEmpty()) {
                checkWidth(others.records.get(0).length);
            }
            records.addAll(List.copyOf(others.records));
        }

        @Override
        public long size() {
            return records.size();
        }

        @Override
        public MetricResult result() {
            if (records.isEmpty()) {
                throw new IllegalStateException(definition.id() + " has seen no example");
            }
            return resultOf(records.toArray(double[][]::new));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("count", records.size());
            state.put("width", records.isEmpty() ? 0 : records.get(0).length);
            ArrayNode list = state.putArray("records");
            double[][] sorted = records.toArray(double[][]::new);
            Arrays.parallelSort(sorted, Arrays::compare);
            for (double[] numbers : sorted) {
                for (double number : numbers) {
                    list.add(number);
                }
            }
            return state;
        }
    }
}
