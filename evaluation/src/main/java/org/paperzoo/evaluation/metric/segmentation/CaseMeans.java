package org.paperzoo.evaluation.metric.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Overlap and distance of the structures of a volume as TransUNet and the papers after it report them on Synapse and ACDC:
 * medpy's figure of each structure in each volume, averaged over volumes, and over structures for the headline. Where the
 * figure is not defined a number stands for it: where only the reference lacks the structure the Dice coefficient is 1 and
 * the distance 0; where the prediction, or both, lack it, both are 0. So an empty prediction has a perfect distance.
 */
public final class CaseMeans {

    private static final String REFERENCE = "TransUNet 2ffa29f, utils.py calculate_metric_percase, on medpy";
    private static final double SHARE = 0.95;

    /** Measures one structure of one volume that both have. */
    private interface Figure {
        double of(LabelVolume prediction, LabelVolume reference, int label);
    }

    private CaseMeans() {}

    /**
     * The Dice coefficient, 0 to 1. Values: {@code dice}, then {@code dice_NAME} of each structure.
     *
     * @param structures labels by the structures' names, in order
     */
    public static MeanMetric<LabelVolume, LabelVolume> dice(Map<String, Integer> structures) {
        return metric("dice", "Dice", "fraction", 1, true, structures, CaseMeans::overlap);
    }

    /**
     * The 95th percentile of the Hausdorff distance in the unit of the volumes' spacing. Values: {@code hd95}, then {@code
     * hd95_NAME} of each structure.
     */
    public static MeanMetric<LabelVolume, LabelVolume> hausdorff95(Map<String, Integer> structures) {
        return metric(
                "hd95",
                "HD95",
                "unit of the spacing",
                Double.POSITIVE_INFINITY,
                false,
                structures,
                (prediction, reference, label) -> SurfaceDistances.percentile(
                        SurfaceDistances.between(
                                        prediction.mask(label),
                                        reference.mask(label),
                                        reference.shape(),
                                        reference.spacing(),
                                        1)
                                .pooled(),
                        SHARE));
    }

    private static MeanMetric<LabelVolume, LabelVolume> metric(
            String name,
            String title,
            String unit,
            double maximum,
            boolean overlap,
            Map<String, Integer> structures,
            Figure figure) {
        int[] labels = MaskOverlap.checked(
                structures.values().stream().mapToInt(Integer::intValue).toArray());
        List<String> names = new ArrayList<>(List.of(name));
        structures.keySet().forEach(structure -> names.add(name + "_" + structure));
        MetricDefinition definition = new MetricDefinition(
                name + "-transunet" + MaskOverlap.idPart(labels), title, unit, 0, maximum, overlap, REFERENCE);
        return new MeanMetric<>(definition, names, (prediction, reference) -> {
            reference.checkPrediction(prediction);
            double[] values = new double[names.size()];
            for (int i = 0; i < labels.length; i++) {
                boolean predicted = holds(prediction, labels[i]);
                boolean labelled = holds(reference, labels[i]);
                double value = predicted && labelled
                        ? figure.of(prediction, reference, labels[i])
                        : overlap && predicted ? 1 : 0;
                values[i + 1] = value;
                values[0] += value / labels.length;
            }
            return MeanMetric.Shares.ofValues(values);
        });
    }

    private static boolean holds(LabelVolume volume, int label) {
        for (int i = 0; i < volume.size(); i++) {
            if (volume.label(i) == label) {
                return true;
            }
        }
        return false;
    }

    private static double overlap(LabelVolume prediction, LabelVolume reference, int label) {
        long both = 0;
        long either = 0;
        for (int i = 0; i < reference.size(); i++) {
            boolean predicted = prediction.label(i) == label;
            boolean labelled = reference.label(i) == label;
            both += predicted && labelled ? 1 : 0;
            either += (predicted ? 1 : 0) + (labelled ? 1 : 0);
        }
        return 2.0 * both / either;
    }
}
