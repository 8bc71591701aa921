package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.VolumeFiles;
import org.paperzoo.datasets.volume.VolumePair;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.segmentation.CaseMeans;
import org.paperzoo.evaluation.metric.segmentation.LabelVolume;
import org.paperzoo.evaluation.submission.Pairs.Pair;
import org.paperzoo.zoo.volume.Volume;
import org.paperzoo.zoo.volume.VolumeReader;

/** Label maps of volumes in a folder of NIfTI files. Distances are counted in voxels, as the papers' scripts do. */
final class VolumePredictions {

    private static final int MOST_LABEL = 65_535;

    private VolumePredictions() {}

    static Submission<LabelVolume, LabelVolume> open(Benchmark.Volumes benchmark, SubmissionRequest request)
            throws IOException {
        List<Metric<LabelVolume, LabelVolume>> known =
                List.of(CaseMeans.dice(benchmark.structures()), CaseMeans.hausdorff95(benchmark.structures()));
        Panel<LabelVolume, LabelVolume> panel = Panel.of(
                benchmark.metrics(),
                id -> known.stream()
                        .filter(metric -> metric.definition().id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new NoSuchElementException("no metric of these volumes " + id
                                + "; there are "
                                + known.stream()
                                        .map(metric -> metric.definition().id())
                                        .toList())));
        Answers<Path> answers = read(request);
        Examples<VolumePair> volumes = Datasets.named(benchmark.dataset(), VolumeFiles.class)
                .open(Split.named(benchmark.split()), request.data());
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new AnsweredExamples<>(volumes, answers, pair -> pair(pair, answers, digest)),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static Answers<Path> read(SubmissionRequest request) throws IOException {
        Path folder = request.predictions();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "is no folder of NIfTI files");
        }
        Answers<Path> answers = new Answers<>(folder, request.references());
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().matches(".*\\.nii(\\.gz)?"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            answers.put(stem(file), file, file.toString());
        }
        return answers;
    }

    private static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\.nii(\\.gz)?$", "");
    }

    /** The labels of a file, of which each must be a whole number that is not negative. */
    private static LabelVolume labels(Path file) throws IOException {
        Volume volume = VolumeReader.read(file);
        List<Integer> axes = volume.shape();
        if (axes.get(3) != 1) {
            throw new InvalidDataException(file + ": has " + axes.get(3) + " points in time; expected is one");
        }
        float most = 0;
        float[] values = volume.values();
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= MOST_LABEL && values[i] == (int) values[i])) {
                throw new InvalidDataException(file + ": voxel " + i + " is " + values[i]
                        + "; a label is a whole number from 0 to " + MOST_LABEL);
            }
            most = Math.max(most, values[i]);
        }
        int[] shape = {axes.get(2), axes.get(1), axes.get(0)};
        double[] voxels = new double[shape.length];
        Arrays.fill(voxels, 1);
        if (most < 256) {
            byte[] labels = new byte[values.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) values[i];
            }
            return LabelVolume.ofBytes(shape, voxels, labels);
        }
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) values[i];
        }
        return LabelVolume.ofIntegers(shape, voxels, labels);
    }

    private static Pair<LabelVolume, LabelVolume> pair(VolumePair pair, Answers<Path> answers, ReferenceDigest digest)
            throws IOException {
        String image = stem(pair.image());
        String target = stem(pair.labels());
        if (!image.equals(target) && answers.has(image) && answers.has(target)) {
            throw new InvalidDataException(answers.take(image).where() + " and "
                    + answers.take(target).where() + " are both predictions of " + pair.id());
        }
        Answers.Answer<Path> answer = answers.take(answers.has(target) ? target : image);
        LabelVolume reference = labels(pair.labels());
        digest.text(pair.id());
        digest.labels(reference.size(), reference::label);
        return new Pair<>(answer.where(), labels(answer.value()), reference);
    }
}
