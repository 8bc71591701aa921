package org.paperzoo.evaluation.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.ReferenceCases;

class BenchmarkMetricsTest {

    @TestFactory
    Stream<DynamicTest> everyMetricThatABenchmarkNamesIsThereUnderItsId() {
        return Benchmarks.all().stream()
                .filter(benchmark -> !(benchmark instanceof Benchmark.OfPredictions))
                .map(benchmark -> DynamicTest.dynamicTest(
                        benchmark.id(),
                        () -> benchmark
                                .metrics()
                                .forEach(id -> assertEquals(
                                        id, metric(benchmark, id).definition().id()))));
    }

    private static Metric<?, ?> metric(Benchmark benchmark, String id) {
        if (benchmark instanceof Benchmark.Text) {
            return BenchmarkMetrics.ofTexts(id);
        }
        if (benchmark instanceof Benchmark.Segmentation) {
            return BenchmarkMetrics.ofLabelMaps(id);
        }
        return benchmark instanceof Benchmark.Forecast
                ? BenchmarkMetrics.ofForecasts(id)
                : BenchmarkMetrics.ofBoxes(id);
    }

    @Test
    void anUnknownMetricIsAnsweredWithThoseThereAre() {
        String message = assertThrows(NoSuchElementException.class, () -> BenchmarkMetrics.ofTexts("bleu"))
                .getMessage();
        assertTrue(message.contains("bleu-sacrebleu-13a"), message);
    }

    @Test
    void meanIouIsThereForAnyNumberOfClassesThatABytesLabelsHave() {
        assertEquals(
                "miou-mmseg-255",
                BenchmarkMetrics.ofLabelMaps("miou-mmseg-255").definition().id());
        for (String id : List.of("miou-mmseg-0", "miou-mmseg-256", "miou-mmseg-19-reducezero", "miou")) {
            String message = assertThrows(NoSuchElementException.class, () -> BenchmarkMetrics.ofLabelMaps(id))
                    .getMessage();
            assertTrue(message.contains(id) && message.contains("miou-mmseg-1 to"), message);
        }
    }

    @Test
    void aMetricOfOneReferenceRefusesSeveralAndMergesExactly() {
        Metric<String, List<String>> rouge = BenchmarkMetrics.ofTexts("rouge-google-stem");
        assertThrows(
                IllegalArgumentException.class,
                () -> rouge.newAccumulator().update("a text", List.of("a text", "another")));
        ReferenceCases.assertMergesExactly(
                rouge,
                List.of("the cat sat", "a dog", "running home"),
                List.of(List.of("the cat"), List.of("the dogs"), List.of("he runs home")),
                3);
    }
}
