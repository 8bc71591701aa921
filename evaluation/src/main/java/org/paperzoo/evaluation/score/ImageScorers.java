package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.List;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.image.ClassProbabilities;
import org.paperzoo.evaluation.metric.image.FeatureDistance;
import org.paperzoo.evaluation.metric.image.Features;
import org.paperzoo.evaluation.metric.image.InceptionScore;
import org.paperzoo.evaluation.metric.image.Pixels;
import org.paperzoo.evaluation.metric.image.SignalToNoise;
import org.paperzoo.evaluation.metric.image.StructuralSimilarity;
import org.paperzoo.zoo.InvalidInputException;

/** Scorers of generated and restored pictures. */
final class ImageScorers {

    private static final ScoreOption KEY =
            ScoreOption.text("--key", "NAME", "Name of the tensor, where a file has several.");

    private ImageScorers() {}

    static List<Scorer> all() {
        return List.of(
                features("fid", "Fréchet distance of features, as pytorch-fid computes it", FeatureDistance.frechet()),
                features("kid", "Kernel distance of features, unbiased, over all pictures", FeatureDistance.kernel()),
                inceptionScore(),
                signalToNoise(),
                structuralSimilarity(),
                restoration(
                        "uqi",
                        "Universal quality index of restored pictures, as torchmetrics computes it",
                        StructuralSimilarity.universalQuality()));
    }

    private static Scorer features(String name, String summary, FeatureDistance metric) {
        return new Scorer(
                name,
                summary,
                List.of(
                        ScoreOption.file(
                                        "--gt",
                                        "Features of real pictures: safetensors, a float32 tensor [pictures, features].")
                                .mandatory(),
                        ScoreOption.file("--pred", "Features of generated pictures, likewise.")
                                .ofPredictions(),
                        KEY),
                List.of(metric.definition()),
                arguments -> {
                    List<TensorFile> files = TensorFile.openBoth(arguments.path("--pred"), arguments.path("--gt"));
                    try {
                        return Scoring.of(
                                metric,
                                features(files, arguments.optionalText("--key").orElse(null)));
                    } catch (IOException | RuntimeException e) {
                        for (TensorFile file : files) {
                            file.close();
                        }
                        throw e;
                    }
                });
    }

    /** A generated and a real picture at a time; where there are fewer of one kind, none of these in the end. */
    private static Examples<Features, Features> features(List<TensorFile> files, String key) throws IOException {
        String expected = "[pictures, features]";
        String[] names = new String[2];
        int[][] shapes = new int[2][];
        for (int side = 0; side < 2; side++) {
            names[side] = files.get(side).named(key);
            shapes[side] = files.get(side).shape(names[side], 2, 2, expected);
            files.get(side).requireSingle(names[side]);
        }
        if (shapes[0][1] != shapes[1][1]) {
            throw new InvalidInputException(files.get(0).where(names[0]) + " has " + shapes[0][1] + " features, "
                    + files.get(1).where(names[1]) + " has " + shapes[1][1]);
        }
        return IndexedExamples.cheap(
                Math.max(shapes[0][0], shapes[1][0]),
                index -> new Example<>(
                        files.get(0).where(names[0]) + "[" + index + "]",
                        () -> row(files.get(0), names[0], shapes[0], index),
                        () -> row(files.get(1), names[1], shapes[1], index)),
                files);
    }

    private static Features row(TensorFile file, String name, int[] shape, int index) throws IOException {
        float[] row = index < shape[0] ? file.floats(name, (long) index * shape[1], shape[1]) : new float[0];
        return TensorFile.checked(file.where(name) + "[" + index + "]", () -> new Features(row, shape[1]));
    }

    private static Scorer inceptionScore() {
        return new Scorer(
                "is",
                "Inception score of generated pictures",
                List.of(
                        ScoreOption.file(
                                        "--pred",
                                        "Probabilities of classes: safetensors, a tensor [pictures, classes].")
                                .ofPredictions(),
                        ScoreOption.whole("--splits", 1, 1000, "Parts that are scored apart.")
                                .or("10"),
                        KEY),
                List.of(new InceptionScore(10, 1000, 50_000).definition()),
                arguments -> {
                    TensorFile file = TensorFile.open(arguments.path("--pred"));
                    try {
                        String name = file.named(arguments.optionalText("--key").orElse(null));
                        int[] shape = file.shape(name, 2, 2, "[pictures, classes]");
                        InceptionScore metric =
                                new InceptionScore((int) arguments.integer("--splits"), shape[1], shape[0]);
                        Examples<ClassProbabilities, Object> examples = IndexedExamples.cheap(
                                shape[0],
                                index -> new Example<>(
                                        file.where(name) + "[" + index + "]",
                                        () -> new ClassProbabilities(
                                                index, file.numbers(name, (long) index * shape[1], shape[1])),
                                        () -> ""),
                                List.of(file));
                        return Scoring.of(metric, examples);
                    } catch (IOException | RuntimeException e) {
                        file.close();
                        throw e;
                    }
                });
    }

    private static Scorer signalToNoise() {
        return new Scorer(
                "psnr",
                "Peak signal-to-noise ratio of restored pictures",
                List.of(
                        PicturePairs.REFERENCES,
                        PicturePairs.PREDICTIONS,
                        ScoreOption.choice(
                                        "--definition",
                                        List.of("skimage", "torchmetrics"),
                                        "skimage: the mean over pictures; torchmetrics: over all samples at once.")
                                .or("skimage")),
                List.of(
                        SignalToNoise.scikitImage().definition(),
                        SignalToNoise.torchmetrics().definition()),
                arguments -> pictures(
                        arguments,
                        arguments.text("--definition").equals("skimage")
                                ? SignalToNoise.scikitImage()
                                : SignalToNoise.torchmetrics()));
    }

    private static Scorer structuralSimilarity() {
        return new Scorer(
                "ssim",
                "Structural similarity of restored pictures",
                List.of(
                        PicturePairs.REFERENCES,
                        PicturePairs.PREDICTIONS,
                        ScoreOption.choice(
                                        "--definition",
                                        List.of("skimage", "wang2004", "torchmetrics"),
                                        "skimage: its default, a uniform window; wang2004: its Gaussian one, as the"
                                                + " paper; torchmetrics: its default.")
                                .or("skimage"),
                        ScoreOption.whole("--window", 3, 255, "Side of skimage's uniform window, odd.")
                                .or("7")),
                List.of(
                        StructuralSimilarity.scikitImage(7).definition(),
                        StructuralSimilarity.wang2004().definition(),
                        StructuralSimilarity.torchmetrics().definition()),
                arguments -> pictures(
                        arguments,
                        switch (arguments.text("--definition")) {
                            case "wang2004" -> StructuralSimilarity.wang2004();
                            case "torchmetrics" -> StructuralSimilarity.torchmetrics();
                            default -> StructuralSimilarity.scikitImage((int) arguments.integer("--window"));
                        }));
    }

    private static Scorer restoration(String name, String summary, MeanMetric<Pixels, Pixels> metric) {
        return new Scorer(
                name,
                summary,
                List.of(PicturePairs.REFERENCES, PicturePairs.PREDICTIONS),
                List.of(metric.definition()),
                arguments -> pictures(arguments, metric));
    }

    private static Scoring<Pixels, Pixels> pictures(ScoreArguments arguments, MeanMetric<Pixels, Pixels> metric)
            throws IOException {
        return Scoring.of(metric, PicturePairs.of(arguments).examples(PictureReaders::pixels, PictureReaders::pixels));
    }
}
