package org.paperzoo.evaluation.metric.geometry;

import java.util.Arrays;

/**
 * Finds the nearest of some points (Bentley 1975, k-d tree): halves of halves along the widest axis, down to a few points
 * that are tried one by one. Memory goes with the points; a search takes a time that goes with their logarithm, unless many
 * are equally near.
 */
final class PointTree {

    private static final int LEAF = 8;

    /** The points, in the order of the leaves. */
    private final double[] points;
    /** By node, children of {@code i} at {@code 2i} and {@code 2i + 1}: the axis that halves it, and where. */
    private final byte[] axes;

    private final double[] splits;

    PointTree(PointCloud cloud) {
        points = cloud.coordinates().clone();
        int nodes = 1;
        for (int size = cloud.size(); size > LEAF; size = (size + 1) / 2) {
            nodes *= 2;
        }
        axes = new byte[nodes];
        splits = new double[nodes];
        build(1, 0, cloud.size());
    }

    private void build(int node, int from, int to) {
        if (node >= axes.length) {
            return;
        }
        int axis = widest(from, to);
        int middle = from + (to - from + 1) / 2;
        select(from, to, middle, axis);
        axes[node] = (byte) axis;
        splits[node] = points[3 * middle + axis];
        build(2 * node, from, middle);
        build(2 * node + 1, middle, to);
    }

    private int widest(int from, int to) {
        double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] greatest = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 3 * from; i < 3 * to; i++) {
            least[i % 3] = Math.min(least[i % 3], points[i]);
            greatest[i % 3] = Math.max(greatest[i % 3], points[i]);
        }
        int widest = 0;
        for (int axis = 1; axis < 3; axis++) {
            if (greatest[axis] - least[axis] > greatest[widest] - least[widest]) {
                widest = axis;
            }
        }
        return widest;
    }

    /** Hoare's selection: no point before the middle one lies beyond it along the axis, and none behind it before. */
    private void select(int from, int to, int middle, int axis) {
        int low = from;
        int high = to - 1;
        while (low < high) {
            double pivot = medianOfThree(
                    points[3 * low + axis], points[3 * ((low + high) >>> 1) + axis], points[3 * high + axis]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (points[3 * left + axis] < pivot) {
                    left++;
                }
                while (points[3 * right + axis] > pivot) {
                    right--;
                }
                if (left <= right) {
                    swap(left++, right--);
                }
            }
            if (middle <= right) {
                high = right;
            } else if (middle >= left) {
                low = left;
            } else {
                return;
            }
        }
    }

    private static double medianOfThree(double first, double second, double third) {
        return Math.max(Math.min(first, second), Math.min(Math.max(first, second), third));
    }

    private void swap(int left, int right) {
        for (int axis = 0; axis < 3; axis++) {
            double kept = points[3 * left + axis];
            points[3 * left + axis] = points[3 * right + axis];
            points[3 * right + axis] = kept;
        }
    }

    /** The squared distance of each of other points to the nearest of these. */
    double[] nearest(PointCloud others) {
        double[] squares = new double[others.size()];
        Arrays.setAll(squares, i -> {
            double[] at = others.coordinates();
            return nearest(1, 0, points.length / 3, at[3 * i], at[3 * i + 1], at[3 * i + 2], Double.POSITIVE_INFINITY);
        });
        return squares;
    }

    private double nearest(int node, int from, int to, double x, double y, double z, double best) {
        double nearest = best;
        if (node >= axes.length) {
            for (int i = 3 * from; i < 3 * to; i += 3) {
                double dx = points[i] - x;
                double dy = points[i + 1] - y;
                double dz = points[i + 2] - z;
                nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz);
            }
            return nearest;
        }
        int middle = from + (to - from + 1) / 2;
        double beyond = (axes[node] == 0 ? x : axes[node] == 1 ? y : z) - splits[node];
        boolean left = beyond < 0;
        nearest = left
                ? nearest(2 * node, from, middle, x, y, z, nearest)
                : nearest(2 * node + 1, middle, to, x, y, z, nearest);
        if (beyond * beyond < nearest) {
            nearest = left
                    ? nearest(2 * node + 1, middle, to, x, y, z, nearest)
                    : nearest(2 * node, from, middle, x, y, z, nearest);
        }
        return nearest;
    }
}
