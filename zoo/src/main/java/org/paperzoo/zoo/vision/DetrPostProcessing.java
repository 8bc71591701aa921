package org.paperzoo.zoo.vision;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.task.Detections;

/** From DETR's outputs to boxes in pixels (facebookresearch/detr, {@code PostProcess} in {@code models/detr.py}). */
final class DetrPostProcessing {

    private DetrPostProcessing() {}

    /**
     * Every query's best class, "no object" (the last) left aside, with its probability among all classes, and its box in
     * the original picture. Nothing is filtered, ordered or clipped to the picture.
     *
     * @param logits of a batch: {@code [B, queries, classes + 1]}
     * @param boxes centre x, centre y, width and height in [0, 1]: {@code [B, queries, 4]}
     * @param sizes height and width of the original pictures: {@code [B, 2]}
     */
    static List<Detections> detections(float[] logits, float[] boxes, int queries, double[] sizes) {
        int batch = sizes.length / 2;
        int classes = logits.length / (batch * queries);
        List<Detections> found = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            float[] corners = new float[4 * queries];
            float[] scores = new float[queries];
            int[] labels = new int[queries];
            for (int query = 0; query < queries; query++) {
                int row = i * queries + query;
                labels[query] = best(logits, row * classes, classes - 1);
                scores[query] = probability(logits, row * classes, classes, labels[query]);
                toCorners(boxes, 4 * row, sizes[2 * i], sizes[2 * i + 1], corners, 4 * query);
            }
            found.add(new Detections(corners, scores, labels));
        }
        return found;
    }

    private static int best(float[] logits, int start, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (logits[start + i] > logits[start + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Softmax of one element, around the largest so that nothing overflows. */
    private static float probability(float[] logits, int start, int count, int index) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, logits[start + i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(logits[start + i] - largest);
        }
        return (float) (Math.exp(logits[start + index] - largest) / sum);
    }

    private static void toCorners(float[] boxes, int from, double height, double width, float[] corners, int to) {
        double x = boxes[from];
        double y = boxes[from + 1];
        double halfWidth = 0.5 * boxes[from + 2];
        double halfHeight = 0.5 * boxes[from + 3];
        corners[to] = (float) ((x - halfWidth) * width);
        corners[to + 1] = (float) ((y - halfHeight) * height);
        corners[to + 2] = (float) ((x + halfWidth) * width);
        corners[to + 3] = (float) ((y + halfHeight) * height);
    }
}
