package org.paperzoo.evaluation.metric.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * Structural similarity of restored pictures (Wang et al. 2004), at most 1: the mean over the windows of a channel, over
 * channels, over pictures. The implementations differ in windows, borders and covariances. Value: {@code ssim} or {@code
 * uqi}.
 */
public final class StructuralSimilarity {

    private static final String SCIKIT_IMAGE = "scikit-image 0.19.3, structural_similarity";
    private static final double SIGMA = 1.5;

    private StructuralSimilarity() {}

    /**
     * scikit-image with a uniform window and sample covariances, without the border; its default is a window of 7.
     *
     * @param window odd length of the window's side
     */
    public static MeanMetric<Pixels, Pixels> scikitImage(int window) {
        if (window < 3 || window > 255 || window % 2 == 0) {
            throw new IllegalArgumentException("the window must be odd, from 3 to 255, not " + window);
        }
        double[] weights = new double[window];
        Arrays.fill(weights, 1.0 / window);
        double size = (double) window * window;
        return metric(
                "ssim-skimage" + (window == 7 ? "" : "-window" + window),
                SCIKIT_IMAGE,
                new Rule(weights, false, size / (size - 1), 0.01, 0.03));
    }

    /** scikit-image set as Wang et al. have it: a Gaussian window of 11, population covariances, without the border. */
    public static MeanMetric<Pixels, Pixels> wang2004() {
        return metric(
                "ssim-skimage-wang2004",
                SCIKIT_IMAGE + " with gaussian_weights, sigma 1.5, use_sample_covariance False",
                new Rule(gaussian(), false, 1, 0.01, 0.03));
    }

    /** torchmetrics' default: a Gaussian window of 11, the picture reflected at its border, which counts too. */
    public static MeanMetric<Pixels, Pixels> torchmetrics() {
        return metric(
                "ssim-torchmetrics", "torchmetrics dab0333, in float64", new Rule(gaussian(), true, 1, 0.01, 0.03));
    }

    /** torchmetrics' universal quality index (Wang and Bovik 2002): SSIM without its constants, without the border. */
    public static MeanMetric<Pixels, Pixels> universalQuality() {
        return metric("uqi-torchmetrics", "torchmetrics dab0333, in float64", new Rule(gaussian(), false, 1, 0, 0));
    }

    private static MeanMetric<Pixels, Pixels> metric(String id, String reference, Rule rule) {
        String name = id.substring(0, id.indexOf('-'));
        MetricDefinition definition =
                new MetricDefinition(id, name.toUpperCase(Locale.ROOT), "similarity", -1, 1, true, reference);
        return new MeanMetric<>(
                definition,
                List.of(name),
                (prediction, original) -> MeanMetric.Shares.ofValues(rule.similarity(prediction, original)));
    }

    /** Weights out to 3.5 sigma. */
    private static double[] gaussian() {
        int radius = (int) (3.5 * SIGMA + 0.5);
        double[] weights = new double[2 * radius + 1];
        for (int i = 0; i < weights.length; i++) {
            double distance = i - radius;
            weights[i] = Math.exp(-0.5 * distance * distance / (SIGMA * SIGMA));
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /**
     * How windows are compared.
     *
     * @param weights of a window, along either axis
     * @param reflected whether windows may reach over the border, where the picture is reflected without its edge
     * @param correction factor of the covariances
     * @param luminance constant of the means, in shares of the peak
     * @param contrast constant of the covariances
     */
    private record Rule(double[] weights, boolean reflected, double correction, double luminance, double contrast) {

        double similarity(Pixels prediction, Pixels reference) {
            reference.checkSameForm(prediction);
            int least = reflected ? weights.length / 2 + 1 : weights.length;
            if (reference.width() < least || reference.height() < least) {
                throw new IllegalArgumentException("the picture has " + reference.width() + " x " + reference.height()
                        + " pixels; windows of " + weights.length + " need at least " + least + " x " + least);
            }
            double sum = 0;
            for (int channel = 0; channel < reference.channels(); channel++) {
                sum += similarity(prediction, reference, channel);
            }
            return sum / reference.channels();
        }

        private double similarity(Pixels prediction, Pixels reference, int channel) {
            WindowMeans windows = new WindowMeans(reference.width(), reference.height(), weights, reflected);
            double[] x = samples(prediction, channel);
            double[] y = samples(reference, channel);
            double[] xMeans = windows.of(x, null);
            double[] yMeans = windows.of(y, null);
            double[] xSquares = windows.of(x, x);
            double[] ySquares = windows.of(y, y);
            double[] products = windows.of(x, y);
            double c1 = square(luminance * reference.peak());
            double c2 = square(contrast * reference.peak());
            double[] similarities = xMeans;
            for (int i = 0; i < similarities.length; i++) {
                double xMean = xMeans[i];
                double yMean = yMeans[i];
                double xVariance = correction * (xSquares[i] - xMean * xMean);
                double yVariance = correction * (ySquares[i] - yMean * yMean);
                double covariance = correction * (products[i] - xMean * yMean);
                similarities[i] = ((2 * xMean * yMean + c1) * (2 * covariance + c2))
                        / ((xMean * xMean + yMean * yMean + c1) * (xVariance + yVariance + c2));
            }
            return PairwiseSum.of(similarities, similarities.length) / similarities.length;
        }

        private static double square(double root) {
            return root * root;
        }

        private static double[] samples(Pixels pixels, int channel) {
            double[] samples = new double[pixels.width() * pixels.height()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = pixels.samples()[i * pixels.channels() + channel];
            }
            return samples;
        }
    }
}
