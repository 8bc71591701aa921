package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * The figures of a confusion matrix, given as its cells that are not empty. Divisions by zero give 0, as in scikit-learn.
 */
final class ConfusionSummary {

    /** A matrix of more labels is left out of the values. */
    private static final int PRINTED_LABELS = 32;

    private final int[] labels;
    private final long[] correct;
    private final long[] predicted;
    private final long[] actual;
    private final long[] pairs;
    private final long[] counts;
    private double total;

    /**
     * @param labels the labels, ascending
     * @param pairs cells, ascending
     * @param counts how often each occurred
     */
    ConfusionSummary(int[] labels, long[] pairs, long[] counts) {
        this.labels = labels;
        this.pairs = pairs;
        this.counts = counts;
        correct = new long[labels.length];
        predicted = new long[labels.length];
        actual = new long[labels.length];
        for (int i = 0; i < pairs.length; i++) {
            int row = index(PairCounts.actual(pairs[i]));
            int column = index(PairCounts.predicted(pairs[i]));
            actual[row] += counts[i];
            predicted[column] += counts[i];
            if (row == column) {
                correct[row] += counts[i];
            }
            total += counts[i];
        }
    }

    private int index(int label) {
        return Arrays.binarySearch(labels, label);
    }

    Map<String, Object> values() {
        double[] precisions = new double[labels.length];
        double[] recalls = new double[labels.length];
        double[] f1s = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            precisions[i] = ratio(correct[i], predicted[i]);
            recalls[i] = ratio(correct[i], actual[i]);
            f1s[i] = ratio(2 * precisions[i] * recalls[i], precisions[i] + recalls[i]);
        }
        double accuracy = LongStream.of(correct).sum() / total;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("accuracy", accuracy);
        values.put("balanced_accuracy", balancedAccuracy(recalls));
        values.put("precision_micro", accuracy);
        values.put("recall_micro", accuracy);
        values.put("f1_micro", accuracy);
        averages("precision", precisions, values);
        averages("recall", recalls, values);
        averages("f1", f1s, values);
        if (IntStream.of(labels).allMatch(label -> label == 0 || label == 1)) {
            int one = index(1);
            values.put("precision_binary", one < 0 ? 0.0 : precisions[one]);
            values.put("recall_binary", one < 0 ? 0.0 : recalls[one]);
            values.put("f1_binary", one < 0 ? 0.0 : f1s[one]);
        }
        values.put("mcc", matthews());
        values.put("cohen_kappa", kappa());
        values.put("kappa_quadratic", quadraticKappa());
        values.put(
                "labels", IntStream.of(labels).mapToObj(label -> (long) label).toList());
        values.put("precision", MetricResult.list(precisions));
        values.put("recall", MetricResult.list(recalls));
        values.put("f1", MetricResult.list(f1s));
        values.put("support", MetricResult.list(actual));
        if (labels.length <= PRINTED_LABELS) {
            values.put("confusion_matrix", MetricResult.list(matrix()));
        }
        return values;
    }

    private void averages(String name, double[] byLabel, Map<String, Object> values) {
        double[] weighted = new double[byLabel.length];
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] = byLabel[i] * actual[i];
        }
        values.put(name + "_macro", PairwiseSum.of(byLabel, byLabel.length) / byLabel.length);
        values.put(name + "_weighted", PairwiseSum.of(weighted, weighted.length) / total);
    }

    private double balancedAccuracy(double[] recalls) {
        double[] defined = IntStream.range(0, recalls.length)
                .filter(i -> actual[i] > 0)
                .mapToDouble(i -> recalls[i])
                .toArray();
        return PairwiseSum.of(defined, defined.length) / defined.length;
    }

    private double matthews() {
        double products = 0;
        double squaredPredicted = 0;
        double squaredActual = 0;
        for (int i = 0; i < labels.length; i++) {
            products += (double) actual[i] * predicted[i];
            squaredPredicted += (double) predicted[i] * predicted[i];
            squaredActual += (double) actual[i] * actual[i];
        }
        double covariance = LongStream.of(correct).sum() * total - products;
        double spread = (total * total - squaredPredicted) * (total * total - squaredActual);
        return spread == 0 ? 0 : covariance / Math.sqrt(spread);
    }

    /** NaN where all examples are of one label and found so, as in scikit-learn. */
    private double kappa() {
        double agreedByChance = 0;
        for (int i = 0; i < labels.length; i++) {
            agreedByChance += (double) actual[i] * predicted[i];
        }
        double missed = total - LongStream.of(correct).sum();
        return 1 - missed / ((total * total - agreedByChance) / total);
    }

    /** Weighs a cell by the squared distance of its labels' places in the list of labels. */
    private double quadraticKappa() {
        double observed = 0;
        for (int i = 0; i < pairs.length; i++) {
            double distance = index(PairCounts.actual(pairs[i])) - index(PairCounts.predicted(pairs[i]));
            observed += distance * distance * counts[i];
        }
        // Sums over the matrix of chance, whose cells are products of its margins, from moments of the margins.
        double[] actualMoments = moments(actual);
        double[] predictedMoments = moments(predicted);
        double byChance = total * (actualMoments[1] + predictedMoments[1]) - 2 * actualMoments[0] * predictedMoments[0];
        return 1 - observed / (byChance / total);
    }

    private static double[] moments(long[] margin) {
        double[] moments = new double[2];
        for (int i = 0; i < margin.length; i++) {
            moments[0] += (double) i * margin[i];
            moments[1] += (double) i * i * margin[i];
        }
        return moments;
    }

    /** Row by row: rows are true labels, columns predicted ones. */
    private long[] matrix() {
        long[] matrix = new long[labels.length * labels.length];
        for (int i = 0; i < pairs.length; i++) {
            matrix[index(PairCounts.actual(pairs[i])) * labels.length + index(PairCounts.predicted(pairs[i]))] =
                    counts[i];
        }
        return matrix;
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }
}
