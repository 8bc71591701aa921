package org.paperzoo.evaluation.metric.regression;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * How far predicted numbers are in the order of their references, as SciPy 1.10.1 measures it; of one column. Values:
 * {@code spearman} (Pearson's correlation of ranks, equal numbers sharing the mean of their places) and {@code
 * kendall_tau_b} (pairs in the same order less pairs in the opposite one, ties taken off). NaN where all predictions or
 * all references are equal. Time grows as n log n.
 */
public final class RankCorrelation extends RecordMetric<double[], double[]> {

    private final String id;

    private RankCorrelation(String id, String title, String part) {
        super(new MetricDefinition(id, title, "none", -1, 1, true, "SciPy 1.10.1"), part);
        this.id = id;
    }

    /** Spearman's rho. */
    public static RankCorrelation spearman() {
        return new RankCorrelation("spearman-scipy", "Spearman", "spearman");
    }

    /** Kendall's tau-b. */
    public static RankCorrelation kendall() {
        return new RankCorrelation("kendall-tau-b-scipy", "Kendall", "kendall_tau_b");
    }

    /** The prediction and the reference; adding zero makes -0.0 equal 0.0 to sorting too. */
    @Override
    protected double[] recordOf(double[] prediction, double[] reference) {
        Columns.checkOne(id, prediction, reference);
        return new double[] {prediction[0] + 0.0, reference[0] + 0.0};
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == 2;
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        double[] predictions = new double[records.length];
        double[] references = new double[records.length];
        double[][] sorted = records.clone();
        Arrays.parallelSort(sorted, Arrays::compare);
        for (int i = 0; i < records.length; i++) {
            predictions[i] = sorted[i][0];
            references[i] = sorted[i][1];
        }
        double[] sortedReferences = references.clone();
        Arrays.sort(sortedReferences);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("spearman", spearman(predictions, references, sortedReferences));
        values.put("kendall_tau_b", kendall(predictions, references, sortedReferences));
        return values;
    }

    private static double spearman(double[] predictions, double[] references, double[] sortedReferences) {
        double[] left = centredRanks(predictions, predictions);
        double[] right = centredRanks(references, sortedReferences);
        double products = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            products += left[i] * right[i];
            leftSquares += left[i] * left[i];
            rightSquares += right[i] * right[i];
        }
        return Math.max(-1, Math.min(1, products / Math.sqrt(leftSquares) / Math.sqrt(rightSquares)));
    }

    /** Twice the distance of each number's mean rank from the middle: an integer, whose sums are exact up to 2^53. */
    private static double[] centredRanks(double[] numbers, double[] sorted) {
        double[] first = new double[sorted.length];
        double[] ranks = new double[numbers.length];
        for (int start = 0; start < sorted.length; ) {
            int end = start;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            Arrays.fill(first, start, end, (double) start + (end - 1) - (sorted.length - 1));
            start = end;
        }
        for (int i = 0; i < numbers.length; i++) {
            ranks[i] = first[Arrays.binarySearch(sorted, numbers[i])];
        }
        return ranks;
    }

    /** Knight 1966: after sorting by prediction, then reference, the swaps that sort by reference are the pairs in disorder. */
    private static double kendall(double[] predictions, double[] references, double[] sortedReferences) {
        long pairs = (long) references.length * (references.length - 1) / 2;
        long tiedPredictions = tiedPairs(predictions, null);
        long tiedReferences = tiedPairs(sortedReferences, null);
        if (tiedPredictions == pairs || tiedReferences == pairs) {
            return Double.NaN;
        }
        long tiedBoth = tiedPairs(predictions, references);
        long discordant = MergeInversions.of(references);
        double difference = pairs - tiedPredictions - tiedReferences + tiedBoth - 2 * discordant;
        double tau = difference / Math.sqrt(pairs - tiedPredictions) / Math.sqrt(pairs - tiedReferences);
        return Math.max(-1, Math.min(1, tau));
    }

    /** Pairs of equal numbers among sorted ones; if there are second numbers, of those where these are equal too. */
    private static long tiedPairs(double[] sorted, double[] second) {
        long pairs = 0;
        long run = 1;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1] && (second == null || second[i] == second[i - 1])) {
                pairs += run++;
            } else {
                run = 1;
            }
        }
        return pairs;
    }
}
