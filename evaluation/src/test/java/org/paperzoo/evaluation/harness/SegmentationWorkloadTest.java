package org.paperzoo.evaluation.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.task.PixelClasses;

class SegmentationWorkloadTest {

    @TempDir
    private Path folder;

    private static SegmentationWorkload open(String benchmark, Path data) throws IOException {
        Benchmark named = Benchmarks.named(benchmark);
        return new SegmentationWorkload(
                Datasets.named(named.dataset(), Dataset.Segmentation.class)
                        .open(Split.named(named.split()), DataSource.of(data)),
                "test",
                List.of(BenchmarkMetrics.ofLabelMaps(named.metrics().get(0))));
    }

    /** A grey picture, row by row. */
    private void write(String name, int width, int... levels) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, levels.length / width, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, width, levels.length / width, 0, levels);
        ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
    }

    private static double value(List<MeasuredValue> values, String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void cityscapesNumbersBecomeTheNineteenClassesAndOthersAreLeftOut() throws IOException {
        write("leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", 4, 0, 0, 0, 0);
        write("gtFine/val/ulm/ulm_0_gtFine_labelIds.png", 4, 7, 8, 4, 33); // road, sidewalk, left out, bicycle
        try (SegmentationWorkload workload = open("cityscapes-val", folder)) {
            assertEquals(1, workload.size());
            Workload.Sample<Picture, LabelMap> sample = workload.next();
            assertNull(workload.next());
            int[] labels = {0, 1, 255, 18};
            for (int i = 0; i < labels.length; i++) {
                assertEquals(labels[i], sample.reference().label(i));
            }
            workload.score(new PixelClasses(4, 1, new byte[] {0, 0, 5, 18}), sample.reference());
            List<MeasuredValue> values = workload.values(0, 0);
            // Road 1 / 2, sidewalk 0 / 1, bicycle 1 / 1; what is predicted where nothing counts is no class seen.
            assertEquals(0.5, value(values, "mIoU"), 1e-12);
            assertEquals(2 / 3.0, value(values, "aAcc"), 1e-12);
            assertEquals("miou-mmseg-19", values.get(0).metric());
        }
    }

    @Test
    void ade20ksZeroIsLeftOutAndTheOthersMoveDown() throws IOException {
        write("ADEChallengeData2016/images/validation/a.jpg", 3, 9, 9, 9);
        write("ADEChallengeData2016/annotations/validation/a.png", 3, 0, 1, 150);
        try (SegmentationWorkload workload = open("ade20k-val", folder)) {
            LabelMap reference = workload.next().reference();
            assertEquals(255, reference.label(0));
            assertEquals(0, reference.label(1));
            assertEquals(149, reference.label(2));
        }
    }

    @Test
    void intervalsComeFromPicturesAndThePerfectOneScoresOne() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            write("leftImg8bit/val/ulm/" + name + "_leftImg8bit.png", 2, 0, 0);
            write("gtFine/val/ulm/" + name + "_gtFine_labelIds.png", 2, 7, 8);
        }
        try (SegmentationWorkload workload = open("cityscapes-val", folder)) {
            for (var sample = workload.next(); sample != null; sample = workload.next()) {
                workload.score(new PixelClasses(2, 1, new byte[] {0, 1}), sample.reference());
            }
            MeasuredValue value = workload.values(100, 1).get(0);
            assertEquals(1, value.value());
            assertNotNull(value.low());
            assertEquals(1, value.low());
        }
    }

    @Test
    void aMapOfAnotherSizeThanItsPictureIsRefusedByName() throws IOException {
        write("leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", 3, 0, 0, 0);
        write("gtFine/val/ulm/ulm_0_gtFine_labelIds.png", 2, 7, 8);
        try (SegmentationWorkload workload = open("cityscapes-val", folder)) {
            IOException e = assertThrows(IOException.class, workload::next);
            assertTrue(e.getMessage().contains("ulm_0"), e.getMessage());
        }
    }

    @Test
    void aModelOfOtherClassesIsRefused() {
        var card = Catalogue.standard().card("daformer-gta-cityscapes");
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new Evaluator(EvaluationListener.SILENT)
                        .run(EvaluationRequest.of(
                                        Catalogue.standard().card("sample-segment"),
                                        Benchmarks.named("cityscapes-val"),
                                        LoadOptions.standard())
                                .withData(DataSource.of(cityscapes()))
                                .speedAlone()));
        assertTrue(e.getMessage().contains("tells 9 classes apart"), e.getMessage());
        assertEquals("cityscapes-val", Benchmarks.usual(card).orElseThrow().id());
    }

    private Path cityscapes() {
        try {
            write("leftImg8bit/val/ulm/ulm_0_leftImg8bit.png", 2, 0, 0);
            write("gtFine/val/ulm/ulm_0_gtFine_labelIds.png", 2, 7, 8);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
