package org.paperzoo.evaluation.metric.record;

import org.paperzoo.evaluation.metric.ExactSum;

/** Means of the columns of records, rounded once. */
public final class Means {

    private Means() {}

    /** The mean of one column over all records. */
    public static double ofColumn(double[][] records, int column) {
        ExactSum sum = new ExactSum();
        for (double[] numbers : records) {
            sum.add(numbers[column]);
        }
        return sum.doubleValue() / records.length;
    }

    /** The means of some columns next to each other. */
    public static double[] ofColumns(double[][] records, int from, int count) {
        double[] means = new double[count];
        for (int i = 0; i < count; i++) {
            means[i] = ofColumn(records, from + i);
        }
        return means;
    }
}
