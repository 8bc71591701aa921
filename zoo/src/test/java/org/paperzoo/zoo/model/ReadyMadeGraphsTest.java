package org.paperzoo.zoo.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.testkit.HubServer;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.GraphArtifact;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/** Graphs of other makers, here the forecaster's under names of their own, beside those that are recorded. */
class ReadyMadeGraphsTest {

    @TempDir
    private static Path folder;

    private static PaperModel model;
    private static float[] expected;

    @BeforeAll
    static void load() throws Exception {
        model = PaperModel.load(Forecasts.MODEL, Forecasts.options(EngineName.PYTORCH, folder.resolve("cache")));
        expected = Forecasts.of(model);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void anExportedFolderRuns() throws Exception {
        for (EngineName engine : List.of(EngineName.ONNX_RUNTIME, EngineName.TORCHSCRIPT)) {
            GraphFormat format = engine == EngineName.ONNX_RUNTIME ? GraphFormat.ONNX : GraphFormat.TORCHSCRIPT;
            Path exported = export(format, definition());
            try (PaperModel ready = load(engine, exported)) {
                assertArrayEquals(expected, Forecasts.of(ready), Forecasts.TOLERANCE);
                assertEquals("fp32", ready.readyMade().orElseThrow().precision());
                assertEquals(64, ready.readyMade().orElseThrow().sha256().length());
            }
            EngineName other = engine == EngineName.ONNX_RUNTIME ? EngineName.TORCHSCRIPT : EngineName.ONNX_RUNTIME;
            assertRefused(other, exported, "holds graphs of the format " + format.label());
        }
    }

    @Test
    void aFileOfOneGraphRuns() throws Exception {
        Path onnx = export(GraphFormat.ONNX, definition()).resolve("forward.onnx");
        Path archive = export(GraphFormat.TORCHSCRIPT, definition()).resolve(Exporter.ARCHIVE);
        try (PaperModel ready = load(EngineName.ONNX_RUNTIME, onnx)) {
            assertArrayEquals(expected, Forecasts.of(ready), Forecasts.TOLERANCE);
            assertEquals("forward.onnx", ready.readyMade().orElseThrow().file());
        }
        assertRefused(EngineName.TORCHSCRIPT, onnx, "runs on OnnxRuntime");
        assertRefused(EngineName.ONNX_RUNTIME, archive, "runs on TorchScript");
    }

    @Test
    void aTorchScriptFileOfSomebodyElseRunsFromAPathAndFromTheCard() throws Exception {
        // It forecasts that the last steps come again; the tables of keys are one list to it.
        Path file = folder.resolve("again.pt");
        new TorchScriptArchive()
                .method(
                        "forward",
                        "(past: Tensor, marks: Tensor, start: Tensor, times: Tensor, keys: List[Tensor]) -> Tensor",
                        "return torch.slice(past, 1, -24, 96, 1)")
                .write(file);
        float[] again = Forecasts.lastKnownSteps();
        try (PaperModel ready = load(EngineName.TORCHSCRIPT, file)) {
            assertArrayEquals(again, Forecasts.of(ready));
            assertEquals("again.pt", ready.readyMade().orElseThrow().file());
        }
        GraphArtifact artifact = new GraphArtifact(
                "torchscript", "again.pt", null, "somebody/again", null, null, null, "fp32", null, null, null);
        try (HubServer server = new HubServer()) {
            server.put("somebody/again", "again.pt", Files.readAllBytes(file));
            LoadOptions options = Forecasts.options(EngineName.TORCHSCRIPT, folder.resolve("cache"), server.endpoint())
                    .withGraphs(new GraphSource.Artifact("again.pt"));
            try (PaperModel ready = PaperModel.load(card(artifact), options)) {
                assertArrayEquals(again, Forecasts.of(ready));
                assertEquals("fp32", ready.readyMade().orElseThrow().precision());
            }
        }
    }

    @Test
    void aFoldersListThatLeavesOutWhatItMustHoldIsRefused() throws Exception {
        Path exported = export(GraphFormat.ONNX, definition());
        for (String list : List.of(
                "null",
                "{}",
                "{\"format\": \"onnx\", \"exporter\": \"2\", \"precision\": \"fp32\"}",
                "{\"format\": \"onnx\", \"exporter\": \"2\", \"precision\": \"fp32\", \"graphs\": [null]}")) {
            Files.writeString(exported.resolve("graphs.json"), list);
            assertRefused(EngineName.ONNX_RUNTIME, exported, "graphs.json: no list of graphs");
        }
    }

    @Test
    void inputsOfOtherNamesAreTakenByTheirOrder() throws Exception {
        Path foreign = export(GraphFormat.ONNX, foreign(false)).resolve("forward.onnx");
        try (PaperModel ready = load(EngineName.ONNX_RUNTIME, foreign)) {
            assertArrayEquals(expected, Forecasts.of(ready), Forecasts.TOLERANCE);
        }
    }

    @Test
    void inputsInAnotherOrderAreRefusedByTheirTypes() throws Exception {
        Path foreign = export(GraphFormat.ONNX, foreign(true)).resolve("forward.onnx");
        assertRefused(EngineName.ONNX_RUNTIME, foreign, "would be given");
    }

    @Test
    void theCardSaysWhatAFilesNamesMean() throws Exception {
        Path foreign = export(GraphFormat.ONNX, foreign(true)).resolve("forward.onnx");
        GraphArtifact artifact = new GraphArtifact(
                "onnx",
                "foreign.onnx",
                null,
                "somebody/forecast",
                null,
                null,
                null,
                "fp32",
                null,
                foreignNames(),
                null);
        ModelCard card = card(artifact);
        LoadOptions options;
        try (HubServer server = new HubServer()) {
            server.put("somebody/forecast", "foreign.onnx", Files.readAllBytes(foreign));
            options = Forecasts.options(EngineName.ONNX_RUNTIME, folder.resolve("cache"), server.endpoint())
                    .withGraphs(new GraphSource.Artifact("foreign.onnx"));
            PaperModel.load(card, options).close();
        }
        // The server has gone: the cache has the file.
        try (PaperModel ready = PaperModel.load(card, options)) {
            assertArrayEquals(expected, Forecasts.of(ready), Forecasts.TOLERANCE);
            assertEquals("foreign.onnx", ready.readyMade().orElseThrow().file());
        }
        LoadOptions unknown = options.withGraphs(new GraphSource.Artifact("none.onnx"));
        var e = assertThrows(NoSuchElementException.class, () -> PaperModel.load(card, unknown));
        assertTrue(e.getMessage().contains("foreign.onnx"), e.getMessage());
        LoadOptions script = options.withEngine(EngineName.TORCHSCRIPT);
        assertThrows(IllegalArgumentException.class, () -> PaperModel.load(card, script));
    }

    @Test
    void whatIsNoGraphOrNotThereIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.onnx"), "no graph");
        assertRefused(EngineName.ONNX_RUNTIME, text, "text.onnx");
        LoadOptions missing = Forecasts.options(EngineName.ONNX_RUNTIME, folder.resolve("cache"))
                .withGraphs(new GraphSource.Local(folder.resolve("none.onnx")));
        assertThrows(NoSuchFileException.class, () -> PaperModel.load(Forecasts.MODEL, missing));
        LoadOptions blocks = missing.withEngine(EngineName.PYTORCH);
        assertThrows(IllegalArgumentException.class, () -> PaperModel.load(Forecasts.MODEL, blocks));
    }

    private static void assertRefused(EngineName engine, Path graphs, String reason) {
        var e = assertThrows(
                InvalidInputException.class, () -> load(engine, graphs).close());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private static PaperModel load(EngineName engine, Path graphs) throws IOException {
        return PaperModel.load(
                Forecasts.MODEL,
                Forecasts.options(engine, folder.resolve("cache")).withGraphs(new GraphSource.Local(graphs)));
    }

    private static GraphDefinition definition() {
        return model.architecture().graphs(model.network()).get(0);
    }

    /** The same forward whose inputs are called {@code a0}, {@code a1} …, and its output {@code y}. */
    private static GraphDefinition foreign(boolean reversed) {
        GraphDefinition own = definition();
        List<String> names = new ArrayList<>(own.inputs().stream()
                .map(name -> "a" + own.inputs().indexOf(name))
                .toList());
        if (reversed) {
            Collections.reverse(names);
        }
        return new GraphDefinition(
                own.name(),
                true,
                own.sizes(),
                own.derivedSizes(),
                names,
                List.of("y"),
                Map.of(),
                Map.of(),
                (manager, sizes) -> turned(own.example(manager, sizes), reversed),
                (pass, inputs) -> own.body().forward(pass, turned(inputs, reversed)));
    }

    private static NDList turned(NDList arrays, boolean reversed) {
        NDList turned = new NDList(arrays);
        if (reversed) {
            Collections.reverse(turned);
        }
        return turned;
    }

    /** The names of the reversed graph's inputs: {@code a0} is the first of the architecture's still. */
    private static Map<String, String> foreignNames() {
        List<String> own = definition().inputs();
        Map<String, String> names = new HashMap<>();
        own.forEach(name -> names.put(name, "a" + own.indexOf(name)));
        return names;
    }

    private static Path export(GraphFormat format, GraphDefinition definition) throws IOException {
        Path target = Files.createTempDirectory(folder, "export-").resolve("graphs");
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Exporter.export(
                    model.network(),
                    List.of(definition),
                    Exporter.Request.of(Forecasts.MODEL, "00", format),
                    target,
                    manager);
        }
        return target;
    }

    private static ModelCard card(GraphArtifact artifact) {
        ModelCard own = Catalogue.standard().card(Forecasts.MODEL);
        return new ModelCard(
                own.id(),
                own.title(),
                own.paper(),
                own.task(),
                own.architecture(),
                own.naming(),
                own.licence(),
                own.parameters(),
                own.checkpoint(),
                own.configuration(),
                own.translator(),
                own.training(),
                List.of(artifact),
                own.results(),
                own.notes());
    }
}
