package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.segmentation.LabelVolume;
import org.paperzoo.evaluation.metric.segmentation.MaskOverlap;
import org.paperzoo.evaluation.metric.segmentation.SurfaceDistance;

/** Scorers of masks in pictures or volumes: folders of PNG files, or safetensors files of one tensor for each volume. */
final class MaskScorers {

    private static final ScoreOption REFERENCES = ScoreOption.text(
                    "--gt", "PATH", "The references: a folder of PNG label maps, or a safetensors file of volumes.")
            .mandatory();

    private static final ScoreOption PREDICTIONS = ScoreOption.text(
                    "--pred", "PATH", "The predictions: the like, with the same names.")
            .ofPredictions();

    private static final ScoreOption LABELS = ScoreOption.text(
                    "--labels", "N[,N...]", "The labels that are objects; the score is the mean over them.")
            .or("1");

    private static final ScoreOption SPACING = ScoreOption.text(
            "--spacing",
            "X[,X...]",
            "Distance of neighbours along each axis, in the order of the array: rows first (default: 1).");

    private static final ScoreOption DEFINITION = ScoreOption.choice(
                    "--definition", List.of("medpy", "monai"), "Whose definition: they differ, and so do the scores.")
            .mandatory();

    private MaskScorers() {}

    static List<Scorer> all() {
        return List.of(dice(), surface(), surfaceDice());
    }

    private static Scorer dice() {
        return new Scorer(
                "dice",
                "Dice coefficient of masks, and the other overlaps",
                List.of(DEFINITION, REFERENCES, PREDICTIONS, LABELS),
                List.of(
                        MaskOverlap.medpy(MaskOverlap.Figure.DICE, 1).definition(),
                        MaskOverlap.monaiDice(1).definition()),
                arguments -> {
                    int[] labels = labels(arguments);
                    return open(
                            arguments,
                            isMonai(arguments)
                                    ? MaskOverlap.monaiDice(labels)
                                    : MaskOverlap.medpy(MaskOverlap.Figure.DICE, labels),
                            null);
                });
    }

    private static Scorer surface() {
        return new Scorer(
                "hd95",
                "95th percentile of the Hausdorff distance of masks, and the other distances of surfaces",
                List.of(
                        DEFINITION,
                        REFERENCES,
                        PREDICTIONS,
                        LABELS,
                        SPACING,
                        ScoreOption.choice(
                                        "--figure",
                                        List.of("hd95", "hd", "asd", "assd"),
                                        "Which distance is the headline; all are reported.")
                                .or("hd95"),
                        ScoreOption.whole(
                                        "--connectivity",
                                        1,
                                        3,
                                        "How many coordinates of neighbours may differ, for medpy's surfaces.")
                                .or("1")),
                List.of(
                        SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 1, 1).definition(),
                        SurfaceDistance.monai(SurfaceDistance.Figure.HD95, 1).definition()),
                arguments -> {
                    SurfaceDistance.Figure figure = SurfaceDistance.Figure.valueOf(
                            arguments.text("--figure").toUpperCase(Locale.ROOT));
                    int connectivity = (int) arguments.integer("--connectivity");
                    int[] labels = labels(arguments);
                    if (isMonai(arguments) && connectivity != 1) {
                        throw new IllegalArgumentException("--connectivity: MONAI's surfaces have 1 only");
                    }
                    return open(
                            arguments,
                            isMonai(arguments)
                                    ? SurfaceDistance.monai(figure, labels)
                                    : SurfaceDistance.medpy(figure, connectivity, labels),
                            spacing(arguments));
                });
    }

    private static Scorer surfaceDice() {
        return new Scorer(
                "surface-dice",
                "Share of the surfaces of masks that lie within a tolerance of each other, as MONAI computes it",
                List.of(
                        REFERENCES,
                        PREDICTIONS,
                        LABELS,
                        SPACING,
                        ScoreOption.decimal("--tolerance", 0, 1e6, "Tolerance in the unit of the spacing.")
                                .mandatory()),
                List.of(SurfaceDistance.monaiSurfaceDice(1, 1).definition()),
                arguments -> open(
                        arguments,
                        SurfaceDistance.monaiSurfaceDice(arguments.number("--tolerance"), labels(arguments)),
                        spacing(arguments)));
    }

    private static boolean isMonai(ScoreArguments arguments) {
        return arguments.text("--definition").equals("monai");
    }

    private static int[] labels(ScoreArguments arguments) {
        String text = arguments.text("--labels");
        if (!text.matches("[0-9]{1,9}(,[0-9]{1,9})*")) {
            throw new IllegalArgumentException("--labels " + text + ": expected are numbers such as 1,2,3");
        }
        return Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** The spacings given; null for 1 along every axis. */
    private static double[] spacing(ScoreArguments arguments) {
        String text = arguments.optionalText("--spacing").orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return Arrays.stream(text.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--spacing " + text + ": expected are numbers such as 3,0.8,0.8", e);
        }
    }

    private static Scoring<LabelVolume, LabelVolume> open(
            ScoreArguments arguments, MeanMetric<LabelVolume, LabelVolume> metric, double[] spacing)
            throws IOException {
        Path predictions = arguments.path(PREDICTIONS.name());
        Path references = arguments.path(REFERENCES.name());
        if (Files.isDirectory(references)) {
            PicturePairs.Reader<LabelVolume> reader =
                    file -> LabelVolume.of(PictureReaders.labels(file), spacing == null ? ones(2) : spacing);
            return Scoring.of(metric, PicturePairs.of(references, predictions).examples(reader, reader));
        }
        List<TensorFile> files = TensorFile.openBoth(predictions, references);
        try {
            List<String> names = TensorFile.commonNames(files.get(0), files.get(1));
            return Scoring.of(
                    metric,
                    IndexedExamples.costly(
                            names.size(),
                            index -> new Example<>(
                                    files.get(0).where(names.get(index)),
                                    () -> volume(files.get(0), names.get(index), spacing),
                                    () -> volume(files.get(1), names.get(index), spacing)),
                            files));
        } catch (IOException | RuntimeException e) {
            for (TensorFile file : files) {
                file.close();
            }
            throw e;
        }
    }

    private static LabelVolume volume(TensorFile file, String name, double[] spacing) throws IOException {
        int[] shape = file.shape(name, 1, 3, "a volume of 1 to 3 axes, none of them empty");
        int size = TensorFile.checked(file.where(name), () -> LabelVolume.sizeOf(shape));
        double[] steps = spacing == null ? ones(shape.length) : spacing;
        if (file.isOfBytes(name)) {
            byte[] labels = file.bytes(name, 0, size);
            return TensorFile.checked(file.where(name), () -> LabelVolume.ofBytes(shape, steps, labels));
        }
        int[] labels = file.integers(name, 0, size);
        return TensorFile.checked(file.where(name), () -> LabelVolume.ofIntegers(shape, steps, labels));
    }

    private static double[] ones(int axes) {
        double[] ones = new double[axes];
        Arrays.fill(ones, 1);
        return ones;
    }
}
