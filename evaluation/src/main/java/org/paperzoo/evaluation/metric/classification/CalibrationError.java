package org.paperzoo.evaluation.metric.classification;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.record.ExactSums;
import org.paperzoo.evaluation.metric.record.SumMetric;
import org.paperzoo.evaluation.metric.record.Sums;

/**
 * Expected calibration error (Guo et al. 2017) as torchmetrics computes it: the difference between accuracy and confidence
 * over bins of equal width, weighted by the share of examples in each. A prediction is a probability for each class; its
 * confidence is the greatest, in single precision, and a confidence on the border of two bins belongs to the upper.
 *
 * <p>Values: {@code ece} and {@code mce} (the greatest difference), and by bin {@code counts}, {@code accuracies} and
 * {@code confidences}; the last bin holds the confidence of exactly 1.
 */
public final class CalibrationError extends SumMetric<double[], Integer> {

    private static final int MAXIMUM_BINS = 10_000;

    private final int bins;

    private CalibrationError(int bins) {
        super(
                new MetricDefinition(
                        "ece-" + bins + "-l1-torchmetrics",
                        "ECE",
                        "fraction",
                        0,
                        1,
                        false,
                        "torchmetrics dab0333, multiclass_calibration_error"),
                "ece");
        this.bins = bins;
    }

    /** The error over a number of bins, 15 as a rule. */
    public static CalibrationError of(int bins) {
        if (bins < 1 || bins > MAXIMUM_BINS) {
            throw new IllegalArgumentException("there must be 1 to " + MAXIMUM_BINS + " bins, not " + bins);
        }
        return new CalibrationError(bins);
    }

    @Override
    protected int sumsOf(double[] prediction, Integer reference) {
        ClassScores.check(prediction, reference);
        ClassScores.checkProbabilities(prediction);
        return 3 * (bins + 1);
    }

    @Override
    protected void add(double[] prediction, Integer reference, ExactSums sums) {
        int predicted = ClassScores.greatest(prediction);
        float confidence = (float) prediction[predicted];
        int bin = bin(confidence);
        sums.add(3 * bin, 1);
        sums.add(3 * bin + 1, predicted == reference ? 1 : 0);
        sums.add(3 * bin + 2, confidence);
    }

    /** The last bin whose lower border is not above the confidence. */
    private int bin(float confidence) {
        int bin = Math.min(bins, (int) (confidence * bins));
        while (bin < bins && border(bin + 1) <= confidence) {
            bin++;
        }
        while (bin > 0 && border(bin) > confidence) {
            bin--;
        }
        return bin;
    }

    /** As PyTorch's linspace spaces borders in single precision: from both ends towards the middle. */
    private float border(int index) {
        float step = 1.0f / bins;
        return index < (bins + 1) / 2 ? step * index : 1 - step * (bins - index);
    }

    @Override
    protected Map<String, Object> valuesOf(Sums sums) {
        double total = 0;
        double[] counts = new double[bins + 1];
        for (int bin = 0; bin <= bins; bin++) {
            counts[bin] = sums.sum(3 * bin);
            total += counts[bin];
        }
        double expected = 0;
        double greatest = 0;
        double[] accuracies = new double[bins + 1];
        double[] confidences = new double[bins + 1];
        long[] sizes = new long[bins + 1];
        for (int bin = 0; bin <= bins; bin++) {
            if (counts[bin] > 0) {
                accuracies[bin] = sums.sum(3 * bin + 1) / counts[bin];
                confidences[bin] = sums.sum(3 * bin + 2) / counts[bin];
                sizes[bin] = (long) counts[bin];
                double difference = Math.abs(accuracies[bin] - confidences[bin]);
                expected += difference * counts[bin] / total;
                greatest = Math.max(greatest, difference);
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ece", expected);
        values.put("mce", greatest);
        values.put("counts", MetricResult.list(sizes));
        values.put("accuracies", MetricResult.list(accuracies));
        values.put("confidences", MetricResult.list(confidences));
        return values;
    }
}
