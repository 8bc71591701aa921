package org.paperzoo.evaluation.metric.image;

import java.util.List;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/** Peak signal-to-noise ratio of restored pictures, in dB; infinite where they are equal. The range is that of the samples. */
public final class SignalToNoise {

    private SignalToNoise() {}

    /**
     * The mean over pictures of scikit-image's ratios. Values: {@code psnr}; {@code mse}, in squared samples; {@code nrmse},
     * its root over that of the mean square of the reference.
     */
    public static MeanMetric<Pixels, Pixels> scikitImage() {
        return new MeanMetric<>(
                definition("psnr-skimage", "scikit-image 0.19.3, mean over pictures"),
                List.of("psnr", "mse", "nrmse"),
                (prediction, reference) -> {
                    double error = meanSquaredError(prediction, reference);
                    double squares = 0;
                    for (char sample : reference.samples()) {
                        squares += (double) sample * sample;
                    }
                    double size = reference.samples().length;
                    return MeanMetric.Shares.ofValues(
                            ratio(reference.peak(), error), error, Math.sqrt(error) / Math.sqrt(squares / size));
                });
    }

    /**
     * torchmetrics' ratio of the mean squared error over all samples of all pictures. Values: {@code psnr}; {@code mse},
     * relative to the squared peak.
     */
    public static MeanMetric<Pixels, Pixels> torchmetrics() {
        return new MeanMetric<>(
                definition("psnr-torchmetrics", "torchmetrics dab0333, over all pictures at once, in float64"),
                List.of("psnr", "mse"),
                (prediction, reference) -> {
                    double peak = reference.peak();
                    long size = reference.samples().length;
                    double errors = meanSquaredError(prediction, reference) / (peak * peak) * size;
                    return new MeanMetric.Shares(new double[] {errors, errors}, new long[] {size, size});
                },
                means -> new double[] {ratio(1, means[0]), means[1]});
    }

    private static MetricDefinition definition(String id, String reference) {
        return new MetricDefinition(
                id, "PSNR", "dB", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true, reference);
    }

    private static double meanSquaredError(Pixels prediction, Pixels reference) {
        reference.checkSameForm(prediction);
        char[] predicted = prediction.samples();
        char[] labelled = reference.samples();
        long squares = 0;
        for (int i = 0; i < labelled.length; i++) {
            long difference = predicted[i] - labelled[i];
            squares += difference * difference;
        }
        return (double) squares / labelled.length;
    }

    private static double ratio(double peak, double error) {
        return 10 * Math.log10(peak * peak / error);
    }
}
