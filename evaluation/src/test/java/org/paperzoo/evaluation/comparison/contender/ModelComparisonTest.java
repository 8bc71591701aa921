package org.paperzoo.evaluation.comparison.contender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.evaluation.comparison.Contender;
import org.paperzoo.evaluation.comparison.LoadedContender;
import org.paperzoo.evaluation.comparison.OutputDifference;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Trial;
import org.paperzoo.evaluation.comparison.contender.SizeChoice.PictureSize;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.hub.ModelStore;
import org.paperzoo.zoo.model.LoadOptions;

/** Models of reference cases on all engines. */
class ModelComparisonTest {

    private static final Path CASES = Path.of("../zoo/src/test/resources/golden");
    private static final List<EngineChoice> ALL =
            EngineChoice.of(List.of(EngineName.values()), List.of(Precision.FP32));

    @ParameterizedTest
    @CsvSource({"detr-tiny, 64x96", "informer-tiny, ", "t5-tiny, "})
    void enginesAgree(String name, String picture) throws IOException {
        ComparedModel model = model(name);
        ModelRun run = ModelRun.of(model);
        SizeChoice sizes = new SizeChoice(
                List.of(2),
                List.of(),
                picture == null ? List.of() : List.of(PictureSize.of(picture)),
                OptionalInt.empty(),
                OptionalInt.empty());
        Setting setting = sizes.settings(name, run).get(0);
        try (PreparedModel prepared = PreparedModel.of(model, run, ALL, 1, 7, step -> {})) {
            assertTrue(prepared.work(setting).orElseThrow().flops() > 0);
            List<LoadedContender> loaded = new ArrayList<>();
            for (Contender contender : prepared.contenders()) {
                loaded.add(contender.load());
            }
            try (Trial baseline = loaded.get(0).open(setting)) {
                var expected = baseline.run();
                for (LoadedContender contender : loaded.subList(1, loaded.size())) {
                    try (Trial trial = contender.open(setting)) {
                        OutputDifference difference = OutputDifference.between(expected, trial.run());
                        assertNull(difference.mismatch());
                        assertTrue(difference.relative() < 1e-4, difference.toString());
                        assertTrue(trial.nativeCalls().getAsLong()
                                < baseline.nativeCalls().getAsLong());
                        assertTrue(contender.bytesOnDisk().getAsLong() > 0);
                    }
                }
            }
            loaded.forEach(LoadedContender::close);
        }
    }

    @Test
    void aGenerationHasAsManyTokensAsAreAskedForAndScores() throws IOException {
        ComparedModel model = model("t5-tiny");
        ModelRun run = ModelRun.of(model);
        SizeChoice sizes = new SizeChoice(List.of(3), List.of(9), List.of(), OptionalInt.of(11), OptionalInt.of(4));
        Setting setting = sizes.settings("t5-tiny", run).get(0);
        assertEquals("batch 3, length 9, new tokens 11, beams 4", setting.label());
        List<EngineChoice> engines = EngineChoice.of(List.of(EngineName.PYTORCH), List.of(Precision.FP32));
        try (PreparedModel prepared = PreparedModel.of(model, run, engines, 1, 7, step -> {});
                LoadedContender loaded = prepared.contenders().get(0).load();
                Trial trial = loaded.open(setting);
                var outputs = trial.run()) {
            assertEquals("(3, 12)", outputs.get(0).getShape().toString());
            assertEquals("(3)", outputs.get(1).getShape().toString());
        }
    }

    @Test
    void reportsHoldWhatTheRunTakesAndWhatStandsUnderTheTable() throws IOException {
        List<String> steps = new ArrayList<>();
        var report = new ModelComparison(
                        model("informer-tiny"),
                        EngineChoice.of(
                                List.of(EngineName.TORCHSCRIPT, EngineName.ONNX_RUNTIME), List.of(Precision.FP32)),
                        SizeChoice.ofBatches(1, 3),
                        1,
                        0.2,
                        1,
                        "test")
                .run(steps::add);
        assertEquals(2, report.settings().size());
        for (var setting : report.settings()) {
            assertTrue(setting.work().flops() > 0 && setting.roofline().leastMillis() > 0);
            assertNotNull(setting.measurements().get(1).difference());
        }
        assertNotNull(report.engine("TorchScript").exportMillis());
        assertTrue(report.provenance().notes().stream().anyMatch(note -> note.contains("do not spin")));
        assertTrue(steps.contains("writing the graphs of OnnxRuntime"), steps.toString());
    }

    @Test
    void graphsThatAnEarlierRunKeptAreNotWrittenAgain(@TempDir Path cache) throws IOException {
        LoadOptions options = LoadOptions.standard()
                .withStore(new ModelStore(
                        new Hub(HubSettings.of(Map.of("PAPERZOO_CACHE", cache.toString()))
                                .asOffline()),
                        Hub.Manner.STANDARD));
        ComparedModel model = ComparedModel.of(Catalogue.standard().card("sample-forecast"), options);
        ModelRun run = ModelRun.of(model);
        List<EngineChoice> engines = EngineChoice.of(List.of(EngineName.ONNX_RUNTIME), List.of(Precision.FP32));
        try (PreparedModel prepared = PreparedModel.of(model, run, engines, 1, 7, step -> {})) {
            Contender first = prepared.contenders().get(0);
            assertFalse(first.cached());
            assertTrue(first.exportMillis().getAsDouble() > 0);
        }
        try (PreparedModel prepared = PreparedModel.of(model, run, engines, 1, 7, step -> {})) {
            Contender second = prepared.contenders().get(0);
            assertTrue(second.cached());
            assertTrue(second.exportMillis().isEmpty());
            try (LoadedContender loaded = second.load();
                    Trial trial = loaded.open(
                            SizeChoice.ofBatches(1).settings(model.name(), run).get(0));
                    var outputs = trial.run()) {
                assertEquals("(1, 24, 7)", outputs.head().getShape().toString());
            }
        }
    }

    @Test
    void sizesThatAModelDoesNotHaveAreRefusedWithThoseItHas() throws IOException {
        assertRefused(
                "informer-tiny has no height, width; its sizes are batch, length", "informer-tiny", pictures("64x64"));
        assertRefused("height 16 is too small; expected at least 32", "detr-tiny", pictures("16x64"));
        assertRefused(
                "detr-tiny has no beams; its sizes are batch, height, width",
                "detr-tiny",
                new SizeChoice(List.of(1), List.of(), List.of(), OptionalInt.empty(), OptionalInt.of(2)));
        assertRefused(
                "length 99999 is too large; the network has positions for 5000",
                "informer-tiny",
                new SizeChoice(List.of(1), List.of(99999), List.of(), OptionalInt.empty(), OptionalInt.empty()));
        assertThrows(IllegalArgumentException.class, () -> PictureSize.of("64"));
    }

    @Test
    void enginesTakeThePrecisionsThatTheyHave() {
        List<EngineChoice> choices =
                EngineChoice.of(List.of(EngineName.values()), List.of(Precision.FP32, Precision.FP16));
        assertEquals(
                List.of("PyTorch", "TorchScript", "TorchScript fp16", "OnnxRuntime", "OnnxRuntime fp16"),
                choices.stream().map(EngineChoice::label).toList());
        assertThrows(
                IllegalArgumentException.class,
                () -> EngineChoice.of(List.of(EngineName.PYTORCH), List.of(Precision.FP16)));
        assertThrows(
                IllegalArgumentException.class,
                () -> EngineChoice.of(List.of(EngineName.PYTORCH, EngineName.PYTORCH), List.of(Precision.FP32)));
    }

    private static SizeChoice pictures(String size) {
        return new SizeChoice(
                List.of(1), List.of(), List.of(PictureSize.of(size)), OptionalInt.empty(), OptionalInt.empty());
    }

    private static void assertRefused(String message, String name, SizeChoice sizes) throws IOException {
        ModelRun run = ModelRun.of(model(name));
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> sizes.settings(name, run))
                        .getMessage());
    }

    private static ComparedModel model(String name) throws IOException {
        return ComparedModel.of(GoldenCase.read(CASES.resolve(name)));
    }
}
