package org.paperzoo.evaluation.metric.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * BLEU (Papineni et al. 2002) as sacreBLEU 2.6.0 defines it, 0 to 100. A prediction is a text, its reference a list of at
 * least one text; lists of different lengths are allowed, as are empty texts.
 *
 * <p>Values: {@code counts}, {@code totals} (after smoothing by add-k, as in the reference) and {@code precisions} by
 * order of n-grams, {@code bp}, {@code sys_len}, {@code ref_len}, {@code ratio} and {@code signature}. The state is
 * integer counts. A corpus that matches nothing, or without n-grams of some order, scores 0 unless smoothing or {@code
 * effectiveOrder} says otherwise.
 */
public final class Bleu implements AdditiveMetric<String, List<String>> {

    private static final String VERSION = "2.6.0";
    private static final int DEFAULT_ORDER = 4;

    /** What the reference takes for the logarithm of 0. */
    private static final double LOGARITHM_OF_ZERO = -9_999_999_999.0;

    // The statistics: segments, references, squared numbers of references, hypothesis length, reference length,
    // matches by order, totals by order. The first three tell whether all segments have as many references, and add up.
    private static final int SEGMENTS = 0;
    private static final int REFERENCES = 1;
    private static final int SQUARED_REFERENCES = 2;
    private static final int HYPOTHESIS_LENGTH = 3;
    private static final int REFERENCE_LENGTH = 4;
    private static final int MATCHES = 5;

    private final BleuTokenizer tokenizer;
    private final boolean lowercase;
    private final Smoothing smoothing;
    private final int maximumOrder;
    private final boolean effectiveOrder;
    private final MetricDefinition definition;
    private final ThreadLocal<NgramMatcher> matchers;

    /**
     * @param tokenizer what cuts segments into tokens
     * @param lowercase whether case is ignored
     * @param smoothing what stands for orders without a match
     * @param maximumOrder longest n-grams counted, 1 to 16; 4 as a rule
     * @param effectiveOrder whether orders that the hypothesis is too short for are left out; for single sentences
     */
    public Bleu(
            BleuTokenizer tokenizer, boolean lowercase, Smoothing smoothing, int maximumOrder, boolean effectiveOrder) {
        if (maximumOrder < 1 || maximumOrder > 16) {
            throw new IllegalArgumentException("the longest n-grams must have 1 to 16 tokens, not " + maximumOrder);
        }
        this.tokenizer = tokenizer;
        this.lowercase = lowercase;
        this.smoothing = smoothing;
        this.maximumOrder = maximumOrder;
        this.effectiveOrder = effectiveOrder;
        String id = "bleu-sacrebleu-" + tokenizer.id()
                + (smoothing.equals(Smoothing.named("exp")) ? "" : "-" + smoothing.idPart())
                + (maximumOrder == DEFAULT_ORDER ? "" : "-order" + maximumOrder)
                + (lowercase ? "-lc" : "")
                + (effectiveOrder ? "-eff" : "");
        definition = new MetricDefinition(id, "BLEU", "0-100", 0, 100, true, "sacreBLEU " + VERSION);
        matchers = ThreadLocal.withInitial(() -> new NgramMatcher(maximumOrder));
    }

    /** BLEU with a tokenizer and otherwise sacreBLEU's defaults, as papers report it. */
    public static Bleu of(BleuTokenizer tokenizer) {
        return new Bleu(tokenizer, false, Smoothing.named("exp"), DEFAULT_ORDER, false);
    }

    /** BLEU of single sentences: {@link #of} with effective order, as sacreBLEU advises. */
    public static Bleu ofSentences(BleuTokenizer tokenizer) {
        return new Bleu(tokenizer, false, Smoothing.named("exp"), DEFAULT_ORDER, true);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new Counts(new long[MATCHES + 2 * maximumOrder]);
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        long[] counts = StateReader.open(definition, state).counts("counts", MATCHES + 2 * maximumOrder);
        return new Counts(counts);
    }

    /** The score of one sentence. */
    public MetricResult sentence(String hypothesis, List<String> references) {
        return evaluate(List.of(hypothesis), List.of(references));
    }

    private final class Counts implements Accumulator<String, List<String>> {

        private final long[] counts;

        Counts(long[] counts) {
            this.counts = counts;
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(String prediction, List<String> reference) {
            if (prediction == null) {
                throw new IllegalArgumentException("the hypothesis is missing");
            }
            if (reference.isEmpty()) {
                throw new IllegalArgumentException("a segment needs at least one reference");
            }
            List<String> references = new ArrayList<>(reference.size());
            for (String text : reference) {
                if (text == null) {
                    throw new IllegalArgumentException(
                            "a reference is missing; leave it out of the segment's list instead");
                }
                references.add(prepared(text));
            }
            matchers.get().addSegment(tokenizer, prepared(prediction), references, counts, HYPOTHESIS_LENGTH);
            counts[SEGMENTS]++;
            counts[REFERENCES] += references.size();
            counts[SQUARED_REFERENCES] += (long) references.size() * references.size();
        }

        @Override
        public void merge(Accumulator<String, List<String>> other) {
            long[] others = countsOf(other).counts;
            for (int i = 0; i < counts.length; i++) {
                counts[i] += others[i];
            }
        }

        @Override
        public long size() {
            return counts[SEGMENTS];
        }

        @Override
        public MetricResult result() {
            if (size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no segment");
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

    private String prepared(String text) {
        return PythonText.stripTrailing(lowercase ? text.toLowerCase(Locale.ROOT) : text);
    }

    private Counts countsOf(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof Counts counts && counts.metricId().equals(definition.id())) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    @Override
    public double[] statistics(Accumulator<String, List<String>> accumulator) {
        return LongStream.of(countsOf(accumulator).counts).asDoubleStream().toArray();
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double[] matches = new double[maximumOrder];
        double[] totals = new double[maximumOrder];
        System.arraycopy(statistics, MATCHES, matches, 0, maximumOrder);
        System.arraycopy(statistics, MATCHES + maximumOrder, totals, 0, maximumOrder);
        double hypothesisLength = statistics[HYPOTHESIS_LENGTH];
        double referenceLength = statistics[REFERENCE_LENGTH];
        double brevityPenalty = 1;
        if (hypothesisLength < referenceLength) {
            brevityPenalty = hypothesisLength > 0 ? StrictMath.exp(1 - referenceLength / hypothesisLength) : 0;
        }
        double[] precisions = new double[maximumOrder];
        double score = DoubleStream.of(matches).anyMatch(count -> count > 0)
                ? brevityPenalty * meanPrecision(matches, totals, precisions)
                : 0;

        Map<String, Object> values = new LinkedHashMap<>();
        values.put("counts", counted(matches));
        values.put("totals", counted(totals));
        values.put("precisions", MetricResult.list(precisions));
        values.put("bp", brevityPenalty);
        values.put("sys_len", (long) hypothesisLength);
        values.put("ref_len", (long) referenceLength);
        values.put("ratio", referenceLength > 0 ? hypothesisLength / referenceLength : 0);
        values.put("signature", signature(statistics));
        return new MetricResult(definition.id(), score, values);
    }

    /** The geometric mean of the precisions, which it writes; smooths counts by add-k in place, as the reference does. */
    private double meanPrecision(double[] matches, double[] totals, double[] precisions) {
        double exponentialDivisor = 1;
        int lastOrder = maximumOrder;
        for (int order = 1; order <= maximumOrder; order++) {
            int i = order - 1;
            if (smoothing.method() == Smoothing.Method.ADD_K && order > 1) {
                matches[i] += smoothing.value();
                totals[i] += smoothing.value();
            }
            if (totals[i] == 0) {
                break;
            }
            if (effectiveOrder) {
                lastOrder = order;
            }
            if (matches[i] != 0) {
                precisions[i] = 100.0 * matches[i] / totals[i];
            } else if (smoothing.method() == Smoothing.Method.EXPONENTIAL) {
                exponentialDivisor *= 2;
                precisions[i] = 100.0 / (exponentialDivisor * totals[i]);
            } else if (smoothing.method() == Smoothing.Method.FLOOR) {
                precisions[i] = 100.0 * smoothing.value() / totals[i];
            }
        }
        double logarithms = 0;
        for (int i = 0; i < lastOrder; i++) {
            logarithms += precisions[i] == 0 ? LOGARITHM_OF_ZERO : StrictMath.log(precisions[i]);
        }
        return StrictMath.exp(logarithms / lastOrder);
    }

    private static List<?> counted(double[] counts) {
        return DoubleStream.of(counts).allMatch(count -> count == Math.rint(count))
                ? DoubleStream.of(counts).mapToObj(count -> (long) count).toList()
                : MetricResult.list(counts);
    }

    private String signature(double[] statistics) {
        double segments = statistics[SEGMENTS];
        double references = statistics[REFERENCES];
        boolean even = segments * statistics[SQUARED_REFERENCES] == references * references;
        return "nrefs:" + (even ? Long.toString((long) (references / segments)) : "var")
                + "|case:" + (lowercase ? "lc" : "mixed")
                + "|eff:" + (effectiveOrder ? "yes" : "no")
                + "|tok:" + tokenizer.id()
                + "|smooth:" + smoothing.signature()
                + "|version:" + VERSION;
    }

    /**
     * A result of BLEU as sacreBLEU prints it, such as {@code BLEU = 86.77 94.6/90.8/87.8/85.1 (BP = 0.969 ratio = 0.970
     * hyp_len = 46699 ref_len = 48154)}.
     */
    public static String format(MetricResult result) {
        String precisions = DoubleStream.of(result.numbers("precisions"))
                .mapToObj(precision -> fixed(precision, 1))
                .collect(Collectors.joining("/"));
        return "BLEU = " + fixed(result.value(), 2) + " " + precisions + " (BP = " + fixed(result.number("bp"), 3)
                + " ratio = " + fixed(result.number("ratio"), 3) + " hyp_len = " + (long) result.number("sys_len")
                + " ref_len = " + (long) result.number("ref_len") + ")";
    }

    /** Python's fixed format: the exact binary value, ties to even. */
    private static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
