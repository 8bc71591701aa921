package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.BenchmarkMetrics;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.score.PictureReaders;
import org.paperzoo.evaluation.submission.Pairs.Pair;

/** Label maps of pictures in a folder of PNG files, each named as its picture. */
final class SegmentationPredictions {

    /** Cityscapes has a folder for each town. */
    private static final int DEEPEST = 4;

    private static final String ENDING = ".png";

    private SegmentationPredictions() {}

    static Submission<LabelMap, LabelMap> open(Benchmark.Segmentation benchmark, SubmissionRequest request)
            throws IOException {
        Panel<LabelMap, LabelMap> panel = Panel.of(benchmark.metrics(), BenchmarkMetrics::ofLabelMaps);
        Answers<Path> answers = read(request);
        SegmentationExamples examples = Datasets.named(benchmark.dataset(), Dataset.Segmentation.class)
                .open(Split.named(benchmark.split()), request.data());
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new AnsweredExamples<>(examples, answers, example -> pair(example, answers, digest)),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static Answers<Path> read(SubmissionRequest request) throws IOException {
        Path folder = request.predictions();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "is no folder of PNG files");
        }
        Answers<Path> answers = new Answers<>(folder, request.references());
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder, DEEPEST)) {
            files = walked.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            answers.put(name.substring(0, name.length() - ENDING.length()), file, file.toString());
        }
        return answers;
    }

    private static Pair<LabelMap, LabelMap> pair(
            SegmentationExample example, Answers<Path> answers, ReferenceDigest digest) throws IOException {
        String id = example.id();
        Answers.Answer<Path> answer = answers.take(id.substring(id.lastIndexOf('/') + 1));
        var labels = example.labels();
        LabelMap reference = LabelMap.ofBytes(labels.width(), labels.height(), labels.labels());
        digest.text(id);
        digest.labels(reference.size(), reference::label);
        return new Pair<>(answer.where(), PictureReaders.labels(answer.value()), reference);
    }
}
