package org.paperzoo.evaluation.metric.segmentation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * How far a predicted mask covers the labelled one, 0 to 1 (the volume difference: -1 upwards), for each example and label;
 * the mean over labels, then over examples. Volumes of 1 to 3 axes.
 */
public final class MaskOverlap {

    private static final String MEDPY = "medpy d6abf41, medpy/metric/binary.py";
    private static final String MONAI = "MONAI d388d1c, monai/metrics";

    /** What the headline of medpy's figures is. */
    public enum Figure {
        /** Twice the intersection over the sum of both. */
        DICE("dice", "dc", 0, 1),
        /** Intersection over union. */
        JACCARD("jaccard", "jc", 0, 1),
        /** Share of the prediction that is right. */
        PRECISION("precision", "precision", 0, 1),
        /** Share of the reference that is found; also called sensitivity. */
        RECALL("recall", "recall", 0, 1),
        /** Share of the background that is left alone. */
        SPECIFICITY("specificity", "specificity", 0, 1),
        /** Difference of the volumes over that of the reference. */
        VOLUME_DIFFERENCE("ravd", "ravd", -1, Double.POSITIVE_INFINITY);

        private final String id;
        private final String value;
        private final double minimum;
        private final double maximum;

        Figure(String id, String value, double minimum, double maximum) {
            this.id = id;
            this.value = value;
            this.minimum = minimum;
            this.maximum = maximum;
        }
    }

    private MaskOverlap() {}

    /**
     * The figures of medpy: {@code dc jc precision recall sensitivity specificity ravd}, the headline first. Two empty masks
     * have a Dice and Jaccard coefficient of 1; other quotients by 0 are 0. The volume difference to an empty reference,
     * which medpy refuses, is NaN.
     *
     * @param labels the labels that are objects, one mask each
     */
    public static MeanMetric<LabelVolume, LabelVolume> medpy(Figure headline, int... labels) {
        List<Figure> figures = IntStream.concat(
                        IntStream.of(headline.ordinal()),
                        IntStream.range(0, Figure.values().length).filter(i -> i != headline.ordinal()))
                .mapToObj(i -> Figure.values()[i])
                .toList();
        MetricDefinition definition = new MetricDefinition(
                headline.id + "-medpy" + idPart(labels),
                headline.value,
                "fraction",
                headline.minimum,
                headline.maximum,
                headline != Figure.VOLUME_DIFFERENCE,
                MEDPY);
        List<String> names = figures.stream()
                .map(figure -> figure.value)
                .collect(Collectors.collectingAndThen(Collectors.toList(), list -> {
                    list.add("sensitivity");
                    return list;
                }));
        int[] measured = checked(labels);
        return new MeanMetric<>(definition, names, (prediction, reference) -> {
            double[] means = new double[names.size()];
            for (int label : measured) {
                Counts counts = Counts.of(prediction, reference, label);
                for (int i = 0; i < figures.size(); i++) {
                    means[i] += counts.medpy(figures.get(i)) / measured.length;
                }
                means[figures.size()] += counts.medpy(Figure.RECALL) / measured.length;
            }
            return MeanMetric.Shares.ofValues(means);
        });
    }

    /**
     * The Dice coefficient of MONAI, and its {@code iou}: undefined, and left out of the means, where the reference is
     * empty.
     *
     * @param labels the labels that are objects, one mask each
     */
    public static MeanMetric<LabelVolume, LabelVolume> monaiDice(int... labels) {
        return monai(true, labels);
    }

    /** The intersection over union of MONAI, and its {@code dice}. */
    public static MeanMetric<LabelVolume, LabelVolume> monaiIou(int... labels) {
        return monai(false, labels);
    }

    private static MeanMetric<LabelVolume, LabelVolume> monai(boolean diceFirst, int... labels) {
        String headline = diceFirst ? "dice" : "iou";
        int[] measured = checked(labels);
        return new MeanMetric<>(
                new MetricDefinition(headline + "-monai" + idPart(labels), headline, "fraction", 0, 1, true, MONAI),
                diceFirst ? List.of("dice", "iou") : List.of("iou", "dice"),
                (prediction, reference) -> {
                    double[] dice = new double[measured.length];
                    double[] iou = new double[measured.length];
                    for (int i = 0; i < measured.length; i++) {
                        Counts counts = Counts.of(prediction, reference, measured[i]);
                        dice[i] = counts.labelled == 0 ? Double.NaN : counts.medpy(Figure.DICE);
                        iou[i] = counts.labelled == 0 ? Double.NaN : counts.medpy(Figure.JACCARD);
                    }
                    double[] means = {meanOfDefined(dice), meanOfDefined(iou)};
                    return MeanMetric.Shares.ofDefined(
                            diceFirst ? means[0] : means[1], diceFirst ? means[1] : means[0]);
                });
    }

    /** The mean of those that are not NaN; NaN if there are none. */
    static double meanOfDefined(double[] values) {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Checks a list of labels. */
    static int[] checked(int... labels) {
        if (labels.length == 0 || IntStream.of(labels).distinct().count() != labels.length) {
            throw new IllegalArgumentException("needs one or more labels, each once, not " + Arrays.toString(labels));
        }
        if (IntStream.of(labels).anyMatch(label -> label < 0)) {
            throw new IllegalArgumentException("labels are not negative: " + Arrays.toString(labels));
        }
        return labels.clone();
    }

    /** What tells these labels from others, for metric IDs; nothing for the only label 1. */
    static String idPart(int... labels) {
        return Arrays.equals(labels, new int[] {1})
                ? ""
                : "-labels"
                        + IntStream.of(labels).mapToObj(label -> "-" + label).collect(Collectors.joining());
    }

    /** Numbers of voxels. */
    private record Counts(double both, double predicted, double labelled, double all) {

        static Counts of(LabelVolume prediction, LabelVolume reference, int label) {
            reference.checkPrediction(prediction);
            int both = 0;
            int predicted = 0;
            int labelled = 0;
            for (int i = 0; i < reference.size(); i++) {
                boolean there = reference.label(i) == label;
                if (prediction.label(i) == label) {
                    predicted++;
                    if (there) {
                        both++;
                    }
                }
                if (there) {
                    labelled++;
                }
            }
            return new Counts(both, predicted, labelled, reference.size());
        }

        double medpy(Figure figure) {
            return switch (figure) {
                case DICE -> predicted + labelled == 0 ? 1 : 2 * both / (predicted + labelled);
                case JACCARD -> predicted + labelled == 0 ? 1 : both / (predicted + labelled - both);
                case PRECISION -> predicted == 0 ? 0 : both / predicted;
                case RECALL -> labelled == 0 ? 0 : both / labelled;
                case SPECIFICITY -> all == labelled ? 0 : (all - predicted - labelled + both) / (all - labelled);
                case VOLUME_DIFFERENCE -> labelled == 0 ? Double.NaN : (predicted - labelled) / labelled;
            };
        }
    }
}
