package org.paperzoo.evaluation.metric.image;

import java.util.stream.IntStream;

/**
 * The unbiased covariance of the columns of a matrix. Uses the common pool; each element is added in the order of the rows,
 * so that threads change no digit.
 */
final class Covariance {

    /** Rows taken together: their centred numbers stay in the cache, and each sum is fetched once for all of them. */
    private static final int ROWS = 64;

    /** Columns taken together: one thread's share of the sums. */
    private static final int COLUMNS = 32;

    private Covariance() {}

    /**
     * The whole symmetric matrix.
     *
     * @param rows at least two
     * @param mean the mean of the rows
     */
    static double[][] of(float[][] rows, double[] mean) {
        int width = mean.length;
        double[][] products = new double[width][width];
        double[][] centred = new double[ROWS][width];
        for (int first = 0; first < rows.length; first += ROWS) {
            int count = Math.min(ROWS, rows.length - first);
            for (int row = 0; row < count; row++) {
                for (int i = 0; i < width; i++) {
                    centred[row][i] = rows[first + row][i] - mean[i];
                }
            }
            IntStream.range(0, (width + COLUMNS - 1) / COLUMNS).parallel().forEach(block -> {
                int end = Math.min(width, (block + 1) * COLUMNS);
                for (int i = block * COLUMNS; i < end; i++) {
                    addProducts(centred, count, i, products[i]);
                }
            });
        }
        for (int i = 0; i < width; i++) {
            for (int j = i; j < width; j++) {
                products[i][j] /= rows.length - 1;
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    /** Adds the products of a column with itself and those after it. */
    private static void addProducts(double[][] centred, int count, int column, double[] sums) {
        int row = 0;
        for (; row + 4 <= count; row += 4) {
            addFour(centred[row], centred[row + 1], centred[row + 2], centred[row + 3], column, sums);
        }
        for (; row < count; row++) {
            double[] numbers = centred[row];
            double factor = numbers[column];
            for (int j = column; j < sums.length; j++) {
                sums[j] += factor * numbers[j];
            }
        }
    }

    private static void addFour(
            double[] first, double[] second, double[] third, double[] fourth, int column, double[] sums) {
        double a = first[column];
        double b = second[column];
        double c = third[column];
        double d = fourth[column];
        for (int j = column; j < sums.length; j++) {
            sums[j] += a * first[j] + b * second[j] + c * third[j] + d * fourth[j];
        }
    }
}
