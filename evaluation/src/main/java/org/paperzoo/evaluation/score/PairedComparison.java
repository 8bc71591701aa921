package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.paperzoo.evaluation.metric.Bootstrap;

/**
 * Whether one system scores otherwise than another on the same examples.
 *
 * @param test the test, such as {@code paired bootstrap}
 * @param samples number of draws
 * @param seed seed of the draws
 * @param baseline the first system's score
 * @param system the second system's score
 * @param baselineInterval interval of the first score; null where the test gives none
 * @param systemInterval interval of the second score; null where the test gives none
 * @param differenceInterval interval of the second score less the first; null where the test gives none
 * @param pValue how likely a difference at least as large would be if the two systems were alike, two-sided, in (0, 1]
 */
public record PairedComparison(
        String test,
        int samples,
        long seed,
        double baseline,
        double system,
        Bootstrap.Interval baselineInterval,
        Bootstrap.Interval systemInterval,
        Bootstrap.Interval differenceInterval,
        double pValue) {

    /** The second score less the first. */
    public double difference() {
        return system - baseline;
    }

    /** The comparison as JSON. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("test", test);
        json.put("samples", samples);
        json.put("seed", seed);
        ScoreReport.put(json, "baseline", baseline);
        ScoreReport.put(json, "system", system);
        ScoreReport.put(json, "difference", difference());
        ScoreReport.put(json, "p_value", pValue);
        put(json, "baseline_interval", baselineInterval);
        put(json, "system_interval", systemInterval);
        put(json, "difference_interval", differenceInterval);
        return json;
    }

    private static void put(ObjectNode json, String name, Bootstrap.Interval interval) {
        if (interval != null) {
            json.set(name, ScoreReport.jsonOf(interval));
        }
    }
}
