package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * What scoring gave.
 *
 * @param definition the metric
 * @param result its values
 * @param examples number of examples
 * @param each the values of each example alone, in order; empty unless they were asked for
 * @param intervals intervals of the values; null where none were asked for
 * @param comparison comparison with a second system; null where none was asked for
 */
public record ScoreReport(
        MetricDefinition definition,
        MetricResult result,
        long examples,
        List<MetricResult> each,
        Bootstrap.Intervals intervals,
        PairedComparison comparison) {

    public ScoreReport {
        each = List.copyOf(each);
    }

    /**
     * One object with {@code metric}, {@code value}, {@code values} and {@code examples}, in full double precision, and
     * {@code confidence} and {@code paired} where they were asked for.
     */
    public ObjectNode toJson() {
        ObjectNode json = result.toJson();
        json.put("examples", examples);
        if (intervals != null) {
            ObjectNode confidence = json.putObject("confidence");
            confidence.put("level", intervals.level());
            confidence.put("resamples", intervals.resamples());
            confidence.put("seed", intervals.seed());
            confidence.set("value", jsonOf(intervals.value()));
            ObjectNode parts = confidence.putObject("values");
            intervals.values().forEach((name, interval) -> parts.set(name, jsonOf(interval)));
        }
        if (comparison != null) {
            json.set("paired", comparison.toJson());
        }
        return json;
    }

    static ObjectNode jsonOf(Bootstrap.Interval interval) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "lower", interval.lower());
        put(json, "upper", interval.upper());
        put(json, "mean", interval.mean());
        put(json, "standard_error", interval.standardError());
        return json;
    }

    /** Numbers that JSON lacks are strings, as in {@link MetricResult#toJson()}. */
    static void put(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.put(name, Double.toString(value));
        }
    }
}
