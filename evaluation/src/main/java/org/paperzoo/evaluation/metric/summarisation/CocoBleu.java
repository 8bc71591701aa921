package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.NgramMatcher;
import org.paperzoo.evaluation.metric.text.TokenBuffer;
import org.paperzoo.zoo.InvalidInputException;

/**
 * BLEU of captions as COCO's evaluation computes it, fractions: small constants stand in for zeros, so that a caption
 * without a match scores next to nothing instead of nothing. Captions come tokenised, parted by spaces.
 *
 * <p>Values: {@code Bleu_1} to {@code Bleu_4}, {@code testlen}, {@code reflen}, {@code ratio}, and {@code guess} and {@code
 * correct} by order of n-grams. The headline is {@code Bleu_4}. The state is integer counts, and an exact sum of the
 * references' lengths.
 */
public final class CocoBleu implements AdditiveMetric<String, List<String>> {

    private static final int ORDER = 4;
    private static final double SMALL = 1e-9;
    private static final double TINY = 1e-15;

    /** Which length of several references counts. */
    public enum ReferenceLength {
        /** The one closest to the caption's, the shorter of two: what COCO's evaluation takes. */
        CLOSEST,
        SHORTEST,
        AVERAGE
    }

    // The counts: captions, their length, right n-grams by order, all n-grams by order.
    private static final int CAPTIONS = 0;
    private static final int LENGTH = 1;
    private static final int CORRECT = 2;
    private static final int GUESS = CORRECT + ORDER;
    private static final int COUNTS = GUESS + ORDER;

    private final ReferenceLength referenceLength;
    private final MetricDefinition definition;
    private final ThreadLocal<NgramMatcher> matchers = ThreadLocal.withInitial(() -> new NgramMatcher(ORDER));

    public CocoBleu(ReferenceLength referenceLength) {
        this.referenceLength = referenceLength;
        String option = referenceLength.name().toLowerCase(Locale.ROOT);
        definition = new MetricDefinition(
                "bleu-coco" + (referenceLength == ReferenceLength.CLOSEST ? "" : "-" + option),
                "Bleu_4",
                "fraction",
                0,
                1,
                true,
                "pycocoevalcap ad63453, bleu_scorer.py, option " + option);
    }

    /** BLEU as COCO's evaluation reports it. */
    public static CocoBleu closest() {
        return new CocoBleu(ReferenceLength.CLOSEST);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new Counts(new long[COUNTS], new ExactSum());
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        return new Counts(reader.counts("counts", COUNTS), ExactSum.fromJson(reader.object("referenceLength")));
    }

    @Override
    public double[] statistics(Accumulator<String, List<String>> accumulator) {
        Counts counts = countsOf(accumulator);
        double[] statistics = new double[COUNTS + 1];
        for (int i = 0; i < COUNTS; i++) {
            statistics[i] = counts.counts[i];
        }
        statistics[COUNTS] = counts.referenceLengths.doubleValue();
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double length = statistics[LENGTH];
        double expectedLength = statistics[COUNTS];
        double ratio = (length + TINY) / (expectedLength + SMALL);
        double brevity = ratio < 1 ? StrictMath.exp(1 - 1 / ratio) : 1;
        Map<String, Object> values = new LinkedHashMap<>();
        double product = 1;
        double score = 0;
        for (int order = 1; order <= ORDER; order++) {
            product *= (statistics[CORRECT + order - 1] + TINY) / (statistics[GUESS + order - 1] + SMALL);
            score = StrictMath.pow(product, 1.0 / order) * brevity;
            values.put("Bleu_" + order, score);
        }
        values.put("testlen", (long) length);
        values.put("reflen", expectedLength);
        values.put("ratio", ratio);
        values.put("guess", whole(statistics, GUESS));
        values.put("correct", whole(statistics, CORRECT));
        return new MetricResult(definition.id(), score, values);
    }

    private static List<Long> whole(double[] statistics, int from) {
        return Arrays.stream(statistics, from, from + ORDER)
                .mapToObj(count -> (long) count)
                .toList();
    }

    private Counts countsOf(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof Counts counts && counts.metricId().equals(definition.id())) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private double referenceLength(List<String> references, long closest) {
        if (referenceLength == ReferenceLength.CLOSEST) {
            return closest;
        }
        long[] lengths = references.stream()
                .mapToLong(reference -> {
                    TokenBuffer tokens = new TokenBuffer();
                    BleuTokenizers.NONE.tokenize(reference, tokens);
                    return tokens.size();
                })
                .toArray();
        return referenceLength == ReferenceLength.SHORTEST
                ? LongStream.of(lengths).min().orElseThrow()
                : (double) LongStream.of(lengths).sum() / lengths.length;
    }

    private final class Counts implements Accumulator<String, List<String>> {

        private final long[] counts;
        private final ExactSum referenceLengths;

        Counts(long[] counts, ExactSum referenceLengths) {
            this.counts = counts;
            this.referenceLengths = referenceLengths;
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(String prediction, List<String> references) {
            References.check(prediction, references);
            long[] segment = new long[2 + 2 * ORDER];
            matchers.get().addSegment(BleuTokenizers.NONE, prediction, references, segment, 0);
            counts[CAPTIONS]++;
            counts[LENGTH] += segment[0];
            for (int i = 0; i < 2 * ORDER; i++) {
                counts[CORRECT + i] += segment[2 + i];
            }
            referenceLengths.add(referenceLength(references, segment[1]));
        }

        @Override
        public void merge(Accumulator<String, List<String>> other) {
            Counts others = countsOf(other);
            for (int i = 0; i < COUNTS; i++) {
                counts[i] += others.counts[i];
            }
            referenceLengths.add(others.referenceLengths);
        }

        @Override
        public long size() {
            return counts[CAPTIONS];
        }

        @Override
        public MetricResult result() {
            if (size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no caption");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            state.set("referenceLength", referenceLengths.toJson());
            return state;
        }
    }
}
