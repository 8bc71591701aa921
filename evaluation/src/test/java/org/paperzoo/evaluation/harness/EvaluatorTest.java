package org.paperzoo.evaluation.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.hub.UnreachableException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

class EvaluatorTest {

    @Test
    void aBatchedRunGivesTheValuesOfOneByOne() throws IOException {
        Result single = new Evaluator(EvaluationListener.SILENT)
                .run(request("sample-forecast").withLimit(64));
        Result batched = new Evaluator(EvaluationListener.SILENT)
                .run(request("sample-forecast").withLimit(64).withBatch(16));
        assertEquals(64, single.examples());
        assertFalse(single.complete());
        assertEquals(value(single, "mse"), value(batched, "mse"), 1e-6);
        assertEquals(value(single, "mae"), value(batched, "mae"), 1e-6);
        assertEquals(single.provenance().dataSha256(), batched.provenance().dataSha256());
        assertEquals(64, single.provenance().weightsSha256().length());
        assertTrue(single.speed().p50Millis() <= single.speed().p99Millis());
    }

    @Test
    void enginesAgreeAndTheRecordSaysWhichRan() throws IOException {
        Result blocks = new Evaluator(EvaluationListener.SILENT)
                .run(request("sample-forecast").withLimit(8));
        assertNull(blocks.provenance().session());
        assertNull(blocks.provenance().exporter());
        for (EngineName engine : List.of(EngineName.TORCHSCRIPT, EngineName.ONNX_RUNTIME)) {
            var card = Catalogue.standard().card("sample-forecast");
            LoadOptions load = LoadOptions.standard()
                    .withEngine(engine)
                    .withSession(OnnxSessionOptions.defaults().withIntraOpThreads(1));
            Result result = new Evaluator(EvaluationListener.SILENT)
                    .run(EvaluationRequest.of(card, Benchmarks.usual(card).orElseThrow(), load)
                            .withLimit(8));
            assertEquals(value(blocks, "mse"), value(result, "mse"), 1e-6);
            var provenance = result.provenance();
            assertEquals(engine.label(), provenance.engine());
            assertEquals("fp32", provenance.precision());
            assertEquals(Exporter.VERSION, provenance.exporter());
            assertNull(provenance.artifact());
            if (engine == EngineName.ONNX_RUNTIME) {
                assertEquals(OnnxSession.runtimeVersion(), provenance.engineVersion());
                assertEquals(1, provenance.session().intraOpThreads());
                assertEquals("CPUExecutionProvider", provenance.session().provider());
            } else {
                assertEquals(blocks.provenance().engineVersion(), provenance.engineVersion());
                assertNull(provenance.session());
            }
        }
    }

    @Test
    void halfPrecisionIsRecordedAsTheGraphThatRan() throws IOException {
        var card = Catalogue.standard().card("sample-forecast");
        Result result = new Evaluator(EvaluationListener.SILENT)
                .run(EvaluationRequest.of(
                                card,
                                Benchmarks.usual(card).orElseThrow(),
                                LoadOptions.standard().withPrecision(Precision.FP16))
                        .withLimit(2));
        assertEquals("TorchScript", result.provenance().engine());
        assertEquals("fp16", result.provenance().precision());
    }

    @TestFactory
    Stream<DynamicTest> everySampleIsMeasuredForSpeedWithoutWeights() {
        return Catalogue.standard().cards().stream()
                .filter(card -> card.id().startsWith("sample-"))
                .map(card -> DynamicTest.dynamicTest(card.id(), () -> {
                    Result result = new Evaluator(EvaluationListener.SILENT)
                            .run(request(card.id()).withLimit(2).speedAlone());
                    assertFalse(result.quality());
                    assertTrue(result.values().isEmpty());
                    assertTrue(result.speed().examplesPerSecond() > 0);
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyBenchmarkNamesADataSetWithItsSplit() {
        return Benchmarks.all().stream()
                .map(benchmark -> DynamicTest.dynamicTest(
                        benchmark.id(),
                        () -> assertTrue(Datasets.named(benchmark.dataset())
                                .splits()
                                .contains(Split.named(benchmark.split())))));
    }

    @Test
    void aModelOfAnotherTaskIsRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> EvaluationRequest.of(
                        Catalogue.standard().card("sample-detect"),
                        Benchmarks.named("sample-forecast"),
                        LoadOptions.standard()));
        assertTrue(e.getMessage().contains("does object-detection"), e.getMessage());
    }

    @Test
    void aModelOfAnotherHorizonIsRefused() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new Evaluator(EvaluationListener.SILENT)
                        .run(EvaluationRequest.of(
                                Catalogue.standard().card("sample-forecast"),
                                Benchmarks.named("ett-h1-m-48"),
                                LoadOptions.standard())));
        assertTrue(e.getMessage().contains("forecasts 24 steps"), e.getMessage());
    }

    @Test
    void aModelWithoutWeightsSaysHowToGetSome() {
        UnreachableException e = assertThrows(
                UnreachableException.class,
                () -> new Evaluator(EvaluationListener.SILENT).run(request("informer-etth1-m-24")));
        assertTrue(e.getMessage().contains("paperzoo train informer-etth1-m-24"), e.getMessage());
    }

    private static EvaluationRequest request(String id) {
        var card = Catalogue.standard().card(id);
        return EvaluationRequest.of(card, Benchmarks.usual(card).orElseThrow(), LoadOptions.standard());
    }

    private static double value(Result result, String metric) {
        return result.values().stream()
                .filter(each -> each.answersTo(metric))
                .mapToDouble(MeasuredValue::value)
                .findFirst()
                .orElseThrow();
    }
}
