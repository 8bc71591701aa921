package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.CocoFiles;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.vision.CocoDetail;
import org.paperzoo.datasets.vision.CocoFolder;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.BenchmarkMetrics;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.metric.detection.CocoAveragePrecision;
import org.paperzoo.evaluation.metric.detection.KeypointPrediction;
import org.paperzoo.evaluation.metric.detection.KeypointReference;
import org.paperzoo.evaluation.score.CocoPictures;

/** Boxes or bodies of points of pictures in COCO's result form. The pictures themselves are not needed. */
final class ObjectPredictions {

    private ObjectPredictions() {}

    static Submission<BoxPrediction, BoxReference> openBoxes(Benchmark.Detection benchmark, SubmissionRequest request)
            throws IOException {
        CocoPictures pictures = pictures(request, CocoDetail.BOXES);
        Panel<BoxPrediction, BoxReference> panel = Panel.of(benchmark.metrics(), BenchmarkMetrics::ofBoxes);
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new Pictures<>(pictures, request, pictures::foundBoxes, image -> {
                    BoxReference reference = pictures.annotatedBoxes(image);
                    digest.whole(reference.imageId());
                    digest.numbers(reference.boxes());
                    digest.numbers(reference.areas());
                    feed(digest, reference.categories(), reference.crowds());
                    return reference;
                }),
                panel,
                digest,
                List.of(request.predictions()));
    }

    static Submission<KeypointPrediction, KeypointReference> openKeypoints(
            Benchmark.Keypoints benchmark, SubmissionRequest request) throws IOException {
        CocoPictures pictures = pictures(request, CocoDetail.KEYPOINTS);
        CocoAveragePrecision<KeypointPrediction, KeypointReference> metric = CocoAveragePrecision.ofKeypoints();
        Panel<KeypointPrediction, KeypointReference> panel = Panel.of(benchmark.metrics(), id -> {
            if (id.equals(metric.definition().id())) {
                return metric;
            }
            throw new NoSuchElementException("no metric of keypoints " + id + "; there is "
                    + metric.definition().id());
        });
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new Pictures<>(pictures, request, pictures::foundKeypoints, image -> {
                    KeypointReference reference = pictures.annotatedKeypoints(image);
                    digest.whole(reference.imageId());
                    for (double[] points : reference.keypoints()) {
                        digest.numbers(points);
                    }
                    digest.numbers(reference.areas());
                    feed(digest, reference.categories(), reference.crowds());
                    return reference;
                }),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static void feed(ReferenceDigest digest, int[] categories, boolean[] crowds) {
        for (int i = 0; i < categories.length; i++) {
            digest.whole(crowds[i] ? -1L - categories[i] : categories[i]);
        }
    }

    private static CocoPictures pictures(SubmissionRequest request, CocoDetail detail) throws IOException {
        Split split = Split.named(request.benchmark().split());
        Dataset.Detection dataset = Datasets.named(request.benchmark().dataset(), Dataset.Detection.class);
        if (dataset instanceof CocoFiles files) {
            Path annotations = files.annotations(split, request.data());
            if (!Files.isRegularFile(annotations)) {
                throw new NoSuchFileException(annotations.toString(), null, "there is no such annotation file");
            }
            return CocoPictures.open(annotations, request.predictions(), detail);
        }
        Path annotations = Files.createTempFile("paperzoo-annotations-", ".json");
        try {
            DetectionExamples examples = dataset.open(split, request.data());
            List<DetectionExample> all = new ArrayList<>();
            for (DetectionExample example = examples.next(); example != null; example = examples.next()) {
                all.add(example);
            }
            CocoFolder.writeAnnotations(annotations, all, examples.categories());
            return CocoPictures.open(annotations, request.predictions(), detail);
        } finally {
            Files.deleteIfExists(annotations);
        }
    }

    /** Gives what is known of a picture by its place. */
    private interface Source<T> {
        T of(int image) throws IOException;
    }

    private static final class Pictures<P, R> implements Pairs<P, R> {

        private final CocoPictures pictures;
        private final SubmissionRequest request;
        private final Source<P> found;
        private final Source<R> annotated;
        private int next;

        Pictures(CocoPictures pictures, SubmissionRequest request, Source<P> found, Source<R> annotated) {
            this.pictures = pictures;
            this.request = request;
            this.found = found;
            this.annotated = annotated;
        }

        @Override
        public Pair<P, R> next() throws IOException {
            if (next == pictures.size()) {
                return null;
            }
            int image = next++;
            return new Pair<>(
                    request.predictions() + ", beside " + pictures.where(image), found.of(image), annotated.of(image));
        }

        @Override
        public long size() {
            return pictures.size();
        }
    }
}
