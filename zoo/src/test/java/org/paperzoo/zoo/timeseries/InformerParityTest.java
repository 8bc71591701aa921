package org.paperzoo.zoo.timeseries;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.Verifier;

class InformerParityTest {

    @ParameterizedTest
    @ValueSource(strings = {"informer-tiny", "informer-etth1-config", "informer-stack", "informer-full-attention"})
    void aCaseGivesTheReferencesNumbers(String name) throws Exception {
        Path folder = Path.of(getClass().getResource("/golden/" + name).toURI());

        CaseReport report = new Verifier("PyTorch").verify(folder);
    }
}
