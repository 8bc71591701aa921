package org.paperzoo.evaluation.metric.geometry;

/**
 * A rotation and a translation.
 *
 * @param matrix a homogeneous matrix of 4 x 4, row by row: {@code [R t; 0 1]} with orthonormal {@code R}; held uncopied
 */
public record RigidMotion(double[] matrix) {

    /** How far the columns of a rotation may be from orthonormal: what single precision and printed digits lose. */
    private static final double SLACK = 1e-3;

    public RigidMotion {
        if (matrix.length != 16) {
            throw new IllegalArgumentException("a motion is a matrix of 4 x 4, not " + matrix.length + " numbers");
        }
        if (matrix[12] != 0 || matrix[13] != 0 || matrix[14] != 0 || matrix[15] != 1) {
            throw new IllegalArgumentException("the last row of a motion must be 0 0 0 1");
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double product = matrix[i] * matrix[j] + matrix[4 + i] * matrix[4 + j] + matrix[8 + i] * matrix[8 + j];
                if (!(Math.abs(product - (i == j ? 1 : 0)) <= SLACK)) {
                    throw new IllegalArgumentException("the rotation of a motion is not orthonormal: columns " + i
                            + " and " + j + " have the product " + product);
                }
            }
            if (!Double.isFinite(matrix[4 * i + 3])) {
                throw new IllegalArgumentException("a motion moves by " + matrix[4 * i + 3]);
            }
        }
    }

    /** A coordinate of a point after the motion. */
    double moved(double[] points, int from, int axis) {
        int row = 4 * axis;
        return matrix[row] * points[from]
                + matrix[row + 1] * points[from + 1]
                + matrix[row + 2] * points[from + 2]
                + matrix[row + 3];
    }
}
