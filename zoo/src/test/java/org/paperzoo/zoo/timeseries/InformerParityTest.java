package org.paperzoo.zoo.timeseries;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.Verifier;

class InformerParityTest {

    static List<Path> cases() throws IOException, URISyntaxException {
        Path golden = Path.of(InformerParityTest.class.getResource("/golden").toURI());
        try (Stream<Path> folders = Files.list(golden)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("informer-"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCaseGivesTheReferencesNumbers(Path folder) {
        CaseReport report = new Verifier(EngineName.PYTORCH).verify(folder);

        assertTrue(report.passed(), report::toString);
    }
}
