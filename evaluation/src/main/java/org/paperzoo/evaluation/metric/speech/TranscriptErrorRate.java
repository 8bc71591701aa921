package org.paperzoo.evaluation.metric.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.evaluation.metric.text.EditAlignment;
import org.paperzoo.evaluation.metric.text.EditCounts;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Word and character error rate: edits of all transcripts over the length of all references, a fraction; lower is better,
 * and there is no greatest value. Text is compared as it is: case and punctuation count.
 *
 * <p>Values: the rate ({@code wer} or {@code cer}), {@code hits}, {@code substitutions}, {@code insertions}, {@code
 * deletions}, {@code ref_length}, {@code hyp_length}; and of words {@code mer}, {@code wil} and {@code wip}, match error
 * rate and word information lost and preserved (Morris et al. 2004). jiwer takes these from an alignment, of which there
 * may be several equally good ones (this one is that of its back-end, rapidfuzz); torchmetrics from edits and lengths. The
 * state is integer counts.
 *
 * <p>Without any reference, jiwer gives the number of insertions and torchmetrics divides by 0. Of torchmetrics, the
 * digits are those of single precision, in which it computes.
 */
public final class TranscriptErrorRate implements AdditiveMetric<String, String> {

    private static final int TRANSCRIPTS = 0;
    private static final int HITS = 1;
    private static final int SUBSTITUTIONS = 2;
    private static final int INSERTIONS = 3;
    private static final int DELETIONS = 4;
    /** Of each pair, the longer one's length. */
    private static final int LONGER = 5;

    private static final int COUNTS = 6;

    private final TranscriptUnit unit;
    private final MetricDefinition definition;
    private final ThreadLocal<Scratch> scratch;

    private record Scratch(Transcripts transcripts, EditAlignment alignment) {}

    /**
     * @param unit what errors are counted in
     */
    public TranscriptErrorRate(TranscriptUnit unit) {
        this.unit = unit;
        definition = new MetricDefinition(
                unit.id(), unit.title(), "fraction", 0, Double.POSITIVE_INFINITY, false, unit.reference());
        scratch = ThreadLocal.withInitial(() -> new Scratch(new Transcripts(unit), new EditAlignment()));
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, String> newAccumulator() {
        return new Counts(new long[COUNTS]);
    }

    @Override
    public Accumulator<String, String> restore(JsonNode state) throws InvalidInputException {
        return new Counts(StateReader.open(definition, state).counts("counts", COUNTS));
    }

    @Override
    public double[] statistics(Accumulator<String, String> accumulator) {
        return LongStream.of(countsOf(accumulator).counts).asDoubleStream().toArray();
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double hits = statistics[HITS];
        double edits = statistics[SUBSTITUTIONS] + statistics[INSERTIONS] + statistics[DELETIONS];
        double referenceLength = hits + statistics[SUBSTITUTIONS] + statistics[DELETIONS];
        double hypothesisLength = hits + statistics[SUBSTITUTIONS] + statistics[INSERTIONS];
        boolean aligned = unit.isAligned();
        double rate = referenceLength == 0 && aligned ? statistics[INSERTIONS] : rounded(edits / referenceLength);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(unit.isWords() ? "wer" : "cer", rate);
        if (unit.isWords()) {
            // What torchmetrics takes for hits: the longer lengths less the edits.
            double longer = aligned ? hits + edits : statistics[LONGER];
            double preserved = preserved(longer - edits, referenceLength, hypothesisLength);
            values.put("mer", aligned && longer == 0 ? 0.0 : rounded(edits / longer));
            values.put("wil", rounded(1 - preserved));
            values.put("wip", preserved);
        }
        values.put("hits", (long) hits);
        values.put("substitutions", (long) statistics[SUBSTITUTIONS]);
        values.put("insertions", (long) statistics[INSERTIONS]);
        values.put("deletions", (long) statistics[DELETIONS]);
        values.put("ref_length", (long) referenceLength);
        values.put("hyp_length", (long) hypothesisLength);
        return new MetricResult(definition.id(), rate, values);
    }

    private double preserved(double hits, double referenceLength, double hypothesisLength) {
        if (unit.isAligned() && (referenceLength == 0 || hypothesisLength == 0)) {
            return referenceLength == hypothesisLength ? 1 : 0;
        }
        return rounded(rounded(hits / referenceLength) * rounded(hits / hypothesisLength));
    }

    /** torchmetrics takes each step in single precision. */
    private double rounded(double value) {
        return unit.isAligned() ? value : (float) value;
    }

    private Counts countsOf(Accumulator<String, String> accumulator) {
        if (accumulator instanceof Counts counts && counts.metricId().equals(definition.id())) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Counts implements Accumulator<String, String> {

        private final long[] counts;

        Counts(long[] counts) {
            this.counts = counts;
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(String prediction, String reference) {
            if (prediction == null || reference == null) {
                throw new IllegalArgumentException("a transcript needs a hypothesis and a reference");
            }
            Scratch own = scratch.get();
            own.transcripts.clear();
            int[] expected = own.transcripts.of(reference);
            int[] given = own.transcripts.of(prediction);
            EditCounts edits = own.alignment.align(expected, given, own.transcripts.symbols());
            counts[TRANSCRIPTS]++;
            counts[HITS] += edits.hits();
            counts[SUBSTITUTIONS] += edits.substitutions();
            counts[INSERTIONS] += edits.insertions();
            counts[DELETIONS] += edits.deletions();
            counts[LONGER] += Math.max(expected.length, given.length);
        }

        @Override
        public void merge(Accumulator<String, String> other) {
            long[] others = countsOf(other).counts;
            for (int i = 0; i < COUNTS; i++) {
                counts[i] += others[i];
            }
        }

        @Override
        public long size() {
            return counts[TRANSCRIPTS];
        }

        @Override
        public MetricResult result() {
            if (size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no transcript");
            }
            return resultOf(statistics(this));
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
