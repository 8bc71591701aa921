package org.paperzoo.evaluation.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * BLEU (Papineni et al. 2002) as sacreBLEU 2.6.0 defines it, 0 to 100. A prediction is a text, its reference a list of at
 * least one text; lists of different lengths are allowed, as are empty texts.
 *
 * <p>Values: {@code counts}, {@code totals} (after smoothing by add-k, as in the reference) and {@code precisions} by
 * order of n-grams, {@code bp}, {@code sys_len}, {@code ref_len}, {@code ratio} and {@code signature}. The state is
 * integer counts. A corpus that matches nothing, or without n-grams of some order, scores 0 unless smoothing or {@code
 * effectiveOrder} says otherwise.
 */
public final class Bleu extends SacrebleuMetric {

    private static final int DEFAULT_ORDER = 4;

    /** What the reference takes for the logarithm of 0. */
    private static final double LOGARITHM_OF_ZERO = -9_999_999_999.0;

    // The metric's own statistics: hypothesis length, reference length, matches by order, totals by order.
    private static final int HYPOTHESIS_LENGTH = 0;
    private static final int REFERENCE_LENGTH = 1;
    private static final int MATCHES = 2;

    private final BleuTokenizer tokenizer;
    private final boolean lowercase;
    private final Smoothing smoothing;
    private final int maximumOrder;
    private final boolean effectiveOrder;
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
        super(
                definition(tokenizer, lowercase, smoothing, maximumOrder, effectiveOrder),
                MATCHES + 2 * maximumOrder,
                false);
        this.tokenizer = tokenizer;
        this.lowercase = lowercase;
        this.smoothing = smoothing;
        this.maximumOrder = maximumOrder;
        this.effectiveOrder = effectiveOrder;
        matchers = ThreadLocal.withInitial(() -> new NgramMatcher(maximumOrder));
    }

    private static MetricDefinition definition(
            BleuTokenizer tokenizer, boolean lowercase, Smoothing smoothing, int maximumOrder, boolean effectiveOrder) {
        if (maximumOrder < 1 || maximumOrder > 16) {
            throw new IllegalArgumentException("the longest n-grams must have 1 to 16 tokens, not " + maximumOrder);
        }
        String id = "bleu-sacrebleu-" + tokenizer.id()
                + (smoothing.equals(Smoothing.named("exp")) ? "" : "-" + smoothing.idPart())
                + (maximumOrder == DEFAULT_ORDER ? "" : "-order" + maximumOrder)
                + (lowercase ? "-lc" : "")
                + (effectiveOrder ? "-eff" : "");
        return new MetricDefinition(id, "BLEU", "0-100", 0, 100, true, "sacreBLEU " + SacrebleuSignature.VERSION);
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
    double addSegment(String hypothesis, List<String> references, long[] counts) {
        List<String> prepared = new ArrayList<>(references.size());
        references.forEach(reference -> prepared.add(prepared(reference)));
        matchers.get().addSegment(tokenizer, prepared(hypothesis), prepared, counts, OWN + HYPOTHESIS_LENGTH);
        return 0;
    }

    private String prepared(String text) {
        return PythonText.stripTrailing(lowercase ? PythonText.lower(text) : text);
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double[] matches = matches(statistics, OWN);
        double[] totals = totals(statistics, OWN);
        double[] precisions = new double[maximumOrder];
        double hypothesisLength = statistics[OWN + HYPOTHESIS_LENGTH];
        double referenceLength = statistics[OWN + REFERENCE_LENGTH];
        double brevityPenalty = brevityPenalty(hypothesisLength, referenceLength);
        double score = score(brevityPenalty, matches, totals, precisions);

        Map<String, Object> values = new LinkedHashMap<>();
        values.put("counts", counted(matches));
        values.put("totals", counted(totals));
        values.put("precisions", MetricResult.list(precisions));
        values.put("bp", brevityPenalty);
        values.put("sys_len", (long) hypothesisLength);
        values.put("ref_len", (long) referenceLength);
        values.put("ratio", referenceLength > 0 ? hypothesisLength / referenceLength : 0);
        values.put("signature", signature(statistics).text());
        return new MetricResult(definition().id(), score, values);
    }

    @Override
    double resampledScore(float[] sums) {
        double[] statistics = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            statistics[i] = sums[i];
        }
        return score(
                brevityPenalty(statistics[HYPOTHESIS_LENGTH], statistics[REFERENCE_LENGTH]),
                matches(statistics, 0),
                totals(statistics, 0),
                new double[maximumOrder]);
    }

    private double[] matches(double[] statistics, int own) {
        return Arrays.copyOfRange(statistics, own + MATCHES, own + MATCHES + maximumOrder);
    }

    private double[] totals(double[] statistics, int own) {
        return Arrays.copyOfRange(statistics, own + MATCHES + maximumOrder, own + MATCHES + 2 * maximumOrder);
    }

    private static double brevityPenalty(double hypothesisLength, double referenceLength) {
        if (hypothesisLength >= referenceLength) {
            return 1;
        }
        return hypothesisLength > 0 ? StrictMath.exp(1 - referenceLength / hypothesisLength) : 0;
    }

    private double score(double brevityPenalty, double[] matches, double[] totals, double[] precisions) {
        return DoubleStream.of(matches).anyMatch(count -> count > 0)
                ? brevityPenalty * meanPrecision(matches, totals, precisions)
                : 0;
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

    @Override
    List<SacrebleuSignature.Entry> settings() {
        return List.of(
                new SacrebleuSignature.Entry("case", "c", lowercase ? "lc" : "mixed"),
                SacrebleuSignature.entry("eff", "e", effectiveOrder),
                new SacrebleuSignature.Entry("tok", "tok", tokenizer.id()),
                new SacrebleuSignature.Entry("smooth", "s", smoothing.signature()));
    }

    /** Such as {@code 94.6/90.8/87.8/85.1 (BP = 0.969 ratio = 0.970 hyp_len = 46699 ref_len = 48154)}. */
    @Override
    String details(MetricResult result) {
        String precisions = DoubleStream.of(result.numbers("precisions"))
                .mapToObj(precision -> fixed(precision, 1))
                .collect(Collectors.joining("/"));
        return precisions + " (BP = " + fixed(result.number("bp"), 3) + " ratio = " + fixed(result.number("ratio"), 3)
                + " hyp_len = " + (long) result.number("sys_len") + " ref_len = " + (long) result.number("ref_len")
                + ")";
    }
}
