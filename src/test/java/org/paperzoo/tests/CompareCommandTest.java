package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class CompareCommandTest {

    private static final Path CASE = Path.of("zoo/src/test/resources/golden/t5-tiny");

    @TempDir
    private Path folder;

    @Test
    void threeEnginesAreComparedInJsonAndInAPicture() throws Exception {
        Path picture = folder.resolve("t5.svg");
        var outcome = paperzoo(
                        "compare",
                        CASE,
                        "--batch",
                        "1,2",
                        "--length",
                        8,
                        "--new-tokens",
                        4,
                        "--seconds",
                        1,
                        "--json",
                        "-",
                        "--picture",
                        picture)
                .endedWith(0)
                .withoutStackTrace();
        JsonNode report = new ObjectMapper().readTree(outcome.output());
        assertEquals("t5-tiny", report.path("model").asText());
        assertEquals("PyTorch", report.path("baseline").asText());
        assertEquals(3, report.path("engines").size());
        assertTrue(report.at("/engines/1/exportMillis").asDouble() > 0);
        assertTrue(report.at("/engines/2/bytesOnDisk").asLong() > 0);
        assertTrue(report.at("/limits/flopsPerSecond").asDouble() > 0);
        assertTrue(report.at("/provenance/versions").has("ONNX Runtime"));
        assertEquals(2, report.path("settings").size());
        for (JsonNode setting : report.path("settings")) {
            assertEquals(4, setting.at("/setting/new tokens").asInt());
            assertTrue(setting.at("/work/flops").asDouble() > 0);
            assertTrue(setting.at("/roofline/leastMillis").asDouble() > 0);
            for (JsonNode measurement : setting.path("measurements")) {
                JsonNode latency = measurement.path("latency");
                assertTrue(latency.path("medianMillis").asDouble() > 0, latency.toString());
                assertTrue(latency.path("p99Millis").asDouble()
                        >= latency.path("medianMillis").asDouble());
                assertTrue(latency.path("examplesPerSecond").asDouble() > 0);
                assertTrue(measurement.path("nativeCalls").asLong() > 0);
                assertTrue(measurement.path("computeShare").asDouble() > 0);
                if (!measurement.path("engine").asText().equals("PyTorch")) {
                    assertTrue(measurement.at("/difference/absolute").asDouble() < 1e-3, measurement.toString());
                }
            }
        }
        assertTrue(outcome.errors().contains("warming up OnnxRuntime"), outcome.errors());
        var drawn = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertEquals("svg", drawn.getDocumentElement().getTagName());
    }

    @Test
    void mistakesAreToldInOneLineBeforeAnyWork() throws Exception {
        paperzoo("compare", CASE, "--engines", "PyTorch,Abacus").endedWith(2).toldInOneLine("no engine Abacus");
        paperzoo("compare", CASE, "--batch", 0).endedWith(2).toldInOneLine("--batch 0");
        paperzoo("compare", CASE, "--size", "64x64").endedWith(2).toldInOneLine("t5-tiny has no height, width");
        paperzoo("compare", CASE, "--precision", "fp8").endedWith(2).toldInOneLine("fp8");
        paperzoo("compare", CASE, "--untrained").endedWith(2).toldInOneLine("--untrained");
        paperzoo("compare", "detr-resnet50").endedWith(4).toldInOneLine("detr-resnet-50");
        paperzoo("compare", CASE, "--picture", folder.resolve("none/a.svg"))
                .endedWith(4)
                .toldInOneLine("none");
    }
}
