package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;
import org.paperzoo.evaluation.comparison.ComparisonReport.SettingResult;
import org.paperzoo.zoo.InvalidInputException;

class ComparisonJsonTest {

    @TempDir
    private Path folder;

    @Test
    void aReportComesBackAsItWasWritten() throws IOException {
        ComparisonReport report = SampleReports.of(List.of("PyTorch", "ONNX Runtime"), 3);
        Path file = folder.resolve("comparison.json");
        ComparisonJson.write(report, file);
        assertEquals(report, ComparisonJson.read(file));
        String text = Files.readString(file);
        assertTrue(text.contains("\"batch\" : 4"), text);
        assertTrue(text.contains("\"bound\" : \"compute\""), text);
        assertTrue(text.contains("\"leastMillis\""), text);
    }

    @Test
    void whatIsNotKnownIsLeftOutAndInfinityComesBack() throws IOException {
        ComparisonReport sample = SampleReports.of(List.of("PyTorch", "ONNX Runtime"), 1);
        SettingResult result = sample.settings().get(0);
        Measurement first = result.measurements().get(0);
        Measurement bare = new Measurement(
                "ONNX Runtime",
                first.warmUp(),
                first.latency(),
                null,
                new OutputDifference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, "2 outputs, not 1"),
                null,
                null,
                null,
                null,
                List.of(1L));
        ComparisonReport report = new ComparisonReport(
                1,
                sample.model(),
                sample.baseline(),
                sample.provenance(),
                sample.warmUp(),
                sample.repetitions(),
                null,
                sample.engines(),
                List.of(new SettingResult(result.setting(), null, null, List.of(first, bare))));
        Path file = folder.resolve("comparison.json");
        ComparisonJson.write(report, file);
        assertEquals(report, ComparisonJson.read(file));
    }

    @Test
    void whatIsNoComparisonIsRefusedInOneLine() throws IOException {
        String whole = ComparisonJson.text(SampleReports.of(List.of("PyTorch"), 1));
        for (String text : List.of(
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{\"schema\": 2}",
                "{\"schema\": 1}",
                whole.replace("\"batch\" : 1", "\"batch\" : 0"),
                whole.replaceFirst("\"engines\" : \\[", "\"engines\" : [ 5, "),
                whole.substring(0, whole.length() / 2))) {
            Path file = Files.writeString(folder.resolve("broken.json"), text);
            InvalidInputException refusal =
                    assertThrows(InvalidInputException.class, () -> ComparisonJson.read(file), text);
            assertTrue(refusal.getMessage().startsWith(file + ": not a comparison"), refusal.getMessage());
            assertTrue(refusal.getMessage().lines().count() == 1, refusal.getMessage());
        }
    }
}
