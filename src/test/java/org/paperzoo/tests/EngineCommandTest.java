package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The options that choose what runs a network. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class EngineCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Launcher.ROOT.resolve("zoo/src/test/resources/golden");

    @TempDir
    private Path folder;

    @Test
    void everyEngineAnswersReferenceCases() throws Exception {
        Path report = folder.resolve("report.json");
        var outcome = paperzoo(
                        "verify",
                        "--engine",
                        "all",
                        GOLDEN.resolve("informer-tiny"),
                        GOLDEN.resolve("bart-tiny"),
                        "--json",
                        report)
                .endedWith(0)
                .withoutStackTrace();
        assertTrue(outcome.output().endsWith("6 passed, 0 failed\n"), outcome.output());
        JsonNode summary = JSON.readTree(report.toFile());
        assertEquals("PyTorch, TorchScript, OnnxRuntime", summary.path("engine").asText());
        assertEquals("OnnxRuntime", summary.path("cases").get(2).path("engine").asText());
    }

    @Test
    void oneInputRunsOnOneEngineOrAll() throws Exception {
        Path series = folder.resolve("series");
        paperzoo("dataset", "write", "sample-series", "-o", series).endedWith(0);
        Path input = firstTable(series);
        JsonNode one = JSON.readTree(paperzoo("run", "sample-forecast", "--input", input, "--engine", "onnxruntime")
                .endedWith(0)
                .output());
        JsonNode all = JSON.readTree(paperzoo("run", "sample-forecast", "--input", input, "--engine", "all")
                .endedWith(0)
                .output());
        assertEquals(one, all.path("OnnxRuntime"));
        assertEquals(3, all.size());
        assertEquals(one.size(), all.path("PyTorch").size());
    }

    @Test
    void aSegmentersClassesAreWrittenAsAnIndexedPicture() throws Exception {
        Path scenes = folder.resolve("scenes");
        paperzoo("dataset", "write", "sample-segment", "--limit", 1, "-o", scenes)
                .endedWith(0);
        Path input = scenes.resolve("images/test/1.png");
        Path recipe = Files.writeString(
                folder.resolve("recipe.json"),
                "{\"model\": \"sample-segment\", \"training\": {\"scenes\": 8, \"epochs\": 1, \"benchmark\": null,"
                        + " \"before\": null}}");
        Path model = folder.resolve("model");
        paperzoo("train", recipe, "-o", model).endedWith(0);
        Path labels = folder.resolve("labels.png");
        JsonNode answer = JSON.readTree(paperzoo(
                        "run",
                        "sample-segment",
                        "--weights",
                        model,
                        "--input",
                        input,
                        "--draw",
                        folder.resolve("drawn.png"),
                        "-o",
                        labels)
                .endedWith(0)
                .output());
        BufferedImage written = ImageIO.read(labels.toFile());
        int[] pixels = new int[256];
        for (int label : written.getRaster().getSamples(0, 0, 128, 128, 0, (int[]) null)) {
            pixels[label]++;
        }
        for (JsonNode found : answer.path("classes")) {
            assertEquals(
                    pixels[found.path("label").asInt()], found.path("pixels").asInt());
        }
        assertTrue(Files.isRegularFile(folder.resolve("drawn.png")));
        paperzoo("run", "sample-forecast", "--input", input, "-o", labels)
                .endedWith(2)
                .toldInOneLine("an output of semantic-segmentation alone");
    }

    @Test
    void aTrainingThatIsToldToEndSavesFirst() throws Exception {
        Path run = folder.resolve("run");
        Launcher.paperzooUntil(run.resolve("loss.svg"), "train", "sample-forecast", "--epochs", 1, "-o", run)
                .endedWith(143)
                .toldInOneLine("stopped and saved after step");
        assertTrue(Files.isRegularFile(run.resolve("training.safetensors")));

        paperzoo("train", "sample-forecast", "--epochs", 1, "-o", run, "--resume")
                .endedWith(0);

        JsonNode report = JSON.readTree(run.resolve("report.json").toFile());
        assertEquals(266, report.at("/epochs/0/steps").asInt(), report::toString);
    }

    @Test
    void evalGivesARowForEachEngineAndTheirDifference() throws Exception {
        Path report = folder.resolve("results.json");
        String table = paperzoo(
                        "eval",
                        "sample-forecast",
                        "--engine",
                        "all",
                        "--limit",
                        4,
                        "--threads",
                        1,
                        "--no-store",
                        "--json",
                        report)
                .endedWith(0)
                .output();
        for (String engine : new String[] {"PyTorch cpu", "TorchScript cpu", "OnnxRuntime cpu"}) {
            assertTrue(table.contains(engine), table);
        }
        assertTrue(table.contains("engines differ by at most"), table);
        JsonNode results = JSON.readTree(report.toFile());
        assertEquals(3, results.size());
        assertEquals(1, results.get(0).at("/provenance/threads").asInt());
        assertEquals(1, results.get(2).at("/provenance/session/intraOpThreads").asInt());
    }

    @Test
    void wrongValuesAreWrongUsageAndToldInOneLine() throws Exception {
        Path golden = GOLDEN.resolve("informer-tiny");
        paperzoo("verify", "--engine", "Abacus", golden)
                .endedWith(2)
                .toldInOneLine("TorchScript, OnnxRuntime, and all");
        paperzoo("eval", "sample-forecast", "--precision", "fp17").endedWith(2).toldInOneLine("fp17");
        paperzoo("eval", "sample-forecast", "--precision", "int8").endedWith(2).toldInOneLine("int8");
        paperzoo("eval", "sample-forecast", "--engine", "OnnxRuntime", "--precision", "bf16")
                .endedWith(2)
                .toldInOneLine("bf16");
        paperzoo("eval", "sample-forecast", "--threads", -1).endedWith(2).toldInOneLine("--threads -1");
        paperzoo("eval", "sample-forecast", "--optimization", "some")
                .endedWith(2)
                .toldInOneLine("optimization");
        paperzoo("eval", "sample-forecast", "--device", "tpu").endedWith(2).toldInOneLine("device tpu");
        paperzoo("eval", "sample-forecast", "--graphs", folder.resolve("none.onnx"))
                .endedWith(2)
                .toldInOneLine("ready-made graphs run on");
        paperzoo("eval", "sample-forecast", "--engine", "OnnxRuntime", "--graphs", folder.resolve("none.onnx"))
                .endedWith(4)
                .toldInOneLine("none.onnx");
        paperzoo("eval", "sample-forecast", "--engine", "OnnxRuntime", "--artifact", "none.onnx")
                .endedWith(4)
                .toldInOneLine("names no ready-made graph none.onnx");
    }

    @Test
    void helpSaysWhatIsNotThere() throws Exception {
        String help = paperzoo("eval", "--help").endedWith(0).output().replaceAll("\\s+", " ");
        assertTrue(help.contains("OnnxRuntime has no bf16"), help);
        assertTrue(help.contains("A GPU needs the CUDA build"), help);
    }

    private static Path firstTable(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
