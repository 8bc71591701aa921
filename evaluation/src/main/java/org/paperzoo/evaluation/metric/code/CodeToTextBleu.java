package org.paperzoo.evaluation.metric.code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.NgramMatcher;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Smoothed sentence BLEU-4 of CodeXGLUE's code-to-text evaluator, 0 to 100: the mean over sentences of BLEU with one added
 * to matches and totals of the orders 2 to 4, and a brevity penalty of {@code exp(min(0, 1 - (r + 1) / (c + 1)))}, where r
 * is the shortest reference's length. Tokens are those of {@link MosesTokens}.
 *
 * <p>Values: {@code bleu}, then {@code bleu_1} to {@code bleu_4}, the means of the unsmoothed precisions of each order
 * without penalty, and {@code total}.
 */
public final class CodeToTextBleu implements Metric<String, List<String>> {

    private static final int ORDER = 4;

    /** Python's {@code sys.float_info.min}, which the reference adds to counts before it takes logarithms. */
    private static final double LEAST = Double.MIN_NORMAL;

    private static final MetricDefinition DEFINITION = new MetricDefinition(
            "bleu-codexglue-code-to-text",
            "BLEU-4",
            "0-100",
            0,
            100,
            true,
            "CodeXGLUE ac74a62, code-to-text evaluator");

    private static final ThreadLocal<NgramMatcher> MATCHERS = ThreadLocal.withInitial(() -> new NgramMatcher(ORDER));

    @Override
    public MetricDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        List<ExactSum> sums = new ArrayList<>();
        for (int i = 0; i <= ORDER; i++) {
            sums.add(new ExactSum());
        }
        return new Sums(0, sums);
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(DEFINITION, state);
        List<ExactSum> sums = new ArrayList<>();
        for (StateReader sum : reader.objects("sums")) {
            sums.add(ExactSum.fromJson(sum));
        }
        if (sums.size() != ORDER + 1) {
            throw reader.wrong("sums", "must be a list of " + (ORDER + 1));
        }
        return new Sums(reader.count("total"), sums);
    }

    /** The smoothed score of one sentence, then its precisions by order; all 0 to 1. */
    static double[] sentence(String prediction, List<String> references) {
        Lines.check(prediction, references);
        List<String> prepared = new ArrayList<>(references.size());
        long shortest = Long.MAX_VALUE;
        for (String reference : references) {
            List<String> tokens = MosesTokens.of(reference);
            shortest = Math.min(shortest, tokens.size());
            prepared.add(String.join(" ", tokens));
        }
        long[] counts = new long[2 + 2 * ORDER];
        MATCHERS.get()
                .addSegment(BleuTokenizers.NONE, String.join(" ", MosesTokens.of(prediction)), prepared, counts, 0);
        double[] scores = new double[ORDER + 1];
        double logarithms = 0;
        for (int i = 0; i < ORDER; i++) {
            double correct = counts[2 + i];
            double guessed = counts[2 + ORDER + i];
            double added = i > 0 ? 1 : 0;
            logarithms += StrictMath.log(correct + added + LEAST) - StrictMath.log(guessed + added + LEAST);
            scores[i + 1] =
                    guessed == 0 ? 0 : StrictMath.exp(StrictMath.log(correct + LEAST) - StrictMath.log(guessed));
        }
        double penalty = Math.min(0, 1 - (shortest + 1.0) / (counts[0] + 1.0));
        scores[0] = StrictMath.exp(logarithms / ORDER + penalty);
        return scores;
    }

    private static final class Sums implements Accumulator<String, List<String>> {

        private long total;
        private final List<ExactSum> sums;

        Sums(long total, List<ExactSum> sums) {
            this.total = total;
            this.sums = sums;
        }

        @Override
        public void update(String prediction, List<String> reference) {
            double[] scores = sentence(prediction, reference);
            for (int i = 0; i <= ORDER; i++) {
                sums.get(i).add(scores[i]);
            }
            total++;
        }

        @Override
        public void merge(Accumulator<String, List<String>> other) {
            if (!(other instanceof Sums others)) {
                throw new IllegalArgumentException("not an accumulator of " + DEFINITION.id());
            }
            for (int i = 0; i <= ORDER; i++) {
                sums.get(i).add(others.sums.get(i));
            }
            total += others.total;
        }

        @Override
        public long size() {
            return total;
        }

        @Override
        public MetricResult result() {
            if (total == 0) {
                throw new IllegalStateException(DEFINITION.id() + " has seen no sentence");
            }
            double[] means = new double[ORDER + 1];
            for (int i = 0; i <= ORDER; i++) {
                means[i] = sums.get(i).doubleValue() * 100 / total;
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("bleu", means[0]);
            for (int i = 1; i <= ORDER; i++) {
                values.put("bleu_" + i, means[i]);
            }
            values.put("total", total);
            return new MetricResult(DEFINITION.id(), means[0], values);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", DEFINITION.id());
            state.put("total", total);
            ArrayNode list = state.putArray("sums");
            sums.forEach(sum -> list.add(sum.toJson()));
            return state;
        }
    }
}
