package org.paperzoo.evaluation.metric.summarisation;

import java.util.List;

/** The check that metrics with several references make of each example. */
final class References {

    private References() {}

    /**
     * @throws IllegalArgumentException if the prediction or a reference is missing; one line
     */
    static void check(String prediction, List<String> references) {
        if (prediction == null) {
            throw new IllegalArgumentException("the prediction is missing");
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException("needs at least one reference");
        }
        for (String reference : references) {
            if (reference == null) {
                throw new IllegalArgumentException("a reference is missing; leave it out of the list instead");
            }
        }
    }
}
