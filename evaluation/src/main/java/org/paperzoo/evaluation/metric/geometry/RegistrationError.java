package org.paperzoo.evaluation.metric.geometry;

import java.util.List;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Registration of clouds of points (Choi et al. 2015, Deng et al. 2018). Values, as means over pairs of clouds: {@code
 * registration_recall}, whether the source's points end within a root mean square of where the true motion moves them;
 * {@code rmse}, that root mean square; {@code rre}, the angle of the rotation's error in degrees; {@code rte}, the length of
 * the translation's; {@code inlier_ratio}, the share of correspondences that the true motion brings within a distance; and
 * {@code feature_matching_recall}, whether that share is large enough.
 */
public final class RegistrationError {

    private static final String DEFINITION = "definition: Choi et al. 2015, Deng et al. 2018";

    private RegistrationError() {}

    /**
     * Recall under the thresholds of a benchmark; 3DMatch has 0.2 m, 0.1 m and 0.05.
     *
     * @param rootMeanSquare below which a pair is registered
     * @param inlierDistance below which a correspondence is right
     * @param inlierRatio above which features match
     */
    public static MeanMetric<Correspondences, RigidMotion> recall(
            double rootMeanSquare, double inlierDistance, double inlierRatio) {
        if (!(rootMeanSquare >= 1e-9 && rootMeanSquare <= 1e9 && inlierDistance > 0 && inlierRatio >= 0)) {
            throw new IllegalArgumentException("thresholds must be positive, not " + rootMeanSquare + ", "
                    + inlierDistance + " and " + inlierRatio);
        }
        MetricDefinition definition = new MetricDefinition(
                "registration-recall-" + CorrectKeypoints.plain(rootMeanSquare) + "-"
                        + CorrectKeypoints.plain(inlierDistance) + "-" + CorrectKeypoints.plain(inlierRatio),
                "RR",
                "fraction",
                0,
                1,
                true,
                DEFINITION);
        return new MeanMetric<>(
                definition,
                List.of("registration_recall", "rmse", "rre", "rte", "inlier_ratio", "feature_matching_recall"),
                (prediction, truth) -> {
                    double error = rootMeanSquare(prediction, truth);
                    double inliers = inliers(prediction, truth, inlierDistance);
                    return MeanMetric.Shares.ofValues(
                            error < rootMeanSquare ? 1 : 0,
                            error,
                            angle(prediction.motion(), truth),
                            shift(prediction.motion(), truth),
                            inliers,
                            inliers > inlierRatio ? 1 : 0);
                });
    }

    private static double rootMeanSquare(Correspondences prediction, RigidMotion truth) {
        double[] source = prediction.source().coordinates();
        double squares = 0;
        for (int from = 0; from < source.length; from += 3) {
            for (int axis = 0; axis < 3; axis++) {
                double difference = prediction.motion().moved(source, from, axis) - truth.moved(source, from, axis);
                squares += difference * difference;
            }
        }
        return Math.sqrt(squares / prediction.source().size());
    }

    private static double inliers(Correspondences prediction, RigidMotion truth, double distance) {
        double[] source = prediction.source().coordinates();
        double[] target = prediction.target().coordinates();
        int inliers = 0;
        for (int from = 0; from < source.length; from += 3) {
            double square = 0;
            for (int axis = 0; axis < 3; axis++) {
                double difference = truth.moved(source, from, axis) - target[from + axis];
                square += difference * difference;
            }
            inliers += Math.sqrt(square) < distance ? 1 : 0;
        }
        return (double) inliers / prediction.source().size();
    }

    private static double angle(RigidMotion estimate, RigidMotion truth) {
        double trace = 0;
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                trace += estimate.matrix()[4 * row + column] * truth.matrix()[4 * row + column];
            }
        }
        // Rounding may leave the range of a cosine.
        return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, (trace - 1) / 2))));
    }

    private static double shift(RigidMotion estimate, RigidMotion truth) {
        double square = 0;
        for (int axis = 0; axis < 3; axis++) {
            double difference = estimate.matrix()[4 * axis + 3] - truth.matrix()[4 * axis + 3];
            square += difference * difference;
        }
        return Math.sqrt(square);
    }
}
