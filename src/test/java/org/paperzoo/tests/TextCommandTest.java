package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** The trained samples that write text, as a user meets them. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class TextCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String METHOD =
            "public int findRate(List<Integer> points) { if (points.isEmpty()) { return -1; } int result = 0;"
                    + " for (int point : points) { if (point < 28) { result += point; } } return result; }";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample-translate | public int FindRate(List<int> points) { if (points.Count == 0) { return -1; }"
                        + " int result = 0; foreach (int point in points) { if (point < 28) { result += point; } }"
                        + " return result; }",
                "sample-summarise | Returns the sum of the points that are less than 28, or -1 if there are none at all."
            })
    void oneMethodIsAnsweredAlikeOnEveryEngine(String model, String expected) throws Exception {
        Path input = Files.writeString(folder.resolve("method.java"), METHOD + "\n");
        JsonNode all = JSON.readTree(paperzoo("run", model, "--input", input, "--engine", "all")
                .endedWith(0)
                .output());
        assertEquals(3, all.size());
        for (JsonNode answer : all) {
            assertEquals(expected, answer.at("/texts/0/text").textValue());
        }
    }

    @ParameterizedTest
    @CsvSource({"sample-translate, 70", "sample-summarise, 70"})
    void evalMeasuresTheSameOnEveryEngine(String model, double least) throws Exception {
        Path report = folder.resolve("results.json");
        paperzoo("eval", model, "--engine", "all", "--limit", 16, "--no-store", "--json", report)
                .endedWith(0)
                .withoutStackTrace();
        JsonNode results = JSON.readTree(report.toFile());
        assertEquals(3, results.size());
        for (JsonNode result : results) {
            assertTrue(result.path("quality").booleanValue(), "measured with trained weights");
            assertEquals(results.get(0).path("values"), result.path("values"));
            assertTrue(result.at("/values/0/value").doubleValue() >= least, result::toString);
        }
    }

    @Test
    void aRecipeForTextIsChecked() throws Exception {
        Path recipe = folder.resolve("recipe.json");
        Files.writeString(recipe, "{\"model\": \"sample-translate\", \"training\": {\"maxSource\": 1}}");
        paperzoo("train", recipe, "--output", folder.resolve("out"))
                .endedWith(3)
                .toldInOneLine("maxSource");
    }
}
