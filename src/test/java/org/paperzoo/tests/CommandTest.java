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
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class CommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "info",
                "checkpoint",
                "verify",
                "export",
                "eval",
                "bench",
                "leaderboard",
                "serve",
                "compare",
                "run",
                "train",
                "datasets",
                "dataset",
                "benchmarks"
            })
    void everyCommandHasHelp(String command) throws Exception {
        String help = paperzoo(command, "--help").endedWith(0).output();
        assertTrue(help.startsWith("Usage: paperzoo " + command), help);
        assertEquals(help, paperzoo("help", command).endedWith(0).output());
    }

    @Test
    void theVersionNamesWhatNumbersDependOn() throws Exception {
        String version = paperzoo("--version").endedWith(0).output();
        assertTrue(version.startsWith("paperzoo ") && version.contains("DJL 0.36"), version);
    }

    @Test
    void noCommandAtAllIsWrongUsage() throws Exception {
        paperzoo().endedWith(2).toldInOneLine("command");
    }

    @Test
    void anUnknownCommandIsRefusedWithTheNearest() throws Exception {
        paperzoo("lst").endedWith(2).toldInOneLine("no command lst; did you mean list?");
    }

    @Test
    void anUnknownOptionIsRefused() throws Exception {
        paperzoo("list", "--tsk", "x").endedWith(2).toldInOneLine("--tsk");
    }

    @Test
    void anUnknownIdIsNotFoundAndTheNearestAreNamed() throws Exception {
        paperzoo("info", "detr-resnet50").endedWith(4).toldInOneLine("detr-resnet-50");
    }

    @Test
    void anUnknownTaskIsNotFound() throws Exception {
        paperzoo("list", "--task", "knitting").endedWith(4).toldInOneLine("knitting");
    }

    @Test
    void listNamesModelsOfOneTask() throws Exception {
        String list =
                paperzoo("list", "--task", "object-detection").endedWith(0).output();
        assertTrue(list.contains("detr-resnet-50"), list);
        assertFalse(list.contains("bart-base"), list);
    }

    @Test
    void jsonOnStandardOutputIsAllThereIs() throws Exception {
        JsonNode cards =
                JSON.readTree(paperzoo("list", "--json", "-").endedWith(0).output());
        assertTrue(cards.isArray() && cards.size() > 20);
        JsonNode card = JSON.readTree(
                paperzoo("info", "codet5-base", "--json", "-").endedWith(0).output());
        assertEquals("codet5-base", card.path("id").asText());
    }

    @Test
    void jsonForAFolderThatIsNotThereIsRefusedBeforeAnyWork() throws Exception {
        Path file = folder.resolve("nowhere/report.json");
        paperzoo("list", "--json", file).endedWith(4).toldInOneLine("nowhere");
    }

    @Test
    void aFailedCheckEndsWithOneAndTellsWhichOutput() throws Exception {
        Path copy = copyOfGolden("informer-tiny");
        Path description = copy.resolve("case.json");
        String strict = Files.readString(description).replaceAll("\"atol\": *[-+.0-9eE]+", "\"atol\": 0.0");
        Files.writeString(description, strict);
        var outcome = paperzoo("verify", copy).endedWith(1).withoutStackTrace();
        assertTrue(outcome.output().contains("FAILED"), outcome.output());
        assertTrue(outcome.output().endsWith("0 passed, 1 failed\n"), outcome.output());
    }

    @Test
    void theGoldenCasesOfAFolderPass() throws Exception {
        Path report = folder.resolve("report.json");
        Path copies = copyOfGolden("informer-tiny").getParent();
        var outcome = paperzoo("verify", copies, "--json", report).endedWith(0).withoutStackTrace();
        assertTrue(outcome.output().endsWith("1 passed, 0 failed\n"), outcome.output());
        assertEquals(1, JSON.readTree(report.toFile()).path("passed").asInt());
    }

    @Test
    void aFolderWithoutCasesIsRefused() throws Exception {
        paperzoo("verify", folder).endedWith(3).toldInOneLine(folder.toString());
        paperzoo("verify", folder.resolve("none")).endedWith(4).toldInOneLine("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-series", "sample-detect", "sample-segment", "sample-translate"})
    void everyKindOfDatasetIsShownAndWritten(String id) throws Exception {
        String shown = paperzoo("dataset", "show", id, "-n", 2).endedWith(0).output();
        assertEquals(4, shown.lines().count(), shown);
        Path target = folder.resolve("written");
        paperzoo("dataset", "write", id, "-o", target, "--limit", 2).endedWith(0);
        try (var files = Files.walk(target)) {
            assertTrue(files.anyMatch(Files::isRegularFile));
        }
    }

    @Test
    void aDatasetThatIsNotThereOrLacksItsFilesIsToldInOneLine() throws Exception {
        paperzoo("dataset", "show", "sample-knitting").endedWith(4).toldInOneLine("sample-series");
        paperzoo("dataset", "show", "sample-series", "-n", 0).endedWith(2).toldInOneLine("-n 0");
        paperzoo("dataset", "write", "ett-h1", "-o", folder, "--data", folder)
                .endedWith(4)
                .toldInOneLine("ETTh1.csv");
    }

    private Path copyOfGolden(String name) throws Exception {
        Path source = Launcher.ROOT.resolve("zoo/src/test/resources/golden").resolve(name);
        Path copy = Files.createDirectories(folder.resolve("cases").resolve(name));
        try (var files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
