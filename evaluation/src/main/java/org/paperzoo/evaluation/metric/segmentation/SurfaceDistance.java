package org.paperzoo.evaluation.metric.segmentation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * Distances between the surfaces of a predicted and a labelled mask, for each example and label, in the unit of the
 * spacing; the mean over labels, then over examples. Volumes of 1 to 3 axes, in time linear in the voxels.
 *
 * <p>The libraries differ: the 95th percentile is medpy's over the distances of both directions pooled, and MONAI's the
 * greater of the two directions' percentiles; empty masks are refused by medpy, and infinite or undefined to MONAI, which
 * leaves the undefined out of its means.
 */
public final class SurfaceDistance {

    private static final String MEDPY = "medpy d6abf41, medpy/metric/binary.py";
    private static final String MONAI = "MONAI d388d1c, monai/metrics";
    private static final double SHARE = 0.95;

    /** What the headline is. */
    public enum Figure {
        /** Hausdorff distance: the greatest distance of either direction. */
        HD,
        /** Its 95th percentile. */
        HD95,
        /** Mean distance of the prediction's surface from the reference's. */
        ASD,
        /** Mean of the distances of both directions, pooled. */
        ASSD
    }

    private SurfaceDistance() {}

    /**
     * As medpy defines them: {@code hd hd95 asd assd}, the headline first. An example with an empty mask is refused.
     *
     * @param connectivity how many coordinates of a neighbour may differ by one; medpy's default is 1
     * @param labels the labels that are objects, one mask each
     */
    public static MeanMetric<LabelVolume, LabelVolume> medpy(Figure headline, int connectivity, int... labels) {
        if (connectivity < 1 || connectivity > 3) {
            throw new IllegalArgumentException("connectivity must be 1, 2 or 3, not " + connectivity);
        }
        List<Figure> figures = headed(headline);
        int[] measured = MaskOverlap.checked(labels);
        return new MeanMetric<>(
                definition(
                        headline,
                        "-medpy" + (connectivity == 1 ? "" : "-connectivity" + connectivity)
                                + MaskOverlap.idPart(labels),
                        MEDPY),
                figures.stream().map(SurfaceDistance::name).toList(),
                (prediction, reference) -> {
                    reference.checkPrediction(prediction);
                    if (connectivity > reference.shape().length) {
                        throw new IllegalArgumentException("connectivity " + connectivity + " needs as many axes, not "
                                + reference.shape().length);
                    }
                    double[] means = new double[figures.size()];
                    for (int label : measured) {
                        SurfaceDistances distances = measured(prediction, reference, label, connectivity);
                        refuseEmpty(distances, label);
                        for (int i = 0; i < means.length; i++) {
                            means[i] += medpy(figures.get(i), distances) / measured.length;
                        }
                    }
                    return MeanMetric.Shares.ofValues(means);
                });
    }

    /** As MONAI defines them: {@code hd hd95 asd assd}, and {@code hd95_directed} of the prediction; the headline first. */
    public static MeanMetric<LabelVolume, LabelVolume> monai(Figure headline, int... labels) {
        List<Figure> figures = headed(headline);
        List<String> names =
                new ArrayList<>(figures.stream().map(SurfaceDistance::name).toList());
        names.add("hd95_directed");
        int[] measured = MaskOverlap.checked(labels);
        return new MeanMetric<>(
                definition(headline, "-monai" + MaskOverlap.idPart(labels), MONAI), names, (prediction, reference) -> {
                    reference.checkPrediction(prediction);
                    double[][] values = new double[names.size()][measured.length];
                    for (int label = 0; label < measured.length; label++) {
                        SurfaceDistances distances = measured(prediction, reference, measured[label], 1);
                        for (int i = 0; i < figures.size(); i++) {
                            values[i][label] = monai(figures.get(i), distances);
                        }
                        values[figures.size()][label] = directed95(distances);
                    }
                    double[] means = new double[values.length];
                    for (int i = 0; i < means.length; i++) {
                        means[i] = MaskOverlap.meanOfDefined(values[i]);
                    }
                    return MeanMetric.Shares.ofDefined(means);
                });
    }

    /**
     * MONAI's surface Dice: the share of the surface voxels of both masks that lie no farther than a tolerance from the
     * other surface, 0 to 1; undefined if both masks are empty.
     *
     * @param tolerance in the unit of the spacing
     */
    public static MeanMetric<LabelVolume, LabelVolume> monaiSurfaceDice(double tolerance, int... labels) {
        if (!(tolerance >= 0 && tolerance <= 1e6)) {
            throw new IllegalArgumentException("the tolerance of surfaces must be 0 to 1e6, not " + tolerance);
        }
        int[] measured = MaskOverlap.checked(labels);
        String id = "surface-dice-monai-tolerance" + new BigDecimal(Double.toString(tolerance)).toPlainString();
        return new MeanMetric<>(
                new MetricDefinition(id + MaskOverlap.idPart(labels), "surface Dice", "fraction", 0, 1, true, MONAI),
                List.of("surface_dice"),
                (prediction, reference) -> {
                    reference.checkPrediction(prediction);
                    double[] values = new double[measured.length];
                    for (int i = 0; i < measured.length; i++) {
                        double[] pooled =
                                measured(prediction, reference, measured[i], 1).pooled();
                        long near = Arrays.stream(pooled)
                                .filter(distance -> distance <= tolerance)
                                .count();
                        values[i] = (double) near / pooled.length;
                    }
                    return MeanMetric.Shares.ofDefined(MaskOverlap.meanOfDefined(values));
                });
    }

    private static MetricDefinition definition(Figure headline, String idPart, String reference) {
        return new MetricDefinition(
                name(headline) + idPart,
                headline.name(),
                "unit of the spacing",
                0,
                Double.POSITIVE_INFINITY,
                false,
                reference);
    }

    private static List<Figure> headed(Figure headline) {
        List<Figure> figures = new ArrayList<>(List.of(Figure.values()));
        figures.remove(headline);
        figures.add(0, headline);
        return figures;
    }

    private static String name(Figure figure) {
        return figure.name().toLowerCase(Locale.ROOT);
    }

    private static SurfaceDistances measured(
            LabelVolume prediction, LabelVolume reference, int label, int connectivity) {
        return SurfaceDistances.between(
                prediction.mask(label), reference.mask(label), reference.shape(), reference.spacing(), connectivity);
    }

    private static void refuseEmpty(SurfaceDistances distances, int label) {
        String empty = distances.toReference().length == 0
                ? "prediction"
                : distances.toPrediction().length == 0 ? "reference" : null;
        if (empty != null) {
            throw new IllegalArgumentException(
                    "the " + empty + " has no voxel of label " + label + ": medpy defines no distance to it");
        }
    }

    private static double medpy(Figure figure, SurfaceDistances distances) {
        return switch (figure) {
            case HD -> SurfaceDistances.maximum(distances.pooled());
            case HD95 -> SurfaceDistances.percentile(distances.pooled(), SHARE);
            case ASD -> mean(distances.toReference());
            case ASSD -> mean(distances.pooled());
        };
    }

    private static double monai(Figure figure, SurfaceDistances distances) {
        if (figure == Figure.HD) {
            return SurfaceDistances.maximum(distances.pooled());
        }
        if (figure == Figure.HD95) {
            return Math.max(
                    directed95(distances),
                    SurfaceDistances.percentileInSinglePrecision(distances.toPrediction(), (float) SHARE));
        }
        // The reference measures an empty mask as infinitely far from any other, whichever of the two is empty.
        boolean oneEmpty = (distances.toReference().length == 0) != (distances.toPrediction().length == 0);
        return oneEmpty ? Double.POSITIVE_INFINITY : medpy(figure, distances);
    }

    private static double directed95(SurfaceDistances distances) {
        return SurfaceDistances.percentileInSinglePrecision(distances.toReference(), (float) SHARE);
    }

    private static double mean(double[] distances) {
        return PairwiseSum.of(distances, distances.length) / distances.length;
    }
}
