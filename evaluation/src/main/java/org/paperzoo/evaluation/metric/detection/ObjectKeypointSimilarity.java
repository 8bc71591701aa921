package org.paperzoo.evaluation.metric.detection;

import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * COCO's similarity of two bodies of points (OKS): the mean over annotated points of
 * {@code exp(-distance² / (2 area (2 sigma)²))}. Where no point is annotated, the distance is that from the box, thrice as
 * wide and high.
 *
 * <p>Source: COCOeval.computeOks of pycocotools, in its order of operations.
 */
final class ObjectKeypointSimilarity implements Similarity<KeypointPrediction, KeypointReference> {

    /** What the reference adds to an area: the distance from 1 to the next double. */
    private static final double EPSILON = Math.ulp(1.0);

    private final double[] variances;

    /** @param sigmas standard deviation of each point's annotation, as a share of the object's size; positive */
    ObjectKeypointSimilarity(double... sigmas) {
        variances = new double[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            if (!(sigmas[i] > 0 && sigmas[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("point " + i + " has the sigma " + sigmas[i]);
            }
            variances[i] = sigmas[i] * 2 * (sigmas[i] * 2);
        }
    }

    /** Refuses points that are not finite, or not three numbers each. */
    static void check(double[] points, String what) {
        if (points.length == 0 || points.length % 3 != 0) {
            throw new IllegalArgumentException(
                    what + " has " + points.length + " numbers for its points; there must be" + " three for each");
        }
        for (int i = 0; i < points.length; i++) {
            if (!Double.isFinite(points[i])) {
                throw new IllegalArgumentException(what + " has the number " + points[i] + " for point " + i / 3);
            }
        }
    }

    @Override
    public void check(KeypointPrediction detections, KeypointReference annotations) {
        for (int i = 0; i < detections.size(); i++) {
            checkCount(detections.keypoints()[i].length / 3, "detection " + i);
        }
        for (int i = 0; i < annotations.size(); i++) {
            checkCount(annotations.keypoints()[i].length / 3, "annotation " + annotations.id(i));
        }
    }

    private void checkCount(int points, String what) {
        if (points != variances.length) {
            throw new IllegalArgumentException(what + " has " + points + " points, not " + variances.length);
        }
    }

    @Override
    public double between(KeypointPrediction detections, int detection, KeypointReference annotations, int annotation) {
        double[] found = detections.keypoints()[detection];
        double[] annotated = annotations.keypoints()[annotation];
        double area = annotations.area(annotation) + EPSILON;
        boolean anyAnnotated = false;
        for (int i = 2; i < annotated.length; i += 3) {
            anyAnnotated |= annotated[i] > 0;
        }
        double[] similarities = new double[variances.length];
        int count = 0;
        for (int point = 0; point < variances.length; point++) {
            double x;
            double y;
            if (anyAnnotated) {
                if (!(annotated[3 * point + 2] > 0)) {
                    continue;
                }
                x = found[3 * point] - annotated[3 * point];
                y = found[3 * point + 1] - annotated[3 * point + 1];
            } else {
                x = outside(found[3 * point], annotations.boxes(), 4 * annotation);
                y = outside(found[3 * point + 1], annotations.boxes(), 4 * annotation + 1);
            }
            similarities[count++] = Math.exp(-((x * x + y * y) / variances[point] / area / 2));
        }
        return PairwiseSum.of(similarities, count) / count;
    }

    /** How far a coordinate lies outside of the box, taken thrice as large about its centre. */
    private static double outside(double coordinate, double[] boxes, int side) {
        double start = boxes[side] - boxes[side + 2];
        double end = boxes[side] + boxes[side + 2] * 2;
        return Math.max(0, start - coordinate) + Math.max(0, coordinate - end);
    }
}
