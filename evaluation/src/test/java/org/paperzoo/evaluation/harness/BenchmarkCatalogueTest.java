package org.paperzoo.evaluation.harness;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.submission.SubmissionFormat;

class BenchmarkCatalogueTest {

    @TestFactory
    Stream<DynamicTest> everyBenchmarkHasItsDataSetAndItsSplit() {
        return Benchmarks.all().stream()
                .map(benchmark -> dynamicTest(benchmark.id(), () -> {
                    Dataset dataset = Datasets.named(benchmark.dataset(), kind(benchmark));
                    assertTrue(dataset.splits().contains(Split.named(benchmark.split())));
                    assertFalse(benchmark.metrics().isEmpty());
                    assertFalse(benchmark.protocol().isBlank());
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyBenchmarkSaysInWhichFormItTakesPredictions() {
        return Benchmarks.all().stream()
                .map(benchmark -> dynamicTest(benchmark.id(), () -> {
                    SubmissionFormat format = SubmissionFormat.of(benchmark);
                    assertFalse(format.brief().isBlank());
                    assertFalse(format.description().isBlank());
                }));
    }

    @Test
    void whatThePapersMeasureIsThere() {
        for (String id : List.of(
                "codexglue-cs-java",
                "codexglue-refine-medium",
                "codexglue-summarize-php",
                "codexglue-concode",
                "cnn-dm",
                "xsum",
                "wmt14-full-en-de",
                "wmt16-ro-en",
                "wmt20-en-zh",
                "ecl-m-960",
                "codexglue-clone",
                "codexglue-defect",
                "coco-2017-val-keypoints",
                "coco-2017-val-panoptic",
                "coco-2017-val-captions",
                "qvhighlights-val",
                "librispeech-test-other",
                "librispeech-dev-clean",
                "speech-commands-v2",
                "imagenet-val",
                "synapse-btcv",
                "acdc",
                "moving-mnist",
                "weather-s-720",
                "cityscapes-val",
                "ade20k-val",
                "pascal-context-59-val",
                "pascal-context-60-val")) {
            assertDoesNotThrow(() -> Benchmarks.named(id));
        }
    }

    @Test
    void runsOfEveryBenchmarkThatModelsAreRunOnCanBePaired() {
        for (Benchmark benchmark : Benchmarks.all()) {
            if (!(benchmark instanceof Benchmark.OfPredictions)) {
                for (String id : benchmark.metrics()) {
                    assertEquals(
                            id,
                            PairedRuns.metric(benchmark).apply(id).definition().id());
                }
            }
        }
    }

    private static Class<? extends Dataset> kind(Benchmark benchmark) {
        if (benchmark instanceof Benchmark.Text) {
            return Dataset.Text.class;
        }
        if (benchmark instanceof Benchmark.Detection || benchmark instanceof Benchmark.Keypoints) {
            return Dataset.Detection.class;
        }
        if (benchmark instanceof Benchmark.Segmentation) {
            return Dataset.Segmentation.class;
        }
        return benchmark instanceof Benchmark.Forecast ? Dataset.Series.class : Dataset.Listed.class;
    }
}
