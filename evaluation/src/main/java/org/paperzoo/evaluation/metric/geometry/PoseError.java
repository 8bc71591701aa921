package org.paperzoo.evaluation.metric.geometry;

import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Mean distance of predicted joints from the true ones, in the unit of the coordinates (as a rule, millimetres), over all
 * joints of all frames of all sequences. Value: named as the metric's ID begins.
 */
public final class PoseError {

    private static final String REFERENCE = "facebookresearch/VideoPose3D 1afb1ca, common/loss.py";

    /** Moves a predicted frame before it is compared. */
    @FunctionalInterface
    private interface Alignment {

        /** The frame to compare, as an array of one frame. */
        double[] align(double[] predicted, double[] actual, int axes);
    }

    private PoseError() {}

    /** Protocol 1: the mean per-joint position error, as it is. */
    public static MeanMetric<Poses, Poses> mpjpe() {
        return aligned("mpjpe-videopose3d", "MPJPE", (predicted, actual, axes) -> predicted);
    }

    /**
     * The error after a joint, the root, of both is moved to the origin.
     *
     * @param root index of the root joint
     */
    public static MeanMetric<Poses, Poses> rootAligned(int root) {
        if (root < 0) {
            throw new IllegalArgumentException("the root joint is from 0 on, not " + root);
        }
        return aligned("mpjpe-root" + root, "root-aligned MPJPE", (predicted, actual, axes) -> {
            if (root * axes >= actual.length) {
                throw new IllegalArgumentException("there is no joint " + root + " among " + actual.length / axes);
            }
            double[] moved = new double[predicted.length];
            for (int i = 0; i < moved.length; i++) {
                int rootAxis = root * axes + i % axes;
                moved[i] = predicted[i] - predicted[rootAxis] + actual[rootAxis];
            }
            return moved;
        });
    }

    /** Protocol 2: the error after the similarity (rotation, scale and translation) of each frame that fits best. */
    public static MeanMetric<Poses, Poses> procrustes() {
        return aligned("p-mpjpe-videopose3d", "P-MPJPE", Procrustes::align);
    }

    /** Protocol 3: the error after the scale of each frame that fits best. */
    public static MeanMetric<Poses, Poses> normalised() {
        return aligned("n-mpjpe-videopose3d", "N-MPJPE", (predicted, actual, axes) -> {
            double products = 0;
            double squares = 0;
            for (int i = 0; i < predicted.length; i++) {
                products += predicted[i] * actual[i];
                squares += predicted[i] * predicted[i];
            }
            double[] scaled = new double[predicted.length];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = products / squares * predicted[i];
            }
            return scaled;
        });
    }

    /** The error of velocities: of the differences between the frames of a sequence, of which it needs two. */
    public static MeanMetric<Poses, Poses> velocity() {
        return metric("mpjve-videopose3d", "MPJVE", (prediction, reference) -> {
            reference.checkPrediction(prediction);
            if (reference.frames() < 2) {
                throw new IllegalArgumentException("a velocity needs two frames, not " + reference.frames());
            }
            int width = reference.joints() * reference.axes();
            double[] predicted = new double[width];
            double[] actual = new double[width];
            double sum = 0;
            for (int frame = 1; frame < reference.frames(); frame++) {
                for (int i = 0; i < width; i++) {
                    int at = frame * width + i;
                    predicted[i] = prediction.coordinates()[at] - prediction.coordinates()[at - width];
                    actual[i] = reference.coordinates()[at] - reference.coordinates()[at - width];
                }
                sum += distances(predicted, actual, reference.axes());
            }
            return shares(sum, (long) (reference.frames() - 1) * reference.joints());
        });
    }

    private static MeanMetric<Poses, Poses> aligned(String id, String name, Alignment alignment) {
        return metric(id, name, (prediction, reference) -> {
            reference.checkPrediction(prediction);
            int width = reference.joints() * reference.axes();
            double[] predicted = new double[width];
            double[] actual = new double[width];
            double sum = 0;
            for (int frame = 0; frame < reference.frames(); frame++) {
                System.arraycopy(prediction.coordinates(), frame * width, predicted, 0, width);
                System.arraycopy(reference.coordinates(), frame * width, actual, 0, width);
                double[] compared = alignment.align(predicted, actual, reference.axes());
                sum += distances(compared, actual, reference.axes());
            }
            return shares(sum, (long) reference.frames() * reference.joints());
        });
    }

    private static MeanMetric<Poses, Poses> metric(String id, String name, MeanMetric.Measure<Poses, Poses> measure) {
        MetricDefinition definition = new MetricDefinition(
                id, name, "unit of the coordinates", 0, Double.POSITIVE_INFINITY, false, REFERENCE);
        String value = id.replace("-videopose3d", "").replace('-', '_').toLowerCase(Locale.ROOT);
        return new MeanMetric<>(definition, List.of(value), measure);
    }

    private static double distances(double[] predicted, double[] actual, int axes) {
        double sum = 0;
        for (int from = 0; from < actual.length; from += axes) {
            sum += Poses.distance(predicted, actual, from, axes);
        }
        return sum;
    }

    private static MeanMetric.Shares shares(double sum, long count) {
        return new MeanMetric.Shares(new double[] {sum}, new long[] {count});
    }
}
