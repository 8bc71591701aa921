package org.paperzoo.evaluation.metric.classification;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * Figures of labels that are taken as true from a threshold on, where an example has any number of labels, as scikit-learn
 * 1.2.1 defines them. A prediction is a score for each label, its reference says which hold.
 *
 * <p>Values: {@code f1_macro} (mean over labels), {@code f1_micro} (of all decisions), {@code f1_samples} (mean over
 * examples), {@code hamming_loss} (share of wrong decisions), {@code subset_accuracy} (share of examples without a wrong
 * one), and {@code f1} by label. An F1 without anything predicted or true is 0.
 */
public final class MultilabelDecisions extends SumMetric<double[], boolean[]> {

    /** Which value is the headline. */
    public enum Figure {
        F1_MACRO("f1-macro-multilabel", "macro F1", true),
        F1_MICRO("f1-micro-multilabel", "micro F1", true),
        F1_SAMPLES("f1-samples-multilabel", "F1 of examples", true),
        HAMMING_LOSS("hamming-loss-multilabel", "Hamming loss", false),
        SUBSET_ACCURACY("subset-accuracy-multilabel", "subset accuracy", true);

        private final String id;
        private final String title;
        private final boolean higherIsBetter;

        Figure(String id, String title, boolean higherIsBetter) {
            this.id = id;
            this.title = title;
            this.higherIsBetter = higherIsBetter;
        }

        private String part() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // Sums over examples: examples, exact ones, F1 of examples; then for each label hits, predicted and true ones.
    private static final int EXAMPLES = 0;
    private static final int EXACT = 1;
    private static final int SAMPLE_F1 = 2;
    private static final int LABELS = 3;

    private final double threshold;

    /** @param threshold the least score of a label that is taken as true, 0.5 as a rule; finite */
    public MultilabelDecisions(Figure figure, double threshold) {
        super(
                new MetricDefinition(
                        figure.id + "-" + identifier(threshold) + "-sklearn",
                        figure.title,
                        "fraction",
                        0,
                        1,
                        figure.higherIsBetter,
                        "scikit-learn 1.2.1 on scores >= " + threshold),
                figure.part());
        this.threshold = threshold;
    }

    private static String identifier(double threshold) {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("the threshold must be a finite number, not " + threshold);
        }
        return Double.toString(threshold).toLowerCase(Locale.ROOT).replace("-", "minus");
    }

    @Override
    protected int sumsOf(double[] prediction, boolean[] reference) {
        ClassScores.checkFinite(prediction);
        if (prediction.length != reference.length) {
            throw new IllegalArgumentException(
                    "scores of " + prediction.length + " labels for a reference of " + reference.length);
        }
        return LABELS + 3 * prediction.length;
    }

    @Override
    protected void add(double[] prediction, boolean[] reference, ExactSums sums) {
        int hits = 0;
        int predictions = 0;
        int trues = 0;
        for (int i = 0; i < reference.length; i++) {
            boolean predicted = prediction[i] >= threshold;
            if (predicted && reference[i]) {
                sums.add(LABELS + 3 * i, 1);
                hits++;
            }
            if (predicted) {
                sums.add(LABELS + 3 * i + 1, 1);
                predictions++;
            }
            if (reference[i]) {
                sums.add(LABELS + 3 * i + 2, 1);
                trues++;
            }
        }
        sums.add(EXAMPLES, 1);
        sums.add(EXACT, hits == predictions && hits == trues ? 1 : 0);
        sums.add(SAMPLE_F1, f1(hits, predictions, trues));
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        int labels = (sums.count() - LABELS) / 3;
        double[] byLabel = new double[labels];
        double hits = 0;
        double predictions = 0;
        double trues = 0;
        for (int i = 0; i < labels; i++) {
            int at = LABELS + 3 * i;
            byLabel[i] = f1(sums.sum(at), sums.sum(at + 1), sums.sum(at + 2));
            hits += sums.sum(at);
            predictions += sums.sum(at + 1);
            trues += sums.sum(at + 2);
        }
        double examples = sums.sum(EXAMPLES);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("f1_macro", PairwiseSum.of(byLabel, labels) / labels);
        values.put("f1_micro", f1(hits, predictions, trues));
        values.put("f1_samples", sums.sum(SAMPLE_F1) / examples);
        values.put("hamming_loss", (predictions + trues - 2 * hits) / (examples * labels));
        values.put("subset_accuracy", sums.sum(EXACT) / examples);
        values.put("f1", MetricResult.list(byLabel));
        return values;
    }

    private static double f1(double hits, double predicted, double actual) {
        return predicted + actual == 0 ? 0 : 2 * hits / (predicted + actual);
    }
}
