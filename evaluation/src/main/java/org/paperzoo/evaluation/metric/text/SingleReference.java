package org.paperzoo.evaluation.metric.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric of one reference, such as ROUGE, where texts come with lists of references: each must have exactly one.
 *
 * @param metric the metric
 */
public record SingleReference(Metric<String, String> metric) implements Metric<String, List<String>> {

    @Override
    public MetricDefinition definition() {
        return metric.definition();
    }

    @Override
    public int defaultResamples() {
        return metric.defaultResamples();
    }

    @Override
    public Accumulator<String, List<String>> newAccumulator() {
        return new Adapted(metric.newAccumulator());
    }

    @Override
    public Accumulator<String, List<String>> restore(JsonNode state) throws InvalidInputException {
        return new Adapted(metric.restore(state));
    }

    @Override
    public Resampler resampler(List<? extends Accumulator<String, List<String>>> units) {
        return metric.resampler(units.stream().map(SingleReference::plain).toList());
    }

    private static Accumulator<String, String> plain(Accumulator<String, List<String>> accumulator) {
        if (accumulator instanceof Adapted adapted) {
            return adapted.plain();
        }
        throw new IllegalArgumentException("not an accumulator of a metric of one reference");
    }

    private record Adapted(Accumulator<String, String> plain) implements Accumulator<String, List<String>> {

        @Override
        public void update(String prediction, List<String> reference) {
            if (reference.size() != 1) {
                throw new IllegalArgumentException("has " + reference.size() + " references; this metric takes one");
            }
            plain.update(prediction, reference.get(0));
        }

        @Override
        public void merge(Accumulator<String, List<String>> other) {
            plain.merge(SingleReference.plain(other));
        }

        @Override
        public long size() {
            return plain.size();
        }

        @Override
        public MetricResult result() {
            return plain.result();
        }

        @Override
        public JsonNode state() {
            return plain.state();
        }
    }
}
