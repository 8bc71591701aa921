package org.paperzoo.evaluation.metric.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric of sacreBLEU 2.6.0: a prediction is a text, its reference a list of at least one text; segments may have
 * different numbers of references, and texts may be empty. Each segment gives statistics, and their sums a score. Every
 * result has a value {@code signature}.
 */
public abstract sealed class SacrebleuMetric implements AdditiveMetric<String, List<String>> permits Bleu, Chrf, Ter {

    // Whole numbers that come before a metric's own: segments, references, squared numbers of references. They tell
    // whether all segments have as many references, and add up.
    static final int SEGMENTS = 0;
    private static final int REFERENCES = 1;
    private static final int SQUARED_REFERENCES = 2;
    /** Where the metric's own statistics begin. */
    static final int OWN = 3;

    private final MetricDefinition definition;
    private final int ownCounts;
    private final boolean averages;

    /**
     * @param ownCounts how many whole numbers are the metric's statistics
     * @param averages whether there is one more, a sum of averages over references, which comes last
     */
    SacrebleuMetric(MetricDefinition definition, int ownCounts, boolean averages) {
        this.definition = definition;
        this.ownCounts = ownCounts;
        this.averages = averages;
    }

    /**
     * Adds the statistics of one segment from {@link #OWN} on, and returns its average over references where the metric
     * has one.
     */
    abstract double addSegment(String hypothesis, List<String> references, long[] counts);

    /**
     * The score of resampled statistics in the precision in which the reference has it, which sums them in single
     * precision with numpy. (Equal to what it gives with numpy 1; numpy 2 also takes the steps after that in single
     * precision, and then differs by some 1e-5.)
     *
     * @param sums the metric's own statistics
     */
    abstract double resampledScore(float[] sums);

    /** The settings that a signature lists after the number of references. */
    abstract List<SacrebleuSignature.Entry> settings();

    /** What sacreBLEU prints behind a score; empty for nothing. */
    abstract String details(MetricResult result);

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new SacrebleuSegments(this, new long[OWN + ownCounts], new ExactSum());
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        long[] counts = reader.counts("counts", OWN + ownCounts);
        return new SacrebleuSegments(
                this, counts, averages ? ExactSum.fromJson(reader.object("averages")) : new ExactSum());
    }

    boolean hasAverages() {
        return averages;
    }

    /** The score of one sentence. */
    public MetricResult sentence(String hypothesis, List<String> references) {
        return evaluate(List.of(hypothesis), List.of(references));
    }

    SacrebleuSegments segmentsOf(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof SacrebleuSegments segments
                && segments.metric().definition.id().equals(definition.id())) {
            return segments;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    @Override
    public double[] statistics(Accumulator<String, List<String>> accumulator) {
        SacrebleuSegments segments = segmentsOf(accumulator);
        double[] statistics = new double[OWN + ownCounts + (averages ? 1 : 0)];
        for (int i = 0; i < OWN + ownCounts; i++) {
            statistics[i] = segments.counts()[i];
        }
        if (averages) {
            statistics[OWN + ownCounts] = segments.averages().doubleValue();
        }
        return statistics;
    }

    /** The signature of the score of what an accumulator has seen. */
    public SacrebleuSignature signature(Accumulator<String, List<String>> accumulator) {
        return signature(
                LongStream.of(segmentsOf(accumulator).counts()).asDoubleStream().toArray());
    }

    SacrebleuSignature signature(double[] statistics) {
        double segments = statistics[SEGMENTS];
        double references = statistics[REFERENCES];
        boolean even = segments * statistics[SQUARED_REFERENCES] == references * references;
        List<SacrebleuSignature.Entry> entries = new ArrayList<>();
        entries.add(new SacrebleuSignature.Entry(
                "nrefs", "#", even ? Long.toString((long) (references / segments)) : "var"));
        entries.addAll(settings());
        return new SacrebleuSignature(entries);
    }

    static void countSegment(int references, long[] counts) {
        counts[SEGMENTS]++;
        counts[REFERENCES] += references;
        counts[SQUARED_REFERENCES] += (long) references * references;
    }

    /** A result as sacreBLEU prints it, such as {@code chrF2 = 64.51}. */
    public String format(MetricResult result) {
        return format(result, "");
    }

    /**
     * A result with its confidence interval as sacreBLEU prints it, such as {@code chrF2 = 64.51 (μ = 64.66 ± 1.82)}.
     *
     * @param interval an interval of {@link SacrebleuSignificance}; where its mean is not above 0, nothing is printed of it
     */
    public String format(MetricResult result, Bootstrap.Interval interval) {
        double halfWidth = 0.5 * (interval.upper() - interval.lower());
        return format(
                result,
                interval.mean() > 0 ? " (μ = " + fixed(interval.mean(), 2) + " ± " + fixed(halfWidth, 2) + ")" : "");
    }

    private String format(MetricResult result, String confidence) {
        String details = details(result);
        return definition.name() + " = " + fixed(result.value(), 2) + confidence
                + (details.isEmpty() ? "" : " " + details);
    }

    /** Python's fixed format: the exact binary value, ties to even. */
    static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
