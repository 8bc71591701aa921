package org.paperzoo.zoo.task;

/**
 * All objects that a detector proposes for one picture, unfiltered.
 *
 * @param boxes left, top, right, bottom of each proposal in pixels of the original picture: {@code 4 * size} numbers
 * @param scores confidence of each in [0, 1]
 * @param labels category of each, in the data set's own numbering
 */
public record Detections(float[] boxes, float[] scores, int[] labels) {

    public Detections {
        if (boxes.length != 4 * scores.length || labels.length != scores.length) {
            throw new IllegalArgumentException("needs four coordinates and a label for each of " + scores.length
                    + " scores, not " + boxes.length + " and " + labels.length);
        }
    }

    /** Number of proposals. */
    public int size() {
        return scores.length;
    }
}
