package org.paperzoo.evaluation.metric.code;

import java.util.List;
import java.util.Objects;

/** Checks of the texts that metrics of this package take. */
final class Lines {

    private Lines() {}

    /**
     * Checks that there are a prediction and at least one reference.
     *
     * @throws IllegalArgumentException if one is missing
     */
    static void check(String prediction, List<String> references) {
        if (prediction == null) {
            throw new IllegalArgumentException("the prediction is missing");
        }
        if (references.isEmpty() || references.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a prediction needs at least one reference, and no missing ones");
        }
    }
}
