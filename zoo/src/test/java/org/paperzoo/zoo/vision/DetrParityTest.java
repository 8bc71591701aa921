package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.OutputCheck;
import org.paperzoo.zoo.golden.Verifier;

class DetrParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"detr-tiny", "detr-resnet-50-config", "detr-resnet-50-hf-config"})
    void givesTheReferenceNumbers(String name) {
        CaseReport report = new Verifier(EngineName.PYTORCH).verify(Path.of("src/test/resources/golden", name));
        assertEquals("", report.failure());
        for (OutputCheck check : report.checks()) {
            assertTrue(check.passed(), check.toString());
        }
    }
}
