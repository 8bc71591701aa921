package org.paperzoo.evaluation.metric.classification;

import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * The mean negative logarithm of the label's probability, as scikit-learn 1.2.1 computes it: probabilities are clipped to
 * 2^-52 and 1 - 2^-52, then scaled to sum to one. A prediction is a probability for each class. Value: {@code log_loss}.
 */
public final class LogLoss extends SumMetric<double[], Integer> {

    private static final double EPSILON = Math.ulp(1.0);

    public LogLoss() {
        super(
                new MetricDefinition(
                        "log-loss-sklearn",
                        "log loss",
                        "nats",
                        0,
                        Double.POSITIVE_INFINITY,
                        false,
                        "scikit-learn 1.2.1, log_loss"),
                "log_loss");
    }

    @Override
    protected int sumsOf(double[] prediction, Integer reference) {
        ClassScores.check(prediction, reference);
        ClassScores.checkProbabilities(prediction);
        return 2;
    }

    @Override
    protected void add(double[] prediction, Integer reference, ExactSums sums) {
        double sum = 0;
        for (double probability : prediction) {
            sum += clipped(probability);
        }
        sums.add(0, 1);
        sums.add(1, -StrictMath.log(clipped(prediction[reference]) / sum));
    }

    private static double clipped(double probability) {
        return Math.min(Math.max(probability, EPSILON), 1 - EPSILON);
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        return Map.of("log_loss", sums.sum(1) / sums.sum(0));
    }
}
