package org.paperzoo.datasets.series;

import java.util.Arrays;

/**
 * Mean and population standard deviation of each series (scikit-learn's StandardScaler, ddof 0; a series that does not
 * vary is only shifted).
 *
 * @param mean of each series
 * @param deviation of each series, above 0
 */
public record Standardisation(double[] mean, double[] deviation) {

    /** Fits the first rows of a table. */
    public static Standardisation fit(SeriesTable table, int rows) {
        int columns = table.columns().size();
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += table.value(row, column);
            }
            mean[column] = sum / rows;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double distance = table.value(row, column) - mean[column];
                squares += distance * distance;
            }
            double found = Math.sqrt(squares / rows);
            // The rounded mean of equal numbers may differ from them in the last digit, which would pass for a
            // deviation.
            deviation[column] = found == 0 || isConstant(table, column, rows) ? 1 : found;
        }
        return new Standardisation(mean, deviation);
    }

    private static boolean isConstant(SeriesTable table, int column, int rows) {
        for (int row = 1; row < rows; row++) {
            if (table.value(row, column) != table.value(0, column)) {
                return false;
            }
        }
        return true;
    }

    /** All values of a table, standardised, row by row. */
    public double[] apply(SeriesTable table) {
        double[] values = Arrays.copyOf(table.values(), table.values().length);
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - mean[i % mean.length]) / deviation[i % mean.length];
        }
        return values;
    }

    /** A standardised value of a series in its own unit. */
    public double restore(double value, int column) {
        return value * deviation[column] + mean[column];
    }
}
