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
 * The share of texts that equal one of their references, 0 to 100, in CodeXGLUE's two definitions, which have one
 * reference. Values: {@code matches} and {@code total}.
 */
public final class ExactMatch implements AdditiveMetric<String, List<String>> {

    private final MetricDefinition definition;
    private final boolean byTokens;

    /** Texts are compared as they are once outer spaces are gone: code-to-code translation and code refinement. */
    public ExactMatch() {
        this("exact-match-codexglue", false, "code-to-code evaluator");
    }

    private ExactMatch(String id, boolean byTokens, String evaluator) {
        definition = new MetricDefinition(id, "EM", "0-100", 0, 100, true, "CodeXGLUE ac74a62, " + evaluator);
        this.byTokens = byTokens;
    }

    /** Texts are compared token by token, as Python's {@code split()} cuts them: text-to-code and line completion. */
    public static ExactMatch ofTokens() {
        return new ExactMatch("exact-match-tokens-codexglue", true, "text-to-code evaluator");
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new Counts(0, 0);
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
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
        return new MetricResult(definition.id(), statistics[0] / statistics[1] * 100, values);
    }

    private Object compared(String text) {
        return byTokens ? BleuTokenizers.NONE.tokens(text) : PythonText.strip(text);
    }

    private Counts countsOf(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof Counts counts && counts.metric().equals(definition)) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Counts implements Accumulator<String, List<String>> {

        private long matches;
        private long total;

        Counts(long matches, long total) {
            this.matches = matches;
            this.total = total;
        }

        MetricDefinition metric() {
            return definition;
        }

        @Override
        public void update(String prediction, List<String> reference) {
            if (prediction == null || reference.isEmpty() || reference.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a segment needs a prediction and at least one reference");
            }
            Object compared = compared(prediction);
            if (reference.stream().anyMatch(text -> compared(text).equals(compared))) {
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
                throw new IllegalStateException(definition.id() + " has seen no text");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("matches", matches);
            state.put("total", total);
            return state;
        }
    }
}
