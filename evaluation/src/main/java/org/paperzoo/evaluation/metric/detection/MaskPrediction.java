package org.paperzoo.evaluation.metric.detection;

import java.util.List;
import org.paperzoo.datasets.vision.RunLengthMask;

/**
 * Masks that a detector found in one picture.
 *
 * @param masks mask of each, all of the picture's size
 * @param scores confidence of each, finite
 * @param categories category of each, in the data set's own numbering
 * @param areas area of each in pixels, by which it is small, medium or large: of the mask, or of a box that came with it
 */
public record MaskPrediction(List<RunLengthMask> masks, double[] scores, int[] categories, double[] areas)
        implements ScoredObjects {

    public MaskPrediction {
        masks = List.copyOf(masks);
        Columns.checkDetections(masks.size(), scores, categories, areas);
    }

    /** Detections whose areas are those of their masks. */
    public static MaskPrediction of(List<RunLengthMask> masks, double[] scores, int[] categories) {
        return new MaskPrediction(
                masks,
                scores,
                categories,
                masks.stream().mapToDouble(RunLengthMask::area).toArray());
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
