package org.paperzoo.zoo.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SymbolBlock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.engine.CheckedExport;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.Verifier;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.Tracer;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxChecker;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/** What lies in an exported folder, on a network whose embedding is its output map too. */
class ExporterTest {

    @TempDir
    private Path folder;

    private NDManager manager;
    private NamedBlock network;
    private List<GraphDefinition> definitions;

    @BeforeEach
    void aTiedNetwork() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(getClass().getResource("/golden/t5-tiny"))
                .toURI());
        GoldenCase read = GoldenCase.read(golden);
        Architecture architecture = Architectures.named(read.architecture());
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        network = Verifier.load(architecture, read, manager);
        definitions = architecture.graphs(network).stream()
                .filter(GraphDefinition::exported)
                .toList();
    }

    @AfterEach
    void nothing() {
        manager.close();
    }

    @Test
    void constantsCarryTheCheckpointsNamesAndTiedOnesAreOne() {
        Set<String> parameters = new HashSet<>(network.getParameters().keys());
        for (GraphDefinition definition : definitions) {
            var graph = Tracer.trace(network, definition, manager);
            for (Value constant : graph.constants().keySet()) {
                assertTrue(
                        parameters.contains(constant.name()) || constant.name().contains("/"),
                        () -> definition.name() + ": " + constant.name());
            }
            assertEquals(
                    graph.constants().size(),
                    graph.constants().values().stream().distinct().count(),
                    definition.name());
            graph.nodes()
                    .forEach(node -> assertFalse(
                            !node.inputs().isEmpty()
                                    && graph.constants().keySet().containsAll(node.inputs()),
                            () -> node.name() + " depends on no input and was not folded"));
        }
    }

    @Test
    void weightsBeyondTheThresholdLieInOneFileThatAllGraphsShare() throws IOException {
        Path inside = export(Exporter.EXTERNAL_DATA, Precision.FP32, "inside");
        Path outside = export(0, Precision.FP32, "outside");
        assertFalse(Files.exists(inside.resolve(Exporter.WEIGHTS_FILE)));
        assertTrue(Files.exists(outside.resolve(Exporter.WEIGHTS_FILE)));
        for (GraphDefinition definition : definitions) {
            String file = definition.name() + ".onnx";
            OnnxChecker.check(outside.resolve(file));
            assertTrue(Files.size(outside.resolve(file)) <= Files.size(inside.resolve(file)));
        }
    }

    @Test
    void theOnnxFilesSayWhatTheyAre() throws IOException {
        Path written = export(Exporter.EXTERNAL_DATA, Precision.FP16, "half");
        String text = new String(Files.readAllBytes(written.resolve("decoder.onnx")), StandardCharsets.ISO_8859_1);
        for (String expected : List.of("t5-tiny", "weights_sha256", "0123abcd", "exporter", "fp16")) {
            assertTrue(text.contains(expected), expected);
        }
        ExportManifest manifest = ExportManifest.read(written);
        var decoder = manifest.graphs().get(1);
        assertEquals("float16", decoder.inputs().get(1).type(), decoder.toString());
        assertEquals("float32", decoder.outputs().get(0).type(), decoder.toString());
        assertEquals("float16", manifest.graphs().get(0).outputs().get(0).type());
    }

    @Test
    void theArchivesStateDictHasTheCheckpointsNames() throws IOException {
        Path written = folder.resolve("torch");
        Exporter.export(
                network,
                definitions,
                Exporter.Request.of("t5-tiny", "0123abcd", GraphFormat.TORCHSCRIPT),
                written,
                manager);
        Path archive = written.resolve(Exporter.ARCHIVE);
        assertEquals(
                "0123abcd",
                TorchScriptArchive.readExtraFile(archive, "weights_sha256").orElseThrow());
        Set<String> names = new HashSet<>(network.getParameters().keys());
        try (ai.djl.Model model = ai.djl.Model.newInstance("archive", Device.cpu(), "PyTorch")) {
            model.load(written, "model");
            List<String> stored =
                    ((SymbolBlock) model.getBlock()).getParameters().keys();
            assertFalse(stored.isEmpty());
            stored.forEach(name -> assertTrue(names.contains(name), name));
        } catch (ai.djl.MalformedModelException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anExportThatFailsOrIsNotAcceptedLeavesWhatWasThere() throws IOException {
        Path written = export(Exporter.EXTERNAL_DATA, Precision.FP32, "kept");
        List<Path> before = list(written);
        Exporter.Request request = Exporter.Request.of("t5-tiny", "other", GraphFormat.ONNX);
        Exporter.export(network, definitions, request, written, manager, beside -> false);
        assertThrows(
                IOException.class,
                () -> Exporter.export(network, definitions, request, written, manager, beside -> {
                    throw new IOException("no space left on device");
                }));
        assertEquals(before, list(written));
        assertEquals("0123abcd", ExportManifest.read(written).weights());
        assertEquals(List.of(written), list(folder));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedAndNothingIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        Exporter.Request request = Exporter.Request.of("t5-tiny", "0123abcd", GraphFormat.ONNX);
        assertThrows(IOException.class, () -> Exporter.export(network, definitions, request, file, manager));
        assertThrows(
                IOException.class,
                () -> Exporter.export(network, definitions, request, file.resolve("below"), manager));
        assertEquals(List.of(file), list(folder));
    }

    @Test
    void exportsToOneFolderAtOnceEndWithAWholeOne() throws Exception {
        Path target = folder.resolve("shared");
        List<GraphDefinition> one = definitions.subList(0, 1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String weights = "writer " + thread;
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 3; i++) {
                        Exporter.export(
                                network,
                                one,
                                Exporter.Request.of("t5-tiny", weights, GraphFormat.ONNX),
                                target,
                                manager);
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(ExportManifest.read(target).weights().startsWith("writer "));
        OnnxChecker.check(target.resolve("encoder.onnx"));
        assertEquals(List.of(target), list(folder));
    }

    @Test
    void onlyAnEarlierExportIsReplaceable() throws IOException {
        ExportFolder.requireReplaceable(folder.resolve("none"));
        Path written = export(Exporter.EXTERNAL_DATA, Precision.FP32, "earlier");
        ExportFolder.requireReplaceable(written);
        Files.writeString(written.resolve("notes.txt"), "mine");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ExportFolder.requireReplaceable(written))
                .getMessage()
                .contains("notes.txt"));
        assertThrows(IllegalArgumentException.class, () -> ExportFolder.requireReplaceable(folder));
    }

    /** A module may be called as an output is that comes after it. */
    private static final class Named extends NamedBlock {
        private final Linear y = child("y", Linear.of(3, 3));
    }

    @ParameterizedTest
    @EnumSource(GraphFormat.class)
    void anOutputMayBeNamedAsAModule(GraphFormat format) throws IOException {
        Named named = new Named();
        named.initialize(manager, DataType.FLOAT32);
        GraphDefinition definition = GraphDefinition.named("forward")
                .size("rows", 1)
                .inputs("x")
                .outputs("before", "y")
                .example((own, sizes) -> new NDList(own.ones(new Shape(sizes.get("rows"), 3))))
                .body((pass, inputs) -> {
                    NDArray before = named.y.forward(pass, inputs.head());
                    return new NDList(before.exp(), before.neg());
                });
        CheckedExport.Outcome outcome = CheckedExport.write(
                named,
                List.of(definition),
                Exporter.Request.of("named", "none", format),
                folder.resolve("named"),
                manager,
                OnnxSessionOptions.defaults());
        assertTrue(outcome.passed(), outcome.comparisons().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[1]",
                "{\"graphs\": [null], \"format\": \"onnx\", \"precision\": \"fp32\"}",
                "{\"graphs\": [{\"name\": \"a\", \"file\": \"a.onnx\", \"inputs\": [null], \"outputs\": []}],"
                        + " \"format\": \"onnx\", \"precision\": \"fp32\"}",
                "{\"graphs\": []}"
            })
    void aManifestThatSaysNothingIsRefusedInOneLine(String text) throws IOException {
        Files.writeString(folder.resolve(ExportManifest.FILE), text);
        for (Executable read :
                List.<Executable>of(() -> ExportManifest.read(folder), () -> ExportFolder.requireReplaceable(folder))) {
            String message = assertThrows(InvalidInputException.class, read).getMessage();
            assertTrue(message.contains("graphs.json: no list of graphs"), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void aManifestOfAnyLengthIsNotRead() throws IOException {
        Files.write(folder.resolve(ExportManifest.FILE), new byte[(16 << 20) + 1]);
        String message = assertThrows(InvalidInputException.class, () -> ExportManifest.read(folder))
                .getMessage();
        assertTrue(message.contains("16777217 bytes"), message);
    }

    private Path export(long threshold, Precision precision, String name) throws IOException {
        Path target = folder.resolve(name);
        Exporter.export(
                network,
                definitions,
                new Exporter.Request("t5-tiny", "0123abcd", GraphFormat.ONNX, precision, threshold),
                target,
                manager);
        return target;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
