package org.paperzoo.evaluation.metric.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.NgramMatcher;

/**
 * BLEU of CodeXGLUE's {@code bleu.py}, 0 to 100: code-to-code translation, code refinement, text-to-code, method
 * generation and text-to-text. Tokens are what Python's {@code split()} gives. One is added to matches and totals of
 * every order, unigrams included (Lin and Och 2004 leave these out), and the brevity penalty compares with the shortest
 * reference of each segment.
 *
 * <p>Values: {@code bleu} (0 to 1), {@code precisions}, {@code bp}, {@code ratio}, {@code translation_length} and {@code
 * reference_length}. Where the reference divides by zero: a corpus without predicted tokens has {@code bp} 0, one
 * without tokens in its references has the ratio that IEEE 754 gives.
 */
public final class CodexglueBleu extends CountedMetric<String, List<String>> {

    private static final int ORDER = 4;

    private static final int TRANSLATION_LENGTH = 1;
    private static final int REFERENCE_LENGTH = 2;
    private static final int MATCHES = 3;
    private static final int TOTALS = MATCHES + ORDER;

    private static final ThreadLocal<NgramMatcher> MATCHERS = ThreadLocal.withInitial(() -> new NgramMatcher(ORDER));

    private final boolean smoothed;

    private CodexglueBleu(String id, boolean smoothed) {
        super(new MetricDefinition(id, "BLEU", "0-100", 0, 100, true, "CodeXGLUE ac74a62, bleu.py"), TOTALS + ORDER);
        this.smoothed = smoothed;
    }

    /** As the evaluators use it. */
    public static CodexglueBleu smoothed() {
        return new CodexglueBleu("bleu-codexglue", true);
    }

    /** The same without smoothing: {@code compute_bleu(smooth=False)}. */
    public static CodexglueBleu unsmoothed() {
        return new CodexglueBleu("bleu-codexglue-unsmoothed", false);
    }

    @Override
    void count(String prediction, List<String> references, long[] counts) {
        Lines.check(prediction, references);
        long[] segment = new long[2 + 2 * ORDER];
        MATCHERS.get().addSegment(BleuTokenizers.NONE, prediction, references, segment, 0);
        counts[TRANSLATION_LENGTH] = segment[0];
        counts[REFERENCE_LENGTH] = references.size() == 1
                ? segment[1]
                : references.stream()
                        .mapToInt(text -> BleuTokenizers.NONE.tokens(text).size())
                        .min()
                        .orElseThrow();
        System.arraycopy(segment, 2, counts, MATCHES, 2 * ORDER);
    }

    @Override
    public MetricResult resultOf(double[] counts) {
        double[] precisions = new double[ORDER];
        double logarithms = 0;
        boolean zero = false;
        for (int i = 0; i < ORDER; i++) {
            double added = smoothed ? 1 : 0;
            double total = counts[TOTALS + i] + added;
            precisions[i] = total > 0 ? (counts[MATCHES + i] + added) / total : 0;
            zero |= precisions[i] == 0;
            logarithms += 1.0 / ORDER * StrictMath.log(precisions[i]);
        }
        double ratio = counts[TRANSLATION_LENGTH] / counts[REFERENCE_LENGTH];
        double brevityPenalty = ratio > 1 ? 1 : StrictMath.exp(1 - 1 / ratio);
        double bleu = zero ? 0 : StrictMath.exp(logarithms) * brevityPenalty;

        Map<String, Object> values = new LinkedHashMap<>();
        values.put("bleu", bleu);
        values.put("precisions", MetricResult.list(precisions));
        values.put("bp", brevityPenalty);
        values.put("ratio", ratio);
        values.put("translation_length", (long) counts[TRANSLATION_LENGTH]);
        values.put("reference_length", (long) counts[REFERENCE_LENGTH]);
        return new MetricResult(definition().id(), 100 * bleu, values);
    }
}
