package org.paperzoo.evaluation.metric.detection;

import java.util.Arrays;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * Precisions at each recall, or final recalls, of the categories that have annotations to be found. They lie in the order
 * in which the reference takes means: by threshold, then point, then category.
 */
final class CocoCurves {

    private final double[] values;
    private final int points;
    private final int[] columns;

    /**
     * @param points values of each threshold and category
     * @param columns the categories' places in the table, ascending
     */
    CocoCurves(int thresholds, int points, int[] columns) {
        this.values = new double[thresholds * points * columns.length];
        this.points = points;
        this.columns = columns;
    }

    /** @param column place among the categories that have annotations */
    void set(int threshold, int point, int column, double value) {
        values[(threshold * points + point) * columns.length + column] = value;
    }

    /** The values of one threshold and category, empty if it has no annotations to be found. */
    double[] of(int threshold, int category) {
        int column = Arrays.binarySearch(columns, category);
        double[] its = new double[column < 0 ? 0 : points];
        for (int point = 0; point < its.length; point++) {
            its[point] = values[(threshold * points + point) * columns.length + column];
        }
        return its;
    }

    /**
     * The mean, or -1 if there is nothing to take it of.
     *
     * @param threshold which threshold, or -1 for all
     */
    double mean(int threshold) {
        int size = points * columns.length;
        return threshold < 0 ? mean(values, values.length) : mean(slice(threshold * size, size), size);
    }

    private double[] slice(int from, int size) {
        return Arrays.copyOfRange(values, from, from + size);
    }

    /**
     * The mean over some categories, or -1 if there is nothing to take it of.
     *
     * @param threshold which threshold, or -1 for all
     * @param categories their places in the table
     */
    double mean(int threshold, int... categories) {
        int[] chosen = new int[categories.length];
        int count = 0;
        for (int category : categories) {
            int column = Arrays.binarySearch(columns, category);
            if (column >= 0) {
                chosen[count++] = column;
            }
        }
        if (count == 0) {
            return CocoTable.UNDEFINED;
        }
        int size = points * columns.length;
        int from = threshold < 0 ? 0 : threshold * size;
        int to = threshold < 0 ? values.length : from + size;
        double[] numbers = new double[(to - from) / columns.length * count];
        int next = 0;
        for (int row = from; row < to; row += columns.length) {
            for (int i = 0; i < count; i++) {
                numbers[next++] = values[row + chosen[i]];
            }
        }
        return mean(numbers, next);
    }

    private static double mean(double[] numbers, int size) {
        return size == 0 ? CocoTable.UNDEFINED : PairwiseSum.of(numbers, size) / size;
    }
}
