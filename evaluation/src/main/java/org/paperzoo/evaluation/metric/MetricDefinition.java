package org.paperzoo.evaluation.metric;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a metric measures, and by whose definition.
 *
 * @param id lower-case ID that carries the definition, such as {@code bleu-sacrebleu-13a} or {@code coco-box-ap}: two
 *     metrics that can differ on any input never share one
 * @param name name of the headline value as tables print it, such as {@code BLEU}
 * @param unit what the headline value counts, such as {@code 0-100} or {@code fraction}
 * @param minimum least headline value
 * @param maximum greatest headline value, infinite where there is none; rounding may exceed it by one unit in the last
 *     place (a perfect BLEU is 100.00000000000004, as in the reference)
 * @param higherIsBetter whether a greater value is the better one
 * @param reference the implementation that this one equals, with its version
 */
public record MetricDefinition(
        String id, String name, String unit, double minimum, double maximum, boolean higherIsBetter, String reference) {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+([-.][a-z0-9]+)*");

    public MetricDefinition {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "metric ID " + id + " must be lower-case letters and digits, joined by - or .");
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(reference, "reference");
        if (!(minimum < maximum)) {
            throw new IllegalArgumentException(
                    "metric " + id + " needs minimum < maximum, not " + minimum + " and " + maximum);
        }
    }
}
