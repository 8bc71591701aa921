package org.paperzoo.evaluation.metric.regression;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * Errors and correlations of predicted numbers, as scikit-learn 1.2.1 and SciPy 1.10.1 define them. A prediction and its
 * reference are as many numbers as there are columns (outputs).
 *
 * <p>Values: those of {@link RegressionFigure}, the last two only for one column, and by column {@code mse_by_column} and
 * {@code r2_by_column}. A column that is constant has an R2 and an explained variance of 0, or of 1 where it is met
 * exactly, as in scikit-learn; its correlation is NaN, and so is the R2 of a single example. Variances come from exact sums: a great mean costs no digits.
 */
public final class RegressionMetric extends SumMetric<double[], double[]> {

    /** Number of examples; then the sums of each column in the order below. */
    private static final int EXAMPLES = 0;

    private static final int SUMS = 9;
    private static final int REFERENCE = 1;
    private static final int PREDICTION = 2;
    private static final int REFERENCE_SQUARED = 3;
    private static final int PREDICTION_SQUARED = 4;
    private static final int PRODUCT = 5;
    private static final int ERROR = 6;
    private static final int ERROR_SQUARED = 7;
    private static final int ERROR_ABSOLUTE = 8;
    private static final int ERROR_RELATIVE = 9;

    private static final double LEAST_DIVISOR = Math.ulp(1.0);

    private final RegressionFigure figure;

    public RegressionMetric(RegressionFigure figure) {
        super(
                new MetricDefinition(
                        figure.id(),
                        figure.title(),
                        figure.unit(),
                        figure.minimum(),
                        figure.higherIsBetter() ? 1 : Double.POSITIVE_INFINITY,
                        figure.higherIsBetter(),
                        "scikit-learn 1.2.1, SciPy 1.10.1"),
                figure.part());
        this.figure = figure;
    }

    @Override
    protected int sumsOf(double[] prediction, double[] reference) {
        if (figure.isOfOneColumn()) {
            Columns.checkOne(figure.id(), prediction, reference);
        } else {
            Columns.check(prediction, reference);
        }
        return 1 + SUMS * prediction.length;
    }

    @Override
    protected void add(double[] prediction, double[] reference, ExactSums sums) {
        sums.add(EXAMPLES, 1);
        for (int column = 0; column < reference.length; column++) {
            int at = SUMS * column;
            double x = prediction[column];
            double y = reference[column];
            double error = y - x;
            sums.add(at + REFERENCE, y);
            sums.add(at + PREDICTION, x);
            sums.addProduct(at + REFERENCE_SQUARED, y, y);
            sums.addProduct(at + PREDICTION_SQUARED, x, x);
            sums.addProduct(at + PRODUCT, x, y);
            sums.add(at + ERROR, error);
            sums.addProduct(at + ERROR_SQUARED, error, error);
            sums.add(at + ERROR_ABSOLUTE, Math.abs(error));
            sums.add(at + ERROR_RELATIVE, Math.abs(error) / Math.max(Math.abs(y), LEAST_DIVISOR));
        }
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        int columns = (sums.count() - 1) / SUMS;
        double n = sums.sum(EXAMPLES);
        double[] squared = new double[columns];
        double[] roots = new double[columns];
        double[] absolute = new double[columns];
        double[] relative = new double[columns];
        double[] determined = new double[columns];
        double[] explained = new double[columns];
        double[] spreads = new double[columns];
        for (int column = 0; column < columns; column++) {
            int at = SUMS * column;
            squared[column] = sums.sum(at + ERROR_SQUARED) / n;
            roots[column] = Math.sqrt(squared[column]);
            absolute[column] = sums.sum(at + ERROR_ABSOLUTE) / n;
            relative[column] = sums.sum(at + ERROR_RELATIVE) / n;
            spreads[column] = sums.deviations(at + REFERENCE_SQUARED, at + REFERENCE, at + REFERENCE, n);
            determined[column] = n < 2 ? Double.NaN : shareOf(sums.sum(at + ERROR_SQUARED), spreads[column]);
            explained[column] =
                    shareOf(sums.deviations(at + ERROR_SQUARED, at + ERROR, at + ERROR, n), spreads[column]);
        }
        double flat = mean(squared);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mse", flat);
        values.put("rmse", mean(roots));
        values.put("rmse_flat", Math.sqrt(flat));
        values.put("mae", mean(absolute));
        values.put("mape", mean(relative));
        values.put("r2", mean(determined));
        values.put("r2_variance_weighted", weightedMean(determined, spreads));
        values.put("explained_variance", mean(explained));
        if (columns == 1) {
            double predictions = sums.deviations(PREDICTION_SQUARED, PREDICTION, PREDICTION, n);
            double products = sums.deviations(PRODUCT, PREDICTION, REFERENCE, n);
            double offset = (sums.sum(PREDICTION) - sums.sum(REFERENCE)) / n;
            values.put("pearson", bounded(products / Math.sqrt(predictions) / Math.sqrt(spreads[0])));
            values.put("concordance_ccc", 2 * products / (predictions + spreads[0] + n * offset * offset));
        }
        values.put("mse_by_column", MetricResult.list(squared));
        values.put("r2_by_column", MetricResult.list(determined));
        return values;
    }

    /** What is left of one when an error is taken off relatively to the spread of the data. */
    private static double shareOf(double error, double spread) {
        if (spread == 0) {
            return error == 0 ? 1 : 0;
        }
        return 1 - error / spread;
    }

    private static double bounded(double correlation) {
        return Math.max(-1, Math.min(1, correlation));
    }

    private static double mean(double[] numbers) {
        return PairwiseSum.of(numbers, numbers.length) / numbers.length;
    }

    private static double weightedMean(double[] numbers, double[] weights) {
        double total = PairwiseSum.of(weights, weights.length);
        double[] weighted = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            weighted[i] = numbers[i] * weights[i];
        }
        return total == 0 ? mean(numbers) : PairwiseSum.of(weighted, weighted.length) / total;
    }
}
