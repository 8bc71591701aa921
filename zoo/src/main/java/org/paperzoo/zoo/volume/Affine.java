package org.paperzoo.zoo.volume;

/**
 * From voxel numbers to millimetres to the right, to the front and up of the patient (RAS).
 *
 * @param rows three rows of four numbers: {@code x = r0 i + r1 j + r2 k + r3}; not copied
 */
public record Affine(double[] rows) {

    /** Steps after which the polar decomposition of any sound matrix has long settled. */
    private static final int STEPS = 100;

    public Affine {
        if (rows.length != 12) {
            throw new IllegalArgumentException(rows.length + " numbers; expected three rows of four");
        }
        for (double number : rows) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("holds " + number + "; expected finite numbers");
            }
        }
    }

    /** The number in a row, 0 to 2, and a column, 0 to 3. */
    public double at(int row, int column) {
        return rows[4 * row + column];
    }

    /** Millimetres from one voxel to the next along each axis of the voxels. */
    public double[] spacing() {
        double[] spacing = new double[3];
        for (int column = 0; column < 3; column++) {
            double sum = 0;
            for (int row = 0; row < 3; row++) {
                sum += at(row, column) * at(row, column);
            }
            spacing[column] = Math.sqrt(sum);
        }
        return spacing;
    }

    /**
     * The nearest axes: for each axis of the voxels, 1 for right, 2 for front and 3 for up, below 0 where it points the
     * other way (nipy/nibabel, {@code orientations.py}, {@code io_orientation}): the largest parts of the rotation that is
     * nearest to the matrix, axis by axis.
     *
     * @throws IllegalArgumentException if the axes do not span space
     */
    public int[] nearestAxes() {
        double[] rotation = nearestRotation();
        int[] axes = new int[3];
        boolean[] taken = new boolean[3];
        for (int column = 0; column < 3; column++) {
            int best = -1;
            for (int row = 0; row < 3; row++) {
                if (!taken[row]
                        && (best < 0 || Math.abs(rotation[3 * row + column]) > Math.abs(rotation[3 * best + column]))) {
                    best = row;
                }
            }
            taken[best] = true;
            axes[column] = rotation[3 * best + column] < 0 ? -best - 1 : best + 1;
        }
        return axes;
    }

    /** The orthogonal factor of the polar decomposition, by Newton's iteration (Higham 1986). */
    private double[] nearestRotation() {
        double[] spacing = spacing();
        double[] matrix = new double[9];
        for (int i = 0; i < 9; i++) {
            matrix[i] = at(i / 3, i % 3) / spacing[i % 3];
        }
        double volume = determinant(matrix);
        if (!(Math.abs(volume) > 1e-9)) {
            throw new IllegalArgumentException("axes that lie in one plane; expected three that span space");
        }
        for (int step = 0; step < STEPS; step++) {
            double[] inverse = inverseTransposed(matrix);
            double change = 0;
            for (int i = 0; i < 9; i++) {
                double next = (matrix[i] + inverse[i]) / 2;
                change = Math.max(change, Math.abs(next - matrix[i]));
                matrix[i] = next;
            }
            if (change < 1e-15) {
                break;
            }
        }
        return matrix;
    }

    private static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    private static double[] inverseTransposed(double[] m) {
        double determinant = determinant(m);
        double[] inverse = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                int r1 = (row + 1) % 3;
                int r2 = (row + 2) % 3;
                int c1 = (column + 1) % 3;
                int c2 = (column + 2) % 3;
                inverse[3 * row + column] =
                        (m[3 * r1 + c1] * m[3 * r2 + c2] - m[3 * r1 + c2] * m[3 * r2 + c1]) / determinant;
            }
        }
        return inverse;
    }
}
