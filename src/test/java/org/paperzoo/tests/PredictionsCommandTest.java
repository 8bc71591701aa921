package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Predictions of a file, scored on a benchmark by the command. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class PredictionsCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path data() throws Exception {
        Path data = Files.createDirectories(folder.resolve("defect"));
        Files.writeString(
                data.resolve("test.jsonl"),
                "{\"func\": \"f\", \"target\": 1, \"idx\": 26}\n{\"func\": \"g\", \"target\": 0, \"idx\": 7}\n");
        return data;
    }

    @Test
    void predictionsOfAFileAreScoredAndTheRecordSaysWhichFile() throws Exception {
        Path file = Files.writeString(folder.resolve("predictions.txt"), "7\t1\n26\t1\n");
        String[] arguments = {
            "eval", "--benchmark", "codexglue-defect", "--predictions", file.toString(), "--data", data().toString()
        };
        String table = paperzoo((Object[]) arguments).endedWith(0).output();
        assertTrue(table.contains("accuracy") && table.contains("0.5000"), table);
        assertTrue(table.contains("2 examples of test, from predictions.txt (SHA-256 "), table);
        String[] withJson = Arrays.copyOf(arguments, arguments.length + 2);
        withJson[arguments.length] = "--json";
        withJson[arguments.length + 1] = "-";
        JsonNode result =
                JSON.readTree(paperzoo((Object[]) withJson).endedWith(0).output());
        assertEquals("predictions", result.get("model").textValue());
        assertEquals(0.5, result.at("/values/0/value").doubleValue());
        assertEquals("predictions.txt", result.at("/provenance/predictions").textValue());
        assertEquals(64, result.at("/provenance/predictionsSha256").textValue().length());
        assertFalse(result.has("speed") || result.has("memory"), result.toString());
    }

    @Test
    void whatDoesNotFitIsToldInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("predictions.txt"), "7\t1\n");
        paperzoo("eval", "--benchmark", "codexglue-defect", "--predictions", file, "--data", data())
                .endedWith(3)
                .toldInOneLine("predictions.txt: has no prediction for 26, which codexglue-defect (test) has");
        paperzoo("eval", "--predictions", file).endedWith(2).toldInOneLine("needs --benchmark");
        paperzoo("eval", "sample-forecast", "--benchmark", "codexglue-defect", "--predictions", file)
                .endedWith(2)
                .toldInOneLine("takes the place of a model");
        paperzoo("eval", "--benchmark", "codexglue-defect").endedWith(2).toldInOneLine("which model?");
        paperzoo("eval", "--benchmark", "codexglue-defect", "--predictions", folder.resolve("none"), "--data", data())
                .endedWith(4)
                .toldInOneLine("there are no such predictions");
        paperzoo("eval", "sample-forecast", "--benchmark", "acdc").endedWith(2).toldInOneLine("sample-forecast");
    }

    @Test
    void aBenchmarkSaysInWhichFormItTakesPredictions() throws Exception {
        String told =
                paperzoo("benchmarks", "coco-2017-val-panoptic").endedWith(0).output();
        assertTrue(told.contains("the folder NAME of PNG files") && told.contains("panopticapi"), told);
        paperzoo("benchmarks", "none-such").endedWith(4).toldInOneLine("no benchmark none-such");
    }
}
