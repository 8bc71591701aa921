package org.paperzoo.evaluation.metric.detection;

/**
 * Boxes that a detector found in one picture.
 *
 * @param boxes left, top, width, height of each in pixels: {@code 4 * size} finite numbers, sizes not negative
 * @param scores confidence of each, finite
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each in pixels, by which it is small, medium or large: of the box, or of a mask that it is around
 */
public record BoxPrediction(double[] boxes, double[] scores, int[] categories, double[] areas)
        implements ScoredObjects {

    public BoxPrediction {
        Boxes.check(boxes, scores.length, "detection");
        Columns.checkDetections(boxes.length / 4, scores, categories, areas);
    }

    /** Boxes whose areas are their own. */
    public BoxPrediction(double[] boxes, double[] scores, int[] categories) {
        this(boxes, scores, categories, areas(boxes));
    }

    private static double[] areas(double[] boxes) {
        double[] areas = new double[boxes.length / 4];
        for (int i = 0; i < areas.length; i++) {
            areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
        }
        return areas;
    }

    /**
     * Boxes given by left, top, right and bottom. Sizes are taken in single precision before they are widened, as DETR's
     * evaluation does.
     */
    public static BoxPrediction ofCorners(float[] corners, float[] scores, int[] categories) {
        double[] boxes = new double[corners.length];
        for (int i = 0; i + 3 < corners.length; i += 4) {
            boxes[i] = corners[i];
            boxes[i + 1] = corners[i + 1];
            boxes[i + 2] = corners[i + 2] - corners[i];
            boxes[i + 3] = corners[i + 3] - corners[i + 1];
        }
        double[] widened = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            widened[i] = scores[i];
        }
        return new BoxPrediction(boxes, widened, categories.clone());
    }

    @Override
    public int size() {
        return scores.length;
    }

    @Override
    public double score(int object) {
        return scores[object];
    }

    @Override
    public int category(int object) {
        return categories[object];
    }

    @Override
    public double area(int object) {
        return areas[object];
    }
}
