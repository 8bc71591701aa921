package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class ExportCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "t5-tiny, onnx, decoder.onnx",
        "t5-tiny, torchscript, model.pt",
        "detr-tiny, onnx, padded.onnx",
        "detr-tiny, torchscript, model.pt"
    })
    void aCasesGraphsAreWrittenAndChecked(String name, String format, String file) throws Exception {
        Path target = folder.resolve("out");
        Path report = folder.resolve("report.json");
        String output = paperzoo("export", golden(name), "--format", format, "-o", target, "--json", report)
                .endedWith(0)
                .withoutStackTrace()
                .output();
        assertTrue(Files.isRegularFile(target.resolve(file)), output);
        assertTrue(output.contains("sizes tried"), output);
        assertFalse(output.contains("FAILED"), output);
        JsonNode json = JSON.readTree(report.toFile());
        assertTrue(json.path("passed").asBoolean());
        assertEquals(format, json.path("manifest").path("format").asText());
        for (JsonNode comparison : json.path("comparisons")) {
            assertTrue(comparison.path("difference").asDouble() < 1e-4, comparison.toString());
        }
        // An earlier export is replaced, and one graph alone is what was asked for.
        String graph = json.path("manifest").path("graphs").get(0).path("name").asText();
        paperzoo("export", golden(name), "--format", format, "--graph", graph, "--no-check", "-o", target)
                .endedWith(0);
        assertEquals(
                1,
                JSON.readTree(target.resolve("graphs.json").toFile())
                        .path("graphs")
                        .size());
    }

    @Test
    void whatCannotBeMeantIsRefusedInOneLineBeforeAnyWork() throws Exception {
        Path target = folder.resolve("out");
        Path golden = golden("t5-tiny");
        paperzoo("export", golden, "--format", "coreml", "-o", target)
                .endedWith(2)
                .toldInOneLine("torchscript");
        paperzoo("export", golden, "--format", "onnx", "--precision", "bf16", "-o", target)
                .endedWith(2)
                .toldInOneLine("fp16");
        paperzoo("export", golden, "--format", "onnx", "--graph", "none", "-o", target)
                .endedWith(2)
                .toldInOneLine("encoder");
        paperzoo("export", golden, "--format", "torchscript", "--external-data", "always", "-o", target)
                .endedWith(2)
                .toldInOneLine("--external-data");
        assertFalse(Files.exists(target));
    }

    @Test
    void anUnknownModelAndAMissingCaseAreNotFound() throws Exception {
        Path target = folder.resolve("out");
        paperzoo("export", "detr-resnet50", "--format", "onnx", "-o", target)
                .endedWith(4)
                .toldInOneLine("detr-resnet-50");
        paperzoo("export", folder.resolve("none"), "--format", "onnx", "-o", target)
                .endedWith(4)
                .toldInOneLine("none");
        assertFalse(Files.exists(target));
    }

    @Test
    void aFolderThatHoldsOtherThingsIsLeftAlone() throws Exception {
        Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
        paperzoo("export", golden("t5-tiny"), "--format", "onnx", "-o", folder)
                .endedWith(2)
                .toldInOneLine("mine.txt");
        paperzoo("export", golden("t5-tiny"), "--format", "onnx", "-o", mine)
                .endedWith(2)
                .toldInOneLine("mine.txt");
        assertEquals("mine", Files.readString(mine));
    }

    private static Path golden(String name) {
        return Launcher.ROOT.resolve("zoo/src/test/resources/golden").resolve(name);
    }
}
