package org.paperzoo.evaluation.metric.image;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Errors of forecast frames as papers on Moving MNIST report them: summed over the pixels of a frame, whose values are from
 * 0 to 1, and averaged over frames. A frame is its pixels, row by row.
 */
public final class FrameErrors {

    private FrameErrors() {}

    /** The squared error of a frame, as PredRNN's trainer has it. Value: {@code mse}. */
    public static MeanMetric<double[], double[]> squared() {
        return metric(
                "mse",
                "thuml/predrnn-pytorch 0b929d4, core/trainer.py, by frame",
                (predicted, actual) -> (predicted - actual) * (predicted - actual));
    }

    /** The absolute error of a frame, likewise. Value: {@code mae}. */
    public static MeanMetric<double[], double[]> absolute() {
        return metric(
                "mae",
                "the sum of absolute differences of a frame, beside frame-mse",
                (predicted, actual) -> Math.abs(predicted - actual));
    }

    private static MeanMetric<double[], double[]> metric(String name, String reference, DoubleBinaryOperator error) {
        MetricDefinition definition = new MetricDefinition(
                "frame-" + name,
                name.toUpperCase(Locale.ROOT),
                "sum over a frame",
                0,
                Double.POSITIVE_INFINITY,
                false,
                reference);
        return new MeanMetric<>(definition, List.of(name), (prediction, actual) -> {
            if (prediction.length != actual.length) {
                throw new IllegalArgumentException(
                        "the frame has " + prediction.length + " pixels, the reference " + actual.length);
            }
            double sum = 0;
            for (int i = 0; i < actual.length; i++) {
                if (!(prediction[i] >= 0 && prediction[i] <= 1)) {
                    throw new IllegalArgumentException("pixel " + i + " is " + prediction[i] + "; expected is 0 to 1");
                }
                sum += error.applyAsDouble(prediction[i], actual[i]);
            }
            return MeanMetric.Shares.ofValues(sum);
        });
    }
}
