package org.paperzoo.evaluation.metric.classification;

import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * The mean squared error of the probability of yes, as scikit-learn 1.2.1 defines it for two classes: 0 to 1, half of
 * Brier's own sum over both. Value: {@code brier}.
 */
public final class BrierScore extends SumMetric<Double, Boolean> {

    public BrierScore() {
        super(
                new MetricDefinition(
                        "brier-sklearn",
                        "Brier score",
                        "fraction",
                        0,
                        1,
                        false,
                        "scikit-learn 1.2.1, brier_score_loss"),
                "brier");
    }

    @Override
    protected int sumsOf(Double prediction, Boolean reference) {
        if (!(prediction >= 0 && prediction <= 1)) {
            throw new IllegalArgumentException("the score " + prediction + " is no probability");
        }
        return 2;
    }

    @Override
    protected void add(Double prediction, Boolean reference, ExactSums sums) {
        double error = (reference ? 1 : 0) - prediction;
        sums.add(0, 1);
        sums.add(1, error * error);
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        return Map.of("brier", sums.sum(1) / sums.sum(0));
    }
}
