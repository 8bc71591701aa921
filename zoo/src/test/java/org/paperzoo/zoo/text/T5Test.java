package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.Verifier;

class T5Test {

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "codet5-base-config", "t5-generate", "t5-v1_1-generate"})
    void answersAsTheReference(String name) {
        CaseReport report = new Verifier(EngineName.PYTORCH).verify(Path.of("src/test/resources/golden", name));
        assertTrue(report.passed(), report::toString);
    }
}
