package org.paperzoo.evaluation.metric.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The share of texts that equal one of their references once outer spaces (by Python's {@code str.strip}) are gone, 0 to
 * 100: exact match of CodeXGLUE's code-to-code and code-refinement evaluators, which have one reference. Values: {@code
 * matches} and {@code total}.
 */
public final class ExactMatch implements AdditiveMetric<String, List<String>> {

    private static final MetricDefinition DEFINITION = new MetricDefinition(
            "exact-match-codexglue", "EM", "0-100", 0, 100, true, "CodeXGLUE ac74a62, code-to-code evaluator");

    @Override
    public MetricDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new Counts(0, 0);
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(DEFINITION, state);
        long total = reader.count("total");
        return new Counts(reader.integer("matches", 0, total), total);
    }

    @Override
    public double[] statistics(Accumulator<String, List<String>> accumulator) {
        Counts counts = countsOf(accumulator);
        return new double[] {counts.matches, counts.total};
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("matches", (long) statistics[0]);
        values.put("total", (long) statistics[1]);
        return new MetricResult(DEFINITION.id(), statistics[0] / statistics[1] * 100, values);
    }

    private static Counts countsOf(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof Counts counts) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + DEFINITION.id());
    }

    private final class Counts implements Accumulator<String, List<String>> {

        private long matches;
        private long total;

        Counts(long matches, long total) {
            this.matches = matches;
            this.total = total;
        }

        @Override
        public void update(String prediction, List<String> reference) {
            if (prediction == null || reference.isEmpty() || reference.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a segment needs a prediction and at least one reference");
            }
            String stripped = PythonText.strip(prediction);
            if (reference.stream().anyMatch(text -> PythonText.strip(text).equals(stripped))) {
                matches++;
            }
            total++;
        }

        @Override
        public void merge(Accumulator<String, List<String>> other) {
            Counts counts = countsOf(other);
            matches += counts.matches;
            total += counts.total;
        }

        @Override
        public long size() {
            return total;
        }

        @Override
        public MetricResult result() {
            if (total == 0) {
                throw new IllegalStateException(DEFINITION.id() + " has seen no text");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", DEFINITION.id());
            state.put("matches", matches);
            state.put("total", total);
            return state;
        }
    }
}
