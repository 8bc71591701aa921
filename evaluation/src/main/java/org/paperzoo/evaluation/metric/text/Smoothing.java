package org.paperzoo.evaluation.metric.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How BLEU treats orders of n-grams without a match (Chen and Cherry 2014).
 *
 * @param method the method
 * @param value its parameter, not negative; 0 for methods that have none
 */
public record Smoothing(Method method, double value) {

    /** The methods, by their names in sacreBLEU. */
    public enum Method {
        /** None: the score is 0. */
        NONE("none", 0),
        /** Takes a small count for no match. */
        FLOOR("floor", 0.1),
        /** Adds to matches and totals of orders above 1. */
        ADD_K("add-k", 1),
        /** Halves the precision with each order that has no match, as mteval-v13a does. */
        EXPONENTIAL("exp", 0);

        private final String id;
        private final double defaultValue;

        Method(String id, double defaultValue) {
            this.id = id;
            this.defaultValue = defaultValue;
        }

        boolean hasValue() {
            return this == FLOOR || this == ADD_K;
        }
    }

    public Smoothing {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the value of smoothing must be finite and not negative, not " + value);
        }
        if (!method.hasValue() && value != 0) {
            throw new IllegalArgumentException("smoothing " + method.id + " takes no value");
        }
    }

    /** A method with its default parameter. */
    public static Smoothing of(Method method) {
        return new Smoothing(method, method.defaultValue);
    }

    /**
     * A method by its name, with its default parameter.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Smoothing named(String id) {
        for (Method method : Method.values()) {
            if (method.id.equals(id)) {
                return of(method);
            }
        }
        throw new IllegalArgumentException("no smoothing " + id + "; there are exp, floor, add-k and none");
    }

    /** As signatures write it, such as {@code floor[0.10]}. */
    String signature() {
        return method.hasValue()
                ? method.id + "[" + new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN) + "]"
                : method.id;
    }

    /** As metric IDs write it, such as {@code floor0.1}. */
    String idPart() {
        return method.hasValue()
                ? method.id + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : method.id;
    }
}
