package org.paperzoo.evaluation.metric.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * How far two clouds of points are apart; the mean over pairs of clouds. The papers' conventions differ, and so do the IDs.
 * Values of all: {@code chamfer_l2} (the sum of the mean squared distances to the nearest point, both ways), its parts {@code
 * mean_sq_a2b} (from the prediction to the reference) and {@code mean_sq_b2a}, {@code chamfer_l1} (half the sum of the mean
 * distances) and {@code hausdorff} (the greatest distance).
 */
public final class CloudDistance {

    private static final List<String> NAMES =
            List.of("chamfer_l2", "chamfer_l1", "hausdorff", "mean_sq_a2b", "mean_sq_b2a");

    private CloudDistance() {}

    /** The squared Chamfer distance of PyTorch3D, which is PCN's CD-L2. */
    public static MeanMetric<PointCloud, PointCloud> chamferSquared() {
        return metric(
                "chamfer-l2-sum",
                "CD-L2",
                "squared unit of the coordinates",
                "chamfer_l2",
                "definition: PyTorch3D's chamfer_distance, PCN's CD-L2");
    }

    /** PCN's CD-L1. */
    public static MeanMetric<PointCloud, PointCloud> chamfer() {
        return metric(
                "chamfer-l1-half-sum", "CD-L1", "unit of the coordinates", "chamfer_l1", "definition: PCN's CD-L1");
    }

    /** The Hausdorff distance of two clouds. */
    public static MeanMetric<PointCloud, PointCloud> hausdorff() {
        return metric(
                "hausdorff-points", "Hausdorff", "unit of the coordinates", "hausdorff", "definition: Hausdorff 1914");
    }

    /**
     * The F-score (Knapitsch et al. 2017): the harmonic mean of the share of predicted points that are nearer to the
     * reference than a threshold, and of the share of the reference's that are nearer to the prediction. Values: {@code
     * fscore precision recall}.
     *
     * @param threshold in the unit of the coordinates
     */
    public static MeanMetric<PointCloud, PointCloud> fScore(double threshold) {
        if (!(threshold >= 1e-9 && threshold <= 1e9)) {
            throw new IllegalArgumentException("a threshold must be 1e-9 to 1e9, not " + threshold);
        }
        MetricDefinition definition = new MetricDefinition(
                "fscore-points-" + CorrectKeypoints.plain(threshold),
                "F-score",
                "fraction",
                0,
                1,
                true,
                "definition: Knapitsch et al. 2017, distance < threshold");
        return new MeanMetric<>(definition, List.of("fscore", "precision", "recall"), (prediction, reference) -> {
            double precision = share(new PointTree(reference).nearest(prediction), threshold);
            double recall = share(new PointTree(prediction).nearest(reference), threshold);
            double sum = precision + recall;
            return MeanMetric.Shares.ofValues(sum == 0 ? 0 : 2 * precision * recall / sum, precision, recall);
        });
    }

    private static double share(double[] squares, double threshold) {
        return (double) Arrays.stream(squares)
                        .filter(square -> Math.sqrt(square) < threshold)
                        .count()
                / squares.length;
    }

    private static MeanMetric<PointCloud, PointCloud> metric(
            String id, String name, String unit, String headline, String reference) {
        List<String> names = new ArrayList<>(NAMES);
        names.remove(headline);
        names.add(0, headline);
        return new MeanMetric<>(
                new MetricDefinition(id, name, unit, 0, Double.POSITIVE_INFINITY, false, reference),
                names,
                (prediction, actual) -> {
                    double[] measured = measure(prediction, actual);
                    return MeanMetric.Shares.ofValues(names.stream()
                            .mapToDouble(value -> measured[NAMES.indexOf(value)])
                            .toArray());
                });
    }

    private static double[] measure(PointCloud prediction, PointCloud reference) {
        double[] toReference = new PointTree(reference).nearest(prediction);
        double[] toPrediction = new PointTree(prediction).nearest(reference);
        double squaresToReference = mean(toReference);
        double squaresToPrediction = mean(toPrediction);
        double hausdorff = Math.sqrt(Math.max(
                Arrays.stream(toReference).max().orElseThrow(),
                Arrays.stream(toPrediction).max().orElseThrow()));
        double distances = mean(Arrays.stream(toReference).map(Math::sqrt).toArray())
                + mean(Arrays.stream(toPrediction).map(Math::sqrt).toArray());
        return new double[] {
            squaresToReference + squaresToPrediction, distances / 2, hausdorff, squaresToReference, squaresToPrediction
        };
    }

    private static double mean(double[] numbers) {
        return PairwiseSum.of(numbers, numbers.length) / numbers.length;
    }
}
