package org.paperzoo.evaluation.metric.detection;

/**
 * Bodies of points that a detector found in one picture.
 *
 * @param keypoints of each body x, y and a third number, which does not matter, of each point in turn; in pixels, finite
 * @param scores confidence of each, finite
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each in pixels, of the box around its points or of one that came with it
 */
public record KeypointPrediction(double[][] keypoints, double[] scores, int[] categories, double[] areas)
        implements ScoredObjects {

    public KeypointPrediction {
        Columns.checkDetections(keypoints.length, scores, categories, areas);
        for (int i = 0; i < keypoints.length; i++) {
            ObjectKeypointSimilarity.check(keypoints[i], "detection " + i);
        }
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
