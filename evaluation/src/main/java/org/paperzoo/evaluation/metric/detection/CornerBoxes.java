package org.paperzoo.evaluation.metric.detection;

/** Boxes of left, top, right and bottom pixel, both ends included, one after another: Pascal VOC's convention. */
final class CornerBoxes {

    private CornerBoxes() {}

    /**
     * Checks that there are four finite numbers for each object.
     *
     * @throws IllegalArgumentException if not
     */
    static void check(double[] corners, int objects, String what) {
        if (corners.length != 4 * objects) {
            throw new IllegalArgumentException(
                    "needs four numbers for each " + what + ", not " + corners.length + " for " + objects);
        }
        for (int i = 0; i < corners.length; i++) {
            if (!Double.isFinite(corners[i])) {
                throw new IllegalArgumentException(what + " " + i / 4 + " has the box [" + corners[i / 4 * 4] + ", "
                        + corners[i / 4 * 4 + 1] + ", " + corners[i / 4 * 4 + 2] + ", " + corners[i / 4 * 4 + 3]
                        + "], which must be finite");
            }
        }
    }

    /** Intersection over union, in the order of operations of voc_eval. */
    static double intersectionOverUnion(double[] found, int d, double[] annotated, int g) {
        double width = Math.max(Math.min(annotated[g + 2], found[d + 2]) - Math.max(annotated[g], found[d]) + 1, 0);
        double height =
                Math.max(Math.min(annotated[g + 3], found[d + 3]) - Math.max(annotated[g + 1], found[d + 1]) + 1, 0);
        double intersection = width * height;
        double union = (found[d + 2] - found[d] + 1) * (found[d + 3] - found[d + 1] + 1)
                + (annotated[g + 2] - annotated[g] + 1) * (annotated[g + 3] - annotated[g + 1] + 1)
                - intersection;
        return intersection / union;
    }
}
