package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.NgramMatcher;
import org.paperzoo.zoo.InvalidInputException;

/**
 * BLEU as NLTK 3.8 computes it ({@code corpus_bleu}, and {@code sentence_bleu} of one segment) with weights of a quarter,
 * a fraction. Texts are words parted by spaces. A corpus without a common word scores 0 in every method.
 *
 * <p>Methods 5, 6 and 7 look at the last segment of a corpus, so that segments are numbered; method 6 gives no number
 * (NaN) where no trigram matches. With these three the score can exceed 1.
 *
 * <p>Values: {@code numerators} and {@code denominators} (at least 1 for each segment) and {@code precisions} after
 * smoothing, by order; {@code brevity_penalty}, {@code hyp_len} and {@code ref_len}.
 */
public final class NltkBleu implements Metric<String, NumberedReferences> {

    private static final int ORDER = 4;
    /** One order more, for the methods that look at the next one. */
    private static final int COUNTED_ORDER = ORDER + 1;

    // The counts: segments, hypothesis length, reference length, matches by order, n-grams by order.
    private static final int SEGMENTS = 0;
    private static final int HYPOTHESIS_LENGTH = 1;
    private static final int REFERENCE_LENGTH = 2;
    private static final int MATCHES = 3;
    private static final int TOTALS = MATCHES + ORDER;
    private static final int COUNTS = TOTALS + ORDER;

    private final NltkSmoothing smoothing;
    private final MetricDefinition definition;
    private final ThreadLocal<NgramMatcher> matchers = ThreadLocal.withInitial(() -> new NgramMatcher(COUNTED_ORDER));

    public NltkBleu(NltkSmoothing smoothing) {
        this.smoothing = smoothing;
        String method = smoothing.name().toLowerCase(Locale.ROOT);
        definition = new MetricDefinition(
                "bleu-nltk-" + method,
                "BLEU",
                "fraction",
                0,
                smoothing.needsLastSegment() ? Double.POSITIVE_INFINITY : 1,
                true,
                "NLTK 3.8 bleu_score, SmoothingFunction()." + method);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, NumberedReferences> newAccumulator() {
        return new Counts();
    }

    @Override
    public Accumulator<String, NumberedReferences> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Counts restored = new Counts();
        System.arraycopy(reader.counts("counts", COUNTS), 0, restored.counts, 0, COUNTS);
        if (smoothing.needsLastSegment() && restored.size() > 0) {
            restored.lastNumber = reader.count("lastSegment");
            restored.last = new NltkSmoothing.LastSegment(
                    reader.count("lastLength"),
                    reader.count("lastMatches"),
                    reader.integer("lastTotal", 1, Long.MAX_VALUE));
        }
        return restored;
    }

    /** Adds counts, and takes the drawn segment of the highest number for the last one. */
    @Override
    public Resampler resampler(List<? extends Accumulator<String, NumberedReferences>> units) {
        List<Counts> members = units.stream().map(this::countsOf).toList();
        return new Resampler() {
            @Override
            public int size() {
                return members.size();
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                Counts drawn = new Counts();
                for (int unit = 0; unit < multiplicities.length; unit++) {
                    if (multiplicities[unit] > 0) {
                        drawn.add(members.get(unit), multiplicities[unit]);
                    }
                }
                return drawn.result();
            }
        };
    }

    private Counts countsOf(Accumulator<String, NumberedReferences> accumulator) {
        if (accumulator instanceof Counts counts && counts.metricId().equals(definition.id())) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private MetricResult result(long[] counts, NltkSmoothing.LastSegment last) {
        double hypothesisLength = counts[HYPOTHESIS_LENGTH];
        double brevityPenalty = 1;
        if (counts[HYPOTHESIS_LENGTH] <= counts[REFERENCE_LENGTH]) {
            brevityPenalty =
                    hypothesisLength == 0 ? 0 : StrictMath.exp(1 - counts[REFERENCE_LENGTH] / hypothesisLength);
        }
        double[] matches = new double[ORDER];
        double[] totals = new double[ORDER];
        double[] precisions = new double[ORDER];
        for (int i = 0; i < ORDER; i++) {
            matches[i] = counts[MATCHES + i];
            totals[i] = counts[TOTALS + i];
            precisions[i] = matches[i] / totals[i];
        }
        double score = 0;
        if (matches[0] > 0) {
            smoothing.smooth(matches, totals, hypothesisLength, last, precisions);
            ExactSum logarithms = new ExactSum();
            for (double precision : precisions) {
                if (!(precision <= 0)) {
                    logarithms.add(StrictMath.log(precision) / ORDER);
                }
            }
            score = brevityPenalty * StrictMath.exp(logarithms.doubleValue());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("numerators", MetricResult.list(slice(counts, MATCHES)));
        values.put("denominators", MetricResult.list(slice(counts, TOTALS)));
        values.put("precisions", MetricResult.list(precisions));
        values.put("brevity_penalty", brevityPenalty);
        values.put("hyp_len", counts[HYPOTHESIS_LENGTH]);
        values.put("ref_len", counts[REFERENCE_LENGTH]);
        return new MetricResult(definition.id(), score, values);
    }

    private static long[] slice(long[] counts, int from) {
        return LongStream.of(counts).skip(from).limit(ORDER).toArray();
    }

    private final class Counts implements Accumulator<String, NumberedReferences> {

        private final long[] counts = new long[COUNTS];
        /** Highest number of a segment, or -1. */
        private long lastNumber = -1;

        private NltkSmoothing.LastSegment last;

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(String prediction, NumberedReferences reference) {
            References.check(prediction, reference.texts());
            checkNumber(reference.number());
            long[] segment = new long[2 + 2 * COUNTED_ORDER];
            matchers.get().addSegment(BleuTokenizers.NONE, prediction, reference.texts(), segment, 0);
            counts[SEGMENTS]++;
            counts[HYPOTHESIS_LENGTH] += segment[0];
            counts[REFERENCE_LENGTH] += segment[1];
            for (int i = 0; i < ORDER; i++) {
                counts[MATCHES + i] += segment[2 + i];
                counts[TOTALS + i] += Math.max(1, segment[2 + COUNTED_ORDER + i]);
            }
            if (smoothing.needsLastSegment() && reference.number() > lastNumber) {
                lastNumber = reference.number();
                last = new NltkSmoothing.LastSegment(
                        segment[0], segment[2 + ORDER], Math.max(1, segment[2 + COUNTED_ORDER + ORDER]));
            }
        }

        private void checkNumber(long number) {
            if (last != null && number == lastNumber) {
                throw new IllegalArgumentException("segment " + number + " was there before");
            }
        }

        @Override
        public void merge(Accumulator<String, NumberedReferences> other) {
            Counts others = countsOf(other);
            if (others.last != null) {
                checkNumber(others.lastNumber);
            }
            add(others, 1);
        }

        void add(Counts others, long times) {
            for (int i = 0; i < COUNTS; i++) {
                counts[i] += times * others.counts[i];
            }
            if (others.lastNumber > lastNumber) {
                lastNumber = others.lastNumber;
                last = others.last;
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
            return NltkBleu.this.result(counts, last);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            if (last != null) {
                state.put("lastSegment", lastNumber);
                state.put("lastLength", last.length());
                state.put("lastMatches", last.nextMatches());
                state.put("lastTotal", last.nextTotal());
            }
            return state;
        }
    }
}
