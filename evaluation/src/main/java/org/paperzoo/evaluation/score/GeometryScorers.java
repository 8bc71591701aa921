package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.List;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.geometry.CloudDistance;
import org.paperzoo.evaluation.metric.geometry.CorrectKeypoints;
import org.paperzoo.evaluation.metric.geometry.PointCloud;
import org.paperzoo.evaluation.metric.geometry.PoseError;
import org.paperzoo.evaluation.metric.geometry.Poses;
import org.paperzoo.zoo.InvalidInputException;

/** Scorers of poses and clouds of points in safetensors files, whose tensors have equal names. */
final class GeometryScorers {

    private static final String POSE_AXES = "[frames, joints, 2 or 3]";

    private GeometryScorers() {}

    static List<Scorer> all() {
        return List.of(poseError(), correctKeypoints(), headSized(), chamfer());
    }

    private static ScoreOption references(String content) {
        return ScoreOption.file("--gt", "The references: safetensors, " + content + ".")
                .mandatory();
    }

    private static ScoreOption predictions() {
        return ScoreOption.file("--pred", "The predictions: safetensors, tensors of the same names and shapes.")
                .ofPredictions();
    }

    private static Scorer poseError() {
        return new Scorer(
                "mpjpe",
                "Mean distance of joints from the true ones, as VideoPose3D computes it",
                List.of(
                        references("a tensor " + POSE_AXES + " for each sequence"),
                        predictions(),
                        ScoreOption.choice(
                                        "--align",
                                        List.of("none", "root", "procrustes", "scale", "velocity"),
                                        "none: MPJPE; root: with --root at the origin; procrustes: P-MPJPE; scale:"
                                                + " N-MPJPE; velocity: of differences between frames.")
                                .or("none"),
                        ScoreOption.whole("--root", 0, 10_000, "The root joint.")
                                .or("0")),
                List.of(
                        PoseError.mpjpe().definition(),
                        PoseError.rootAligned(0).definition(),
                        PoseError.procrustes().definition(),
                        PoseError.normalised().definition(),
                        PoseError.velocity().definition()),
                arguments -> poses(
                        arguments,
                        switch (arguments.text("--align")) {
                            case "root" -> PoseError.rootAligned((int) arguments.integer("--root"));
                            case "procrustes" -> PoseError.procrustes();
                            case "scale" -> PoseError.normalised();
                            case "velocity" -> PoseError.velocity();
                            default -> PoseError.mpjpe();
                        }));
    }

    private static Scorer correctKeypoints() {
        return new Scorer(
                "pck",
                "Share of joints within a distance of the true ones, and its mean over distances",
                List.of(
                        references("a tensor " + POSE_AXES + " for each sequence"),
                        predictions(),
                        ScoreOption.decimal("--threshold", 1e-9, 1e9, "The distance, in the unit of the coordinates.")
                                .or("150"),
                        ScoreOption.flag("--auc", "Make the mean over 31 distances from 0 the headline.")),
                List.of(
                        CorrectKeypoints.within(150).definition(),
                        CorrectKeypoints.areaUpTo(150).definition()),
                arguments -> {
                    double threshold = arguments.number("--threshold");
                    return poses(
                            arguments,
                            arguments.flag("--auc")
                                    ? CorrectKeypoints.areaUpTo(threshold)
                                    : CorrectKeypoints.within(threshold));
                });
    }

    private static Scoring<Poses, Poses> poses(ScoreArguments arguments, MeanMetric<Poses, Poses> metric)
            throws IOException {
        return open(arguments, metric, GeometryScorers::poses);
    }

    private static Poses poses(TensorFile file, String name, int[] shape) throws IOException {
        if (shape.length != 3) {
            throw new InvalidInputException(
                    file.where(name) + " has " + shape.length + " axes; expected is " + POSE_AXES);
        }
        double[] numbers = file.numbers(name, 0, TensorFile.elements(shape, 0));
        return TensorFile.checked(file.where(name), () -> new Poses(numbers, shape[0], shape[1], shape[2]));
    }

    /** Makes an example's side of a tensor. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(TensorFile file, String name, int[] shape) throws IOException;
    }

    /** One example for each tensor. */
    private static <T> Scoring<T, T> open(ScoreArguments arguments, MeanMetric<T, T> metric, Reader<T> reader)
            throws IOException {
        List<TensorFile> files = TensorFile.openBoth(arguments.path("--pred"), arguments.path("--gt"));
        try {
            List<String> names = TensorFile.commonNames(files.get(0), files.get(1));
            return Scoring.of(
                    metric,
                    IndexedExamples.costly(
                            names.size(),
                            index -> {
                                String name = names.get(index);
                                return new Example<>(
                                        files.get(0).where(name),
                                        () -> reader.read(files.get(0), name, shape(files.get(0), name)),
                                        () -> reader.read(files.get(1), name, shape(files.get(1), name)));
                            },
                            files));
        } catch (IOException | RuntimeException e) {
            close(files);
            throw e;
        }
    }

    private static int[] shape(TensorFile file, String name) throws IOException {
        return file.shape(name, 2, 3, "two or three axes, none of them empty");
    }

    private static void close(List<TensorFile> files) throws IOException {
        for (TensorFile file : files) {
            file.close();
        }
    }

    private static Scorer headSized() {
        return new Scorer(
                "pckh",
                "Share of visible joints within a share of the head's size",
                List.of(
                        references("tensors joints [people, joints, 2 or 3], head_size [people], visible [people,"
                                + " joints] (0 or 1)"),
                        ScoreOption.file("--pred", "The predictions: safetensors, a tensor joints.")
                                .ofPredictions(),
                        ScoreOption.decimal("--threshold", 1e-9, 1e9, "The share of the head's size.")
                                .or("0.5")),
                List.of(CorrectKeypoints.ofHeadSize(16, 0.5).definition()),
                arguments -> {
                    List<TensorFile> files = TensorFile.openBoth(arguments.path("--pred"), arguments.path("--gt"));
                    try {
                        return people(files, arguments.number("--threshold"));
                    } catch (IOException | RuntimeException e) {
                        close(files);
                        throw e;
                    }
                });
    }

    private static Scoring<Poses, CorrectKeypoints.LabelledPose> people(List<TensorFile> files, double threshold)
            throws IOException {
        TensorFile predictions = files.get(0);
        TensorFile references = files.get(1);
        String joints = references.named("joints");
        int[] shape = references.shape(joints, 3, 3, "[people, joints, 2 or 3]");
        int[] predicted = predictions.shape(predictions.named("joints"), 3, 3, "[people, joints, 2 or 3]");
        int[] sizes = references.shape(references.named("head_size"), 1, 1, "[people]");
        int[] visible = references.shape(references.named("visible"), 2, 2, "[people, joints]");
        if (predicted[0] != shape[0] || sizes[0] != shape[0] || visible[0] != shape[0] || visible[1] != shape[1]) {
            throw new InvalidInputException(references.where(joints) + " has " + shape[0] + " people of " + shape[1]
                    + " joints, head_size " + sizes[0] + ", visible " + visible[0] + " of " + visible[1] + ", "
                    + predictions.where(joints) + " " + predicted[0]);
        }
        double[] headSizes = references.numbers("head_size", 0, shape[0]);
        int width = TensorFile.elements(shape, 1);
        return Scoring.of(
                CorrectKeypoints.ofHeadSize(shape[1], threshold),
                IndexedExamples.cheap(
                        shape[0],
                        index -> new Example<>(
                                predictions.where(joints) + "[" + index + "]",
                                () -> new Poses(
                                        predictions.numbers(
                                                joints,
                                                (long) index * TensorFile.elements(predicted, 1),
                                                TensorFile.elements(predicted, 1)),
                                        1,
                                        predicted[1],
                                        predicted[2]),
                                () -> new CorrectKeypoints.LabelledPose(
                                        new Poses(
                                                references.numbers(joints, (long) index * width, width),
                                                1,
                                                shape[1],
                                                shape[2]),
                                        headSizes[index],
                                        seen(references.integers("visible", (long) index * shape[1], shape[1])))),
                        files));
    }

    private static boolean[] seen(int[] numbers) {
        boolean[] seen = new boolean[numbers.length];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = numbers[i] != 0;
        }
        return seen;
    }

    private static Scorer chamfer() {
        List<String> conventions = List.of("l2-sum", "l1-half-sum", "hausdorff", "fscore");
        return new Scorer(
                "chamfer",
                "Distances of clouds of points",
                List.of(
                        references("a tensor [points, 3] for each cloud"),
                        ScoreOption.file("--pred", "The predictions: safetensors, tensors of the same names.")
                                .ofPredictions(),
                        ScoreOption.choice(
                                        "--definition",
                                        conventions,
                                        "l2-sum: means of squared distances, both ways, added (PyTorch3D); l1-half-sum:"
                                                + " half the sum of mean distances (PCN); fscore: with --threshold.")
                                .mandatory(),
                        ScoreOption.decimal("--threshold", 1e-9, 1e9, "Distance within which points are found.")),
                List.of(
                        CloudDistance.chamferSquared().definition(),
                        CloudDistance.chamfer().definition(),
                        CloudDistance.hausdorff().definition(),
                        CloudDistance.fScore(0.01).definition()),
                arguments -> open(arguments, cloudMetric(arguments), GeometryScorers::cloud));
    }

    private static MeanMetric<PointCloud, PointCloud> cloudMetric(ScoreArguments arguments) {
        boolean scored = arguments.text("--definition").equals("fscore");
        if (scored != arguments.has("--threshold")) {
            throw new IllegalArgumentException("--threshold belongs to --definition fscore, and only to that");
        }
        return switch (arguments.text("--definition")) {
            case "fscore" -> CloudDistance.fScore(arguments.number("--threshold"));
            case "l1-half-sum" -> CloudDistance.chamfer();
            case "hausdorff" -> CloudDistance.hausdorff();
            default -> CloudDistance.chamferSquared();
        };
    }

    private static PointCloud cloud(TensorFile file, String name, int[] shape) throws IOException {
        if (shape.length != 2 || shape[1] != 3) {
            throw new InvalidInputException(file.where(name) + " has the last axis " + shape[shape.length - 1] + " of "
                    + shape.length + "; expected is [points, 3]");
        }
        double[] numbers = file.numbers(name, 0, TensorFile.elements(shape, 0));
        return TensorFile.checked(file.where(name), () -> new PointCloud(numbers));
    }
}
