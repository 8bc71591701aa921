package org.paperzoo.evaluation.metric.segmentation;

import java.util.Arrays;

/**
 * The exact Euclidean distance of each voxel to the nearest site, in time linear in the number of voxels: squared distances
 * along the last axis by two sweeps, then along each other axis by the lower envelope of parabolas (Felzenszwalb and
 * Huttenlocher 2012, "Distance transforms of sampled functions"). Squares of integer spacings are exact; others carry a few
 * roundings, some 1e-16 relative.
 */
final class DistanceTransform {

    /** Lines taken together where they are not contiguous, so that each cache line fetched is used whole. */
    private static final int LINES = 8;

    private DistanceTransform() {}

    /**
     * Squared distances, in the order of the array; infinite everywhere if there is no site.
     *
     * @param sites where the distance is 0
     * @param shape lengths of three axes, the last one contiguous
     * @param spacing distance of neighbours along each
     */
    static double[] squared(boolean[] sites, int[] shape, double[] spacing) {
        double[] squares = new double[sites.length];
        alongLastAxis(sites, squares, shape[2], spacing[2]);
        for (int axis = 1; axis >= 0; axis--) {
            if (shape[axis] > 1) {
                alongAxis(squares, shape, axis, spacing[axis]);
            }
        }
        return squares;
    }

    private static void alongLastAxis(boolean[] sites, double[] squares, int length, double spacing) {
        for (int start = 0; start < sites.length; start += length) {
            int nearest = -1;
            for (int i = 0; i < length; i++) {
                if (sites[start + i]) {
                    nearest = i;
                }
                squares[start + i] = nearest < 0 ? Double.POSITIVE_INFINITY : square((i - nearest) * spacing);
            }
            nearest = -1;
            for (int i = length - 1; i >= 0; i--) {
                if (sites[start + i]) {
                    nearest = i;
                }
                if (nearest >= 0) {
                    squares[start + i] = Math.min(squares[start + i], square((nearest - i) * spacing));
                }
            }
        }
    }

    private static double square(double root) {
        return root * root;
    }

    private static void alongAxis(double[] squares, int[] shape, int axis, double spacing) {
        int length = shape[axis];
        int step = axis == 0 ? shape[1] * shape[2] : shape[2];
        Envelope envelope = new Envelope(length, spacing);
        double[][] lines = new double[LINES][length];
        for (int block = 0; block < squares.length; block += step * length) {
            for (int first = 0; first < step; first += LINES) {
                int count = Math.min(LINES, step - first);
                for (int i = 0; i < length; i++) {
                    int from = block + first + i * step;
                    for (int line = 0; line < count; line++) {
                        lines[line][i] = squares[from + line];
                    }
                }
                for (int line = 0; line < count; line++) {
                    envelope.lower(lines[line]);
                }
                for (int i = 0; i < length; i++) {
                    int to = block + first + i * step;
                    for (int line = 0; line < count; line++) {
                        squares[to + line] = lines[line][i];
                    }
                }
            }
        }
    }

    /** The lower envelope of the parabolas that stand on the values of a line. */
    private static final class Envelope {

        private final double spacing;
        private final int[] apexes;
        /** From where on, in steps, the parabola of the same index is the lowest. */
        private final double[] starts;
        /** The values on which the parabolas stand. */
        private final double[] feet;

        Envelope(int length, double spacing) {
            this.spacing = spacing;
            apexes = new int[length];
            starts = new double[length];
            feet = new double[length];
        }

        /** Replaces each value by the least of all values plus squared distances. */
        void lower(double[] line) {
            double unit = spacing * spacing;
            int count = 0;
            for (int i = 0; i < line.length; i++) {
                double foot = line[i];
                if (foot == Double.POSITIVE_INFINITY) {
                    continue;
                }
                double start = Double.NEGATIVE_INFINITY;
                while (count > 0) {
                    int apex = apexes[count - 1];
                    start = 0.5 * ((foot - feet[count - 1]) / (unit * (i - apex)) + (i + apex));
                    if (start > starts[count - 1]) {
                        break;
                    }
                    count--;
                    start = Double.NEGATIVE_INFINITY;
                }
                apexes[count] = i;
                starts[count] = start;
                feet[count] = foot;
                count++;
            }
            if (count == 0) {
                Arrays.fill(line, Double.POSITIVE_INFINITY);
                return;
            }
            int parabola = 0;
            for (int i = 0; i < line.length; i++) {
                while (parabola + 1 < count && starts[parabola + 1] < i) {
                    parabola++;
                }
                line[i] = square((i - apexes[parabola]) * spacing) + feet[parabola];
            }
        }
    }
}
