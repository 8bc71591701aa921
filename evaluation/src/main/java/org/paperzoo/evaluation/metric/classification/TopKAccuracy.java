package org.paperzoo.evaluation.metric.classification;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * The share of examples whose label is among the k classes of the greatest scores. A prediction is a score for each class.
 * Definitions differ in equal scores. Values: {@code top<k>}, {@code hits} and {@code total}.
 */
public final class TopKAccuracy extends SumMetric<double[], Integer> {

    /** Whether a label is among the best classes. */
    private interface Rule {
        boolean isHit(double[] scores, int label);
    }

    private static final int TOTAL = 0;
    private static final int HITS = 1;

    /** timm selects once for its two accuracies. */
    private static final int LEAST_SELECTION = 5;

    private final int k;
    private final Rule rule;
    private final double scale;

    private TopKAccuracy(MetricDefinition definition, int k, Rule rule, double scale) {
        super(definition, "top" + k);
        this.k = k;
        this.rule = rule;
        this.scale = scale;
    }

    /** scikit-learn's, 0 to 1: of equal scores, the class of the higher index comes first. */
    public static TopKAccuracy asInSklearn(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be at least 1, not " + k);
        }
        return new TopKAccuracy(
                new MetricDefinition(
                        "top-" + k + "-accuracy-sklearn",
                        "top-" + k,
                        "fraction",
                        0,
                        1,
                        true,
                        "scikit-learn 1.2.1, top_k_accuracy_score"),
                k,
                (scores, label) -> placeAmongHigherFirst(scores, label) < k,
                1);
    }

    /**
     * timm's, 0 to 100, of scores in single precision: equal scores come in the order in which PyTorch selects the best 5
     * (or k, if more) on a CPU, which follows no rule of its own, see {@link TorchSelection}.
     *
     * @param k 1 to 16
     */
    public static TopKAccuracy asInTimm(int k) {
        if (k < 1 || k > TorchSelection.MAXIMUM) {
            throw new IllegalArgumentException("k must be 1 to " + TorchSelection.MAXIMUM + ", not " + k);
        }
        return new TopKAccuracy(
                new MetricDefinition(
                        "top-" + k + "-accuracy-timm",
                        "top-" + k,
                        "0-100",
                        0,
                        100,
                        true,
                        "timm, utils/metrics.py accuracy, on PyTorch 1.13 (CPU)"),
                k,
                (scores, label) -> isSelected(scores, label, k),
                100);
    }

    private static int placeAmongHigherFirst(double[] scores, int label) {
        int before = 0;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > scores[label] || (scores[i] == scores[label] && i > label)) {
                before++;
            }
        }
        return before;
    }

    private static boolean isSelected(double[] scores, int label, int k) {
        int[] best = TorchSelection.greatest(scores, Math.min(Math.max(k, LEAST_SELECTION), scores.length));
        for (int i = 0; i < Math.min(k, best.length); i++) {
            if (best[i] == label) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected int sumsOf(double[] prediction, Integer reference) {
        ClassScores.check(prediction, reference);
        return 2;
    }

    @Override
    protected void add(double[] prediction, Integer reference, ExactSums sums) {
        sums.add(TOTAL, 1);
        sums.add(HITS, rule.isHit(prediction, reference) ? 1 : 0);
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("top" + k, sums.sum(HITS) / sums.sum(TOTAL) * scale);
        values.put("hits", (long) sums.sum(HITS));
        values.put("total", (long) sums.sum(TOTAL));
        return values;
    }
}
