package org.paperzoo.evaluation.metric.detection;

/** Checks the columns that all kinds of detections and annotations have. */
final class Columns {

    private Columns() {}

    /**
     * Checks that there are as many of each, that scores are finite, and that areas are finite and not negative.
     *
     * @throws IllegalArgumentException if not
     */
    static void checkDetections(int objects, double[] scores, int[] categories, double[] areas) {
        if (objects != scores.length || categories.length != scores.length || areas.length != scores.length) {
            throw new IllegalArgumentException(objects + " detections, but " + scores.length + " scores, "
                    + categories.length + " categories and " + areas.length + " areas");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("detection " + i + " has the score " + scores[i]);
            }
            if (!isArea(areas[i])) {
                throw new IllegalArgumentException("detection " + i + " has the area " + areas[i]);
            }
        }
    }

    /**
     * Checks that there are as many of each, and that areas are finite and not negative.
     *
     * @throws IllegalArgumentException if not
     */
    static void checkAnnotations(
            long imageId, long[] ids, int objects, int[] categories, double[] areas, boolean[] crowds) {
        if (objects != ids.length
                || categories.length != ids.length
                || areas.length != ids.length
                || crowds.length != ids.length) {
            throw new IllegalArgumentException("image " + imageId + ": " + objects + " annotations, but " + ids.length
                    + " IDs, " + categories.length + " categories, " + areas.length + " areas and " + crowds.length
                    + " crowds");
        }
        for (int i = 0; i < areas.length; i++) {
            if (!isArea(areas[i])) {
                throw new IllegalArgumentException("annotation " + ids[i] + " has the area " + areas[i]);
            }
        }
    }

    private static boolean isArea(double area) {
        return area >= 0 && area < Double.POSITIVE_INFINITY;
    }
}
