package org.paperzoo.evaluation.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.metric.detection.CocoAveragePrecision;
import org.paperzoo.evaluation.result.Evaluation;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.score.PairedComparison;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.task.Detections;

class ExampleKeeperTest {

    @Test
    void aForecastersRunKeepsItsUnitsAndItsFirstExamples() throws IOException {
        var card = Catalogue.standard().card("sample-forecast");
        Benchmark benchmark = Benchmarks.usual(card).orElseThrow();
        EvaluationRequest request = EvaluationRequest.of(card, benchmark, LoadOptions.standard())
                .withLimit(250)
                .withBatch(32)
                .withResamples(0);
        Evaluation evaluation = new Evaluator(EvaluationListener.SILENT).runKeeping(request, 3);
        KeptExamples kept = evaluation.kept().orElseThrow();
        // A window is 96 past hours and 24 ahead: three blocks of 120 neighbours.
        assertEquals(3, kept.units().get("mse").size());
        assertEquals(
                List.of(0L, 1L, 2L),
                kept.examples().stream().map(KeptExample::index).toList());
        assertEquals(96, kept.examples().get(0).series().past().size());
        assertEquals(24, kept.examples().get(0).series().forecast().size());
        assertNotNull(kept.examples().get(0).scores().get("mse"));
        assertEquals(
                List.of("mse", "mae"),
                evaluation.result().definitions().stream()
                        .map(each -> each.id())
                        .toList());
        Map<String, PairedComparison> same = PairedRuns.compare(benchmark, kept, kept, SignificanceSettings.defaults());
        assertEquals(
                evaluation.result().values().get(0).value(), same.get("mse").system(), 0);
        assertEquals(1, same.get("mse").pValue());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Evaluator(EvaluationListener.SILENT).runKeeping(request, 10_001));
    }

    @Test
    void aDetectorsExampleHasItsPictureAndTheBoxesWorthShowing() throws IOException {
        try (DetectionWorkload workload = new DetectionWorkload(
                Datasets.named("sample-detect", Dataset.Detection.class).open(Split.named("test"), DataSource.none()),
                "generated",
                List.of(CocoAveragePrecision.ofBoxes()))) {
            ExampleKeeper keeper = new ExampleKeeper(1);
            Workload.Sample<Picture, BoxReference> sample = workload.next();
            Detections found =
                    new Detections(new float[] {1, 2, 11, 22, 3, 4, 5, 6}, new float[] {0.9f, 0.1f}, new int[] {1, 2});
            workload.score(found, sample.reference());
            keeper.add(workload.show(0, sample.input(), found, sample.reference(), keeper));
            KeptExamples kept = keeper.finish(workload.scores());
            KeptExample example = kept.examples().get(0);
            assertEquals(List.of(new KeptExample.KeptBox(1, (double) 0.9f, 1, 2, 10, 20)), example.found());
            assertEquals(
                    sample.reference().categories().length, example.expected().size());
            assertEquals(sample.input().width(), example.pictures().get(0).width());
            byte[] file = kept.pictures().get(example.pictures().get(0).file());
            assertNotNull(ImageIO.read(new ByteArrayInputStream(file)));
            assertEquals(1, kept.units().get("coco-box-ap").size());
        }
    }

    @Test
    void textsAreCutAtACharacter() {
        String text = "a".repeat(ExampleKeeper.LONGEST_TEXT - 1) + "😀";
        String cut = ExampleKeeper.cut(text);
        assertTrue(cut.endsWith("a …"), cut.substring(cut.length() - 5));
        assertEquals("short", ExampleKeeper.cut("short"));
    }
}
