package org.paperzoo.evaluation.metric.geometry;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/** The share of joints that are predicted within a distance of the true ones, 0 to 1, over all joints of all examples. */
public final class CorrectKeypoints {

    private static final String DEFINITION = "definition: distance <= threshold";
    private static final int AREA_STEPS = 30;

    private CorrectKeypoints() {}

    /**
     * PCK of 3-D poses: joints within a distance. Values: {@code pck}; {@code auc}, its mean over the 31 thresholds from 0
     * to this one (150 mm in steps of 5 mm, as MPI-INF-3DHP has it).
     *
     * @param threshold in the unit of the coordinates
     */
    public static MeanMetric<Poses, Poses> within(double threshold) {
        return metric(threshold, true);
    }

    /** The same with {@code auc} as the headline. */
    public static MeanMetric<Poses, Poses> areaUpTo(double threshold) {
        return metric(threshold, false);
    }

    private static MeanMetric<Poses, Poses> metric(double threshold, boolean shareFirst) {
        checkThreshold(threshold);
        MetricDefinition definition = new MetricDefinition(
                (shareFirst ? "pck-" : "auc-pck-") + plain(threshold),
                shareFirst ? "PCK" : "AUC",
                "fraction",
                0,
                1,
                true,
                DEFINITION);
        return new MeanMetric<>(
                definition, shareFirst ? List.of("pck", "auc") : List.of("auc", "pck"), (prediction, reference) -> {
                    reference.checkPrediction(prediction);
                    long right = 0;
                    long rightAnywhere = 0;
                    for (int from = 0; from < reference.coordinates().length; from += reference.axes()) {
                        double distance = Poses.distance(
                                prediction.coordinates(), reference.coordinates(), from, reference.axes());
                        right += distance <= threshold ? 1 : 0;
                        for (int step = 0; step <= AREA_STEPS; step++) {
                            rightAnywhere += distance <= threshold * step / AREA_STEPS ? 1 : 0;
                        }
                    }
                    long joints = (long) reference.frames() * reference.joints();
                    long tried = joints * (AREA_STEPS + 1);
                    return shareFirst
                            ? new MeanMetric.Shares(new double[] {right, rightAnywhere}, new long[] {joints, tried})
                            : new MeanMetric.Shares(new double[] {rightAnywhere, right}, new long[] {tried, joints});
                });
    }

    /**
     * PCKh (Andriluka et al. 2014): visible joints within a share of the head's size. Values: {@code PCKh@T} for each
     * threshold, the first one the headline, then {@code joint_0} and so on at that one, NaN where none is visible.
     *
     * @param joints number of joints
     * @param thresholds shares of the head's size, such as 0.5
     */
    public static MeanMetric<Poses, LabelledPose> ofHeadSize(int joints, double... thresholds) {
        if (joints < 1 || joints > 10_000 || thresholds.length < 1) {
            throw new IllegalArgumentException("needs 1 to 10000 joints and at least one threshold");
        }
        List<String> names = new ArrayList<>();
        for (double threshold : thresholds) {
            checkThreshold(threshold);
            names.add("PCKh@" + plain(threshold));
        }
        IntStream.range(0, joints).forEach(joint -> names.add("joint_" + joint));
        MetricDefinition definition = new MetricDefinition(
                "pckh-" + plain(thresholds[0]), "PCKh@" + plain(thresholds[0]), "fraction", 0, 1, true, DEFINITION);
        return new MeanMetric<>(definition, names, (prediction, reference) -> {
            Poses pose = reference.pose();
            pose.checkPrediction(prediction);
            if (pose.joints() != joints) {
                throw new IllegalArgumentException("the pose has " + pose.joints() + " joints, not " + joints);
            }
            double[] right = new double[names.size()];
            long[] visible = new long[names.size()];
            for (int joint = 0; joint < joints; joint++) {
                if (!reference.visible()[joint]) {
                    continue;
                }
                double distance =
                        Poses.distance(prediction.coordinates(), pose.coordinates(), joint * pose.axes(), pose.axes());
                for (int i = 0; i < thresholds.length; i++) {
                    visible[i]++;
                    right[i] += distance <= thresholds[i] * reference.headSize() ? 1 : 0;
                }
                visible[thresholds.length + joint]++;
                right[thresholds.length + joint] += distance <= thresholds[0] * reference.headSize() ? 1 : 0;
            }
            return new MeanMetric.Shares(right, visible);
        });
    }

    /**
     * A pose of one frame, as annotated.
     *
     * @param pose its joints
     * @param headSize size of the head, in the unit of the coordinates; not negative
     * @param visible which joints count
     */
    public record LabelledPose(Poses pose, double headSize, boolean[] visible) {
        public LabelledPose {
            if (pose.frames() != 1 || visible.length != pose.joints()) {
                throw new IllegalArgumentException("visibility of " + visible.length + " joints for " + pose.frames()
                        + " frames of " + pose.joints());
            }
            if (!(headSize >= 0 && Double.isFinite(headSize))) {
                throw new IllegalArgumentException("the size of a head is not " + headSize);
            }
        }
    }

    private static void checkThreshold(double threshold) {
        if (!(threshold > 0 && threshold <= 1e9 && threshold >= 1e-9)) {
            throw new IllegalArgumentException("a threshold must be 1e-9 to 1e9, not " + threshold);
        }
    }

    /** A threshold as metric IDs carry it. */
    static String plain(double threshold) {
        return new BigDecimal(Double.toString(threshold)).stripTrailingZeros().toPlainString();
    }
}
