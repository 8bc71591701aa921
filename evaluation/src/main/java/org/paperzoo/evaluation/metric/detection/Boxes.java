package org.paperzoo.evaluation.metric.detection;

/** Boxes of left, top, width and height, one after another. */
final class Boxes {

    private Boxes() {}

    /**
     * Checks that there are four finite numbers for each object, and that no size is negative.
     *
     * @throws IllegalArgumentException if not
     */
    static void check(double[] boxes, int objects, String what) {
        if (boxes.length != 4 * objects) {
            throw new IllegalArgumentException(
                    "needs four numbers for each " + what + ", not " + boxes.length + " for " + objects);
        }
        for (int i = 0; i < boxes.length; i++) {
            if (!Double.isFinite(boxes[i]) || (i % 4 >= 2 && boxes[i] < 0)) {
                throw new IllegalArgumentException(what + " " + i / 4 + " has the box [" + boxes[i / 4 * 4] + ", "
                        + boxes[i / 4 * 4 + 1] + ", " + boxes[i / 4 * 4 + 2] + ", " + boxes[i / 4 * 4 + 3]
                        + "], which must be finite and of no negative size");
            }
        }
    }

    /**
     * Intersection over union of two boxes; over the detection's own area where the annotation is a crowd. In the order of
     * operations of maskApi.c.
     */
    static double intersectionOverUnion(
            BoxPrediction detections, int detection, BoxReference annotations, int annotation) {
        double[] found = detections.boxes();
        double[] annotated = annotations.boxes();
        int d = 4 * detection;
        int g = 4 * annotation;
        double width =
                Math.min(found[d + 2] + found[d], annotated[g + 2] + annotated[g]) - Math.max(found[d], annotated[g]);
        if (width <= 0) {
            return 0;
        }
        double height = Math.min(found[d + 3] + found[d + 1], annotated[g + 3] + annotated[g + 1])
                - Math.max(found[d + 1], annotated[g + 1]);
        if (height <= 0) {
            return 0;
        }
        double intersection = width * height;
        double foundArea = found[d + 2] * found[d + 3];
        double union = annotations.crowd(annotation)
                ? foundArea
                : foundArea + annotated[g + 2] * annotated[g + 3] - intersection;
        return intersection / union;
    }
}
