package org.paperzoo.evaluation.metric.classification;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * How well scores tell yes from no, whatever the threshold, as scikit-learn 1.2.1 measures it. A prediction is a score,
 * greater for yes; equal scores count half in areas under the ROC curve.
 *
 * <p>Values: {@code auroc}, {@code average_precision} (a sum of steps), {@code auprc_trapezoid} (the area under the same
 * points joined by lines, which is another number), {@code max_fpr_0.1_partial_auc}, {@code positives} and
 * {@code negatives}. Areas that need both kinds are NaN where one is missing.
 */
public final class BinaryRanking extends RecordMetric<Double, Boolean> {

    /** Which value is the headline. */
    public enum Figure {
        /** Area under the ROC curve. */
        AUROC("auroc-sklearn", "auroc", "AUROC"),
        /** Precision averaged over steps of recall. */
        AVERAGE_PRECISION("average-precision-sklearn", "average_precision", "AP"),
        /** Area under precision over recall by the trapezoidal rule. */
        AUPRC("auprc-trapezoid-sklearn", "auprc_trapezoid", "AUPRC"),
        /** Standardised area under the ROC curve up to a rate of false positives of 0.1. */
        PARTIAL_AUROC("auroc-fpr-0.1-sklearn", "max_fpr_0.1_partial_auc", "AUROC to FPR 0.1");

        private final String id;
        private final String part;
        private final String title;

        Figure(String id, String part, String title) {
            this.id = id;
            this.part = part;
            this.title = title;
        }

        /** The metric's ID. */
        public String id() {
            return id;
        }
    }

    private static final double PARTIAL_FALSE_RATE = 0.1;

    public BinaryRanking(Figure figure) {
        super(new MetricDefinition(figure.id, figure.title, "fraction", 0, 1, true, "scikit-learn 1.2.1"), figure.part);
    }

    @Override
    protected double[] recordOf(Double prediction, Boolean reference) {
        if (!Double.isFinite(prediction)) {
            throw new IllegalArgumentException("the score is " + prediction);
        }
        return new double[] {prediction, reference ? 1 : 0};
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == 2 && (numbers[1] == 0 || numbers[1] == 1);
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        double[] scores = new double[records.length];
        boolean[] positives = new boolean[records.length];
        for (int i = 0; i < records.length; i++) {
            scores[i] = records[i][0];
            positives[i] = records[i][1] == 1;
        }
        ScoreRanking ranking = ScoreRanking.of(scores, positives);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("auroc", ranking.areaUnderRoc());
        values.put("average_precision", ranking.averagePrecision());
        values.put("auprc_trapezoid", ranking.areaUnderPrecision());
        values.put("max_fpr_0.1_partial_auc", ranking.partialAreaUnderRoc(PARTIAL_FALSE_RATE));
        values.put("positives", ranking.positives());
        values.put("negatives", ranking.negatives());
        return values;
    }
}
