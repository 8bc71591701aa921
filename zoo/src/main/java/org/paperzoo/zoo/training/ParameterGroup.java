package org.paperzoo.zoo.training;

/**
 * Parameters that are trained otherwise than the rest: those whose name contains a text. Of several groups that fit a
 * parameter the first counts.
 *
 * @param containing what the names contain, such as {@code backbone.} or {@code bias}
 * @param rate multiplies the learning rate, at least 0; with 0 the parameters stay as they are
 * @param weightDecay in place of the optimiser's, or null to keep that
 */
public record ParameterGroup(String containing, double rate, Double weightDecay) {

    public ParameterGroup {
        if (containing.isEmpty()) {
            throw new IllegalArgumentException("a group of parameters needs a text that their names contain");
        }
        if (!(rate >= 0 && rate <= 1000)) {
            throw new IllegalArgumentException("group " + containing + ": rate is in [0, 1000], not " + rate);
        }
        if (weightDecay != null && !(weightDecay >= 0 && weightDecay < 1)) {
            throw new IllegalArgumentException(
                    "group " + containing + ": weight decay is in [0, 1), not " + weightDecay);
        }
    }

    boolean has(String parameter) {
        return parameter.contains(containing);
    }
}
