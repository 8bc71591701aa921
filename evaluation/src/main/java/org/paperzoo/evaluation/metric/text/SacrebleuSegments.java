package org.paperzoo.evaluation.metric.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricResult;

/** The statistics of segments for a metric of sacreBLEU: whole numbers, and a sum of averages where it has one. */
final class SacrebleuSegments implements Accumulator<String, List<String>> {

    private final SacrebleuMetric metric;
    private final long[] counts;
    private final ExactSum averages;

    SacrebleuSegments(SacrebleuMetric metric, long[] counts, ExactSum averages) {
        this.metric = metric;
        this.counts = counts;
        this.averages = averages;
    }

    SacrebleuMetric metric() {
        return metric;
    }

    long[] counts() {
        return counts;
    }

    ExactSum averages() {
        return averages;
    }

    @Override
    public void update(String prediction, List<String> reference) {
        if (prediction == null) {
            throw new IllegalArgumentException("the hypothesis is missing");
        }
        if (reference.isEmpty()) {
            throw new IllegalArgumentException("a segment needs at least one reference");
        }
        for (String text : reference) {
            if (text == null) {
                throw new IllegalArgumentException(
                        "a reference is missing; leave it out of the segment's list instead");
            }
        }
        double average = metric.addSegment(prediction, reference, counts);
        SacrebleuMetric.countSegment(reference.size(), counts);
        if (metric.hasAverages()) {
            averages.add(average);
        }
    }

    @Override
    public void merge(Accumulator<String, List<String>> other) {
        SacrebleuSegments segments = metric.segmentsOf(other);
        for (int i = 0; i < counts.length; i++) {
            counts[i] += segments.counts[i];
        }
        averages.add(segments.averages);
    }

    @Override
    public long size() {
        return counts[SacrebleuMetric.SEGMENTS];
    }

    @Override
    public MetricResult result() {
        if (size() == 0) {
            throw new IllegalStateException(metric.definition().id() + " has seen no segment");
        }
        return metric.resultOf(metric.statistics(this));
    }

    @Override
    public JsonNode state() {
        ObjectNode state = JsonNodeFactory.instance.objectNode();
        state.put("metric", metric.definition().id());
        LongStream.of(counts).forEach(state.putArray("counts")::add);
        if (metric.hasAverages()) {
            state.set("averages", averages.toJson());
        }
        return state;
    }
}
