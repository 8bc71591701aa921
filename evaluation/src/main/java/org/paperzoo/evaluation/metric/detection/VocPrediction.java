package org.paperzoo.evaluation.metric.detection;

/**
 * Boxes that a detector found in one picture, as Pascal VOC writes them.
 *
 * @param corners left, top, right, bottom pixel of each: {@code 4 * size} finite numbers
 * @param scores confidence of each, finite
 * @param categories category of each
 */
public record VocPrediction(double[] corners, double[] scores, int[] categories) {

    public VocPrediction {
        CornerBoxes.check(corners, scores.length, "detection");
        Columns.checkDetections(scores.length, scores, categories, new double[scores.length]);
    }
}
