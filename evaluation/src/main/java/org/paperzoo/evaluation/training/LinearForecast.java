package org.paperzoo.evaluation.training;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.paperzoo.datasets.series.SeriesWindows;

/**
 * The best linear forecast of a series from its own past: each step ahead is a weighted sum of the past's values and a
 * constant, by least squares over all windows of the training split. A network that does no better has learned nothing of
 * the other series and the calendar.
 */
final class LinearForecast {

    /** Keeps the equations solvable where the past is constant, relative to the number of windows. */
    private static final double RIDGE = 1e-8;

    /** Weights and constant of each step: (past + 1) times horizon. */
    private final DMatrixRMaj weights;

    private LinearForecast(DMatrixRMaj weights) {
        this.weights = weights;
    }

    /**
     * Fits one series.
     *
     * @param column of the windows
     */
    static LinearForecast fit(SeriesWindows windows, int column) {
        int past = windows.lengths().past();
        int length = past + windows.lengths().horizon();
        int count = windows.size();
        double[] series = series(windows, column);
        // Neighbouring windows share all but two rows, and so do the sums of their products.
        double[][] products = new double[past][length];
        for (int j = 0; j < length; j++) {
            for (int t = 0; t < count; t++) {
                products[0][j] += series[t] * series[t + j];
            }
        }
        for (int i = 0; i + 1 < past; i++) {
            for (int j = i; j + 1 < length; j++) {
                products[i + 1][j + 1] = products[i][j] - series[i] * series[j] + series[count + i] * series[count + j];
            }
        }
        double[] sums = new double[length];
        for (int t = 0; t < count; t++) {
            sums[0] += series[t];
        }
        for (int j = 0; j + 1 < length; j++) {
            sums[j + 1] = sums[j] - series[j] + series[count + j];
        }
        DMatrixRMaj left = new DMatrixRMaj(past + 1, past + 1);
        DMatrixRMaj right = new DMatrixRMaj(past + 1, length - past);
        for (int i = 0; i < past; i++) {
            for (int j = i; j < past; j++) {
                left.set(i, j, products[i][j]);
                left.set(j, i, products[i][j]);
            }
            left.add(i, i, RIDGE * count);
            left.set(i, past, sums[i]);
            left.set(past, i, sums[i]);
            for (int step = 0; step < length - past; step++) {
                right.set(i, step, products[i][past + step]);
            }
        }
        left.set(past, past, count);
        for (int step = 0; step < length - past; step++) {
            right.set(past, step, sums[past + step]);
        }
        DMatrixRMaj weights = new DMatrixRMaj(past + 1, length - past);
        if (!CommonOps_DDRM.solve(left, right, weights)) {
            throw new IllegalArgumentException("the past of series " + column + " gives no linear forecast");
        }
        return new LinearForecast(weights);
    }

    /** All rows that the windows cover. */
    private static double[] series(SeriesWindows windows, int column) {
        int past = windows.lengths().past();
        int horizon = windows.lengths().horizon();
        int columns = windows.columns();
        int count = windows.size();
        double[] series = new double[count - 1 + past + horizon];
        float[] rows = new float[past * columns];
        for (int t = 0; t < count; t++) {
            windows.copyPast(t, rows, 0);
            series[t] = rows[column];
        }
        for (int i = 0; i < past; i++) {
            series[count - 1 + i] = rows[i * columns + column];
        }
        float[] future = new float[horizon * columns];
        windows.copyFuture(count - 1, future, 0);
        for (int i = 0; i < horizon; i++) {
            series[count - 1 + past + i] = future[i * columns + column];
        }
        return series;
    }

    /**
     * Forecasts.
     *
     * @param past rows of all columns
     * @param columns their number
     * @param column the series
     * @param forecast takes the steps
     * @param offset of the first step in it
     * @param stride between steps
     */
    void apply(float[] past, int columns, int column, float[] forecast, int offset, int stride) {
        int rows = weights.numRows - 1;
        for (int step = 0; step < weights.numCols; step++) {
            double sum = weights.get(rows, step);
            for (int i = 0; i < rows; i++) {
                sum += weights.get(i, step) * past[i * columns + column];
            }
            forecast[offset + step * stride] = (float) sum;
        }
    }
}
