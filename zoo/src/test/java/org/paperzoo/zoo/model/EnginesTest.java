package org.paperzoo.zoo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.task.GeneratedText;

/** A model of the catalogue on every engine, and the graphs that are kept for those that run graphs. */
class EnginesTest {

    private static final String METHOD =
            "public int findRate(List<Integer> points) { if (points.isEmpty()) { return -1; } int result = 0;"
                    + " for (int point : points) { if (point < 28) { result += point; } } return result; }";

    private static final String TRANSLATION =
            "public int FindRate(List<int> points) { if (points.Count == 0) { return -1; } int result = 0;"
                    + " foreach (int point in points) { if (point < 28) { result += point; } } return result; }";

    @TempDir
    private Path folder;

    private Path cache;

    @BeforeEach
    void nameTheCache() {
        cache = folder.resolve("cache");
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineName.class,
            names = {"TORCHSCRIPT", "ONNX_RUNTIME"})
    void aForecastIsTheSameOnEveryEngine(EngineName engine) throws Exception {
        float[] blocks = Forecasts.of(Forecasts.options(EngineName.PYTORCH, cache));
        assertArrayEquals(blocks, Forecasts.of(Forecasts.options(engine, cache)), Forecasts.TOLERANCE);
    }

    @Test
    void textIsTheSameOnEveryEngine() throws Exception {
        List<List<String>> answers = new ArrayList<>();
        for (EngineName engine : EngineName.values()) {
            try (PaperModel model = PaperModel.load("sample-translate", Forecasts.options(engine, cache));
                    var predictor = model.predictor(String.class, GeneratedText.class)) {
                answers.add(predictor.predict(METHOD).texts());
            }
        }
        assertEquals(List.of(TRANSLATION), answers.get(0));
        assertEquals(answers.get(0), answers.get(1));
        assertEquals(answers.get(0), answers.get(2));
    }

    @Test
    void halfPrecisionOnPyTorchRunsTheGraph() throws Exception {
        LoadOptions options = Forecasts.options(EngineName.PYTORCH, cache).withPrecision(Precision.BF16);
        float[] full = Forecasts.of(Forecasts.options(EngineName.PYTORCH, cache));
        try (PaperModel model = PaperModel.load(Forecasts.MODEL, options)) {
            assertEquals(EngineName.TORCHSCRIPT, model.engine());
            float[] half = Forecasts.of(model);
            assertArrayEquals(full, half, 0.1f);
            assertTrue(Math.abs(full[0] - half[0]) > 1e-6, "computed in float32");
        }
    }

    @Test
    void aPrecisionThatAnEngineLacksIsRefused() {
        assertRefused(Forecasts.options(EngineName.PYTORCH, cache).withPrecision(Precision.INT8), "int8");
        assertRefused(Forecasts.options(EngineName.ONNX_RUNTIME, cache).withPrecision(Precision.BF16), "bf16");
        assertRefused(Forecasts.options(EngineName.PYTORCH, cache).withDevice("tpu"), "device tpu");
    }

    private static void assertRefused(LoadOptions options, String reason) {
        var e = assertThrows(IllegalArgumentException.class, () -> PaperModel.load(Forecasts.MODEL, options));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void keptGraphsRunWithoutTheWeights() throws Exception {
        LoadOptions options = Forecasts.options(EngineName.ONNX_RUNTIME, cache)
                .withWeights(Forecasts.copyOfWeights(cache, folder.resolve("mine")));
        Path weights = folder.resolve("mine/model.safetensors");
        FileTime settled = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(weights, settled);
        float[] first = Forecasts.of(options);
        // Of the same size and age, so that its digest is remembered; it could not be loaded any more.
        Files.write(weights, new byte[(int) Files.size(weights)]);
        Files.setLastModifiedTime(weights, settled);
        assertArrayEquals(first, Forecasts.of(options));
        assertEquals(1, graphs().size());
    }

    @Test
    void otherWeightsHaveGraphsOfTheirOwn() throws Exception {
        LoadOptions options = Forecasts.options(EngineName.TORCHSCRIPT, cache)
                .withWeights(Forecasts.copyOfWeights(cache, folder.resolve("mine")));
        Forecasts.of(options);
        Path weights = folder.resolve("mine/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        Forecasts.of(options);
        assertEquals(2, graphs().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineName.class,
            names = {"TORCHSCRIPT", "ONNX_RUNTIME"})
    void damagedGraphsAreRecordedAnew(EngineName engine) throws Exception {
        LoadOptions options = Forecasts.options(engine, cache);
        float[] first = Forecasts.of(options);
        String name = engine == EngineName.ONNX_RUNTIME ? "forward/forward.onnx" : "forward/model.pt";
        Path file = graphs().get(0).resolve(name);
        long whole = Files.size(file);
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole / 2);
        }
        assertArrayEquals(first, Forecasts.of(options));
        assertEquals(whole, Files.size(file));
        Files.delete(file);
        assertArrayEquals(first, Forecasts.of(options));
    }

    @Test
    void graphsOfOlderExportersGoWhenNewOnesAreKept() throws Exception {
        Path graphs = cache.resolve("graphs");
        Path older = keptBy("1", graphs.resolve("a".repeat(64)));
        Path newer = keptBy("99", graphs.resolve("b".repeat(64)));
        Path unknown = keptBy("1-mine", graphs.resolve("c".repeat(64)));
        Path withNotes = keptBy("1", graphs.resolve("d".repeat(64)));
        Files.writeString(withNotes.resolve("forward/notes.txt"), "mine");
        Path named = keptBy("1", graphs.resolve("named-by-hand"));
        Path written = keptBy("1", graphs.resolve("e".repeat(64)));
        try (FileChannel channel = FileChannel.open(
                        written.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertTrue(lock.isValid());
            Forecasts.of(Forecasts.options(EngineName.ONNX_RUNTIME, cache));
        }
        assertFalse(Files.exists(older));
        for (Path stays : List.of(newer, unknown, withNotes, named, written)) {
            assertTrue(Files.isRegularFile(stays.resolve("forward/graphs.json")), stays.toString());
        }
        assertEquals(6, graphs().size());
    }

    private static Path keptBy(String exporter, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("forward"));
        Files.writeString(folder.resolve("forward/forward.onnx"), "a graph");
        Files.writeString(
                folder.resolve("forward/graphs.json"),
                "{\"schema\": 1, \"exporter\": \"" + exporter + "\", \"format\": \"onnx\","
                        + " \"precision\": \"fp32\", \"graphs\": [{\"name\": \"forward\", \"file\": \"forward.onnx\","
                        + " \"inputs\": [], \"outputs\": []}]}");
        return folder;
    }

    @Test
    void graphsThatAreClosedAreNotOpenedAgain() throws Exception {
        GraphBackend graphs = PaperModel.graphs(
                Catalogue.standard().card(Forecasts.MODEL), Forecasts.options(EngineName.ONNX_RUNTIME, cache));
        graphs.close();
        assertThrows(IllegalStateException.class, graphs::open);
    }

    private List<Path> graphs() throws IOException {
        try (var folders = Files.list(cache.resolve("graphs"))) {
            return folders.toList();
        }
    }
}
