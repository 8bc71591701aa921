package org.paperzoo.evaluation.metric.regression;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * The middle and the greatest absolute error, as scikit-learn 1.2.1 defines them. A prediction and its reference are as
 * many numbers as there are columns; of several columns, the middle errors are averaged, and the greatest of all is
 * given. Values: {@code median_ae} and {@code max_error}.
 */
public final class OrderedErrors extends RecordMetric<double[], double[]> {

    private OrderedErrors(String id, String title, String part) {
        super(
                new MetricDefinition(
                        id, title, "unit of the data", 0, Double.POSITIVE_INFINITY, false, "scikit-learn 1.2.1"),
                part);
    }

    /** The median absolute error. */
    public static OrderedErrors median() {
        return new OrderedErrors("median-ae-sklearn", "median AE", "median_ae");
    }

    /** The greatest absolute error. */
    public static OrderedErrors greatest() {
        return new OrderedErrors("max-error-sklearn", "max error", "max_error");
    }

    @Override
    protected double[] recordOf(double[] prediction, double[] reference) {
        Columns.check(prediction, reference);
        double[] errors = new double[reference.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(reference[i] - prediction[i]);
        }
        return errors;
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length > 0 && Arrays.stream(numbers).allMatch(error -> error >= 0);
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        int columns = records[0].length;
        double medians = 0;
        double greatest = 0;
        for (int column = 0; column < columns; column++) {
            double[] errors = new double[records.length];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = records[i][column];
            }
            Arrays.sort(errors);
            medians += (errors[(errors.length - 1) / 2] + errors[errors.length / 2]) / 2;
            greatest = Math.max(greatest, errors[errors.length - 1]);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("median_ae", medians / columns);
        values.put("max_error", greatest);
        return values;
    }
}
