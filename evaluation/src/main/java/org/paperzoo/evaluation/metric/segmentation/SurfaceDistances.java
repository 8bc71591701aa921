package org.paperzoo.evaluation.metric.segmentation;

import java.util.Arrays;

/**
 * How far each surface voxel of one mask lies from the surface of another, both ways, in the unit of the spacing.
 *
 * @param toReference of the prediction's surface voxels, in the order of the array; infinite if the reference has none
 * @param toPrediction of the reference's surface voxels, likewise
 */
record SurfaceDistances(double[] toReference, double[] toPrediction) {

    /**
     * Measures two masks of one shape.
     *
     * @param shape lengths of 1 to 3 axes
     * @param connectivity how many coordinates of a neighbour may differ
     */
    static SurfaceDistances between(
            boolean[] prediction, boolean[] reference, int[] shape, double[] spacing, int connectivity) {
        int[] threeAxes = {1, 1, 1};
        double[] threeSpacings = {1, 1, 1};
        System.arraycopy(shape, 0, threeAxes, 3 - shape.length, shape.length);
        System.arraycopy(spacing, 0, threeSpacings, 3 - shape.length, shape.length);
        Surface predicted = Surface.of(prediction, threeAxes, shape.length, connectivity);
        Surface labelled = Surface.of(reference, threeAxes, shape.length, connectivity);
        if (predicted.count() == 0 || labelled.count() == 0) {
            return new SurfaceDistances(infinite(predicted.count()), infinite(labelled.count()));
        }
        // Both surfaces and every nearest voxel lie in the box around both.
        int[] first = new int[3];
        int[] box = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            first[axis] = Math.min(predicted.first()[axis], labelled.first()[axis]);
            box[axis] = 1 + Math.max(predicted.last()[axis], labelled.last()[axis]) - first[axis];
        }
        boolean[] predictedBox = crop(predicted.voxels(), threeAxes, first, box);
        boolean[] labelledBox = crop(labelled.voxels(), threeAxes, first, box);
        return new SurfaceDistances(
                distances(predictedBox, predicted.count(), labelledBox, box, threeSpacings),
                distances(labelledBox, labelled.count(), predictedBox, box, threeSpacings));
    }

    private static double[] infinite(int count) {
        double[] distances = new double[count];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        return distances;
    }

    private static boolean[] crop(boolean[] voxels, int[] shape, int[] first, int[] box) {
        boolean[] cropped = new boolean[box[0] * box[1] * box[2]];
        for (int i = 0; i < box[0]; i++) {
            for (int j = 0; j < box[1]; j++) {
                int from = ((first[0] + i) * shape[1] + first[1] + j) * shape[2] + first[2];
                System.arraycopy(voxels, from, cropped, (i * box[1] + j) * box[2], box[2]);
            }
        }
        return cropped;
    }

    private static double[] distances(boolean[] from, int count, boolean[] to, int[] shape, double[] spacing) {
        double[] squares = DistanceTransform.squared(to, shape, spacing);
        double[] distances = new double[count];
        int next = 0;
        for (int voxel = 0; voxel < from.length; voxel++) {
            if (from[voxel]) {
                distances[next++] = Math.sqrt(squares[voxel]);
            }
        }
        return distances;
    }

    /** All distances of both directions, the prediction's first. */
    double[] pooled() {
        double[] pooled = Arrays.copyOf(toReference, toReference.length + toPrediction.length);
        System.arraycopy(toPrediction, 0, pooled, toReference.length, toPrediction.length);
        return pooled;
    }

    /** The greatest distance; NaN if there is none. */
    static double maximum(double[] distances) {
        return Arrays.stream(distances).max().orElse(Double.NaN);
    }

    /**
     * A percentile as numpy interpolates it: linearly between order statistics. NaN if there is no distance or if infinite
     * ones are interpolated.
     *
     * @param share the percentile divided by 100
     */
    static double percentile(double[] distances, double share) {
        if (distances.length == 0) {
            return Double.NaN;
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        double weight = position - below;
        double step = sorted[above] - sorted[below];
        return weight >= 0.5 ? sorted[above] - step * (1 - weight) : sorted[below] + step * weight;
    }

    /**
     * A percentile as torch.quantile interpolates it in single precision, in which its weight has few digits left among many
     * distances. NaN as {@link #percentile}.
     */
    static double percentileInSinglePrecision(double[] distances, float share) {
        if (distances.length == 0) {
            return Double.NaN;
        }
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        float position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        float weight = position - below;
        float first = (float) sorted[below];
        float last = (float) sorted[above];
        return weight < 0.5f ? first + weight * (last - first) : last - (last - first) * (1 - weight);
    }
}
