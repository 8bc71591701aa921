package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.PanopticFiles;
import org.paperzoo.datasets.vision.PanopticFile;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.segmentation.PanopticQuality;
import org.paperzoo.evaluation.metric.segmentation.PanopticSegments;
import org.paperzoo.evaluation.score.PictureReaders;
import org.paperzoo.hub.SafePath;

/** Pictures cut into segments, in COCO's panoptic result form. The photographs themselves are not needed. */
final class PanopticPredictions {

    private static final String ENDING = ".json";

    private PanopticPredictions() {}

    static Submission<PanopticSegments, PanopticSegments> open(Benchmark.Panoptic benchmark, SubmissionRequest request)
            throws IOException {
        Split split = Split.named(benchmark.split());
        PanopticFiles dataset = Datasets.named(benchmark.dataset(), PanopticFiles.class);
        Path annotations = dataset.annotations(split, request.data());
        Path segments = dataset.segments(split, request.data());
        PanopticFile annotated = PanopticFile.read(annotations);
        if (annotated.categories().isEmpty()) {
            throw new InvalidDataException(annotations + ": has no categories");
        }
        PanopticQuality metric = new PanopticQuality(annotated.categories().stream()
                .map(category -> new PanopticQuality.Category(category.id(), category.thing()))
                .toList());
        Panel<PanopticSegments, PanopticSegments> panel = Panel.of(benchmark.metrics(), id -> {
            if (id.equals(metric.definition().id())) {
                return metric;
            }
            throw new NoSuchElementException("no metric of segments " + id + "; there is "
                    + metric.definition().id());
        });
        Path file = Files.isDirectory(request.predictions()) ? resultsIn(request.predictions()) : request.predictions();
        Path folder = folderOf(file);
        Answers<PanopticFile.Picture> answers = new Answers<>(file, request.references());
        for (PanopticFile.Picture picture : PanopticFile.read(file).pictures()) {
            answers.put("image " + picture.imageId(), picture, file + ": image " + picture.imageId());
        }
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new Pictures(annotated.pictures(), segments, answers, folder, digest),
                panel,
                digest,
                List.of(file, folder));
    }

    private static Path resultsIn(Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        if (found.size() != 1) {
            throw new InvalidDataException(folder + ": holds " + found.size()
                    + " JSON files; expected is one, NAME.json, and the folder NAME of PNG files");
        }
        return found.get(0);
    }

    private static Path folderOf(Path file) throws NoSuchFileException {
        String name = file.getFileName().toString();
        Path folder = file.resolveSibling(
                name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name + ".d");
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "there is no such folder of PNG files; it belongs to " + name);
        }
        return folder;
    }

    /** A picture's segments, whose PNG must lie below a folder. */
    private static PanopticSegments segments(Path folder, PanopticFile.Picture picture, String where)
            throws IOException {
        if (!SafePath.isSafe(picture.fileName())) {
            throw new InvalidDataException(
                    where + ": the file name \"" + picture.fileName() + "\" leads out of " + folder);
        }
        try {
            return new PanopticSegments(
                    PictureReaders.segments(folder.resolve(picture.fileName())),
                    picture.segments().stream()
                            .map(segment -> new PanopticSegments.Segment(
                                    segment.id(), segment.category(), segment.crowd(), segment.area()))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(where + ": " + e.getMessage(), e);
        }
    }

    private static final class Pictures implements Pairs<PanopticSegments, PanopticSegments> {

        private final List<PanopticFile.Picture> references;
        private final Path referenceFolder;
        private final Answers<PanopticFile.Picture> answers;
        private final Path folder;
        private final ReferenceDigest digest;
        private int next;

        Pictures(
                List<PanopticFile.Picture> references,
                Path referenceFolder,
                Answers<PanopticFile.Picture> answers,
                Path folder,
                ReferenceDigest digest) {
            this.references = references;
            this.referenceFolder = referenceFolder;
            this.answers = answers;
            this.folder = folder;
            this.digest = digest;
        }

        @Override
        public Pair<PanopticSegments, PanopticSegments> next() throws IOException {
            if (next == references.size()) {
                return null;
            }
            PanopticFile.Picture picture = references.get(next++);
            String id = "image " + picture.imageId();
            Answers.Answer<PanopticFile.Picture> answer = answers.take(id);
            PanopticSegments reference = segments(referenceFolder, picture, "annotation of " + id);
            digest.whole(picture.imageId());
            digest.labels(reference.ids().size(), reference.ids()::label);
            return new Pair<>(answer.where(), segments(folder, answer.value(), answer.where()), reference);
        }

        @Override
        public long size() {
            return references.size();
        }

        @Override
        public void requireNoMore() throws IOException {
            answers.requireAllTaken();
        }
    }
}
