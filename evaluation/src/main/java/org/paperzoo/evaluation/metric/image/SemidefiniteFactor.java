package org.paperzoo.evaluation.metric.image;

import java.util.Arrays;

/**
 * A factor {@code L} of a symmetric positive semidefinite matrix {@code L L'}: Cholesky's, pivoted, column by column
 * (Higham 2002, "Accuracy and Stability of Numerical Algorithms", section 10.3). It ends where what is left is rounding, so
 * that a covariance of few pictures gives a narrow factor instead of a noisy one.
 */
final class SemidefiniteFactor {

    private SemidefiniteFactor() {}

    /** The columns of the factor, as rows: as many as the matrix has rank. */
    static double[][] of(double[][] matrix) {
        int size = matrix.length;
        double[] diagonal = new double[size];
        double largest = 0;
        for (int i = 0; i < size; i++) {
            diagonal[i] = matrix[i][i];
            largest = Math.max(largest, diagonal[i]);
        }
        double rounding = size * Math.ulp(largest);
        double[][] columns = new double[size][];
        int rank = 0;
        while (rank < size) {
            int pivot = 0;
            for (int i = 1; i < size; i++) {
                if (diagonal[i] > diagonal[pivot]) {
                    pivot = i;
                }
            }
            if (!(diagonal[pivot] > rounding)) {
                break;
            }
            double[] column = matrix[pivot].clone();
            subtract(columns, rank, pivot, column);
            double root = Math.sqrt(diagonal[pivot]);
            for (int i = 0; i < size; i++) {
                // Rows that were pivots are done.
                column[i] = diagonal[i] == Double.NEGATIVE_INFINITY ? 0 : column[i] / root;
                diagonal[i] -= column[i] * column[i];
            }
            column[pivot] = root;
            diagonal[pivot] = Double.NEGATIVE_INFINITY;
            columns[rank++] = column;
        }
        return Arrays.copyOf(columns, rank);
    }

    /** Takes the earlier columns' products off a column. */
    private static void subtract(double[][] columns, int count, int pivot, double[] column) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            subtractFour(columns[k], columns[k + 1], columns[k + 2], columns[k + 3], pivot, column);
        }
        for (; k < count; k++) {
            double factor = columns[k][pivot];
            double[] earlier = columns[k];
            for (int i = 0; i < column.length; i++) {
                column[i] -= factor * earlier[i];
            }
        }
    }

    private static void subtractFour(
            double[] first, double[] second, double[] third, double[] fourth, int pivot, double[] column) {
        double a = first[pivot];
        double b = second[pivot];
        double c = third[pivot];
        double d = fourth[pivot];
        for (int i = 0; i < column.length; i++) {
            column[i] -= a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
    }
}
