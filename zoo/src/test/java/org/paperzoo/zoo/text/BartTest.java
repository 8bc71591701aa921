package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.Verifier;

class BartTest {

    @ParameterizedTest
    @ValueSource(strings = {"bart-tiny", "bart-base-config"})
    void answersAsTheReference(String name) {
        CaseReport report = new Verifier(EngineName.PYTORCH).verify(Path.of("src/test/resources/golden", name));
        assertTrue(report.passed(), report::toString);
    }
}
