package org.paperzoo.zoo.golden;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.zoo.engine.EngineName;

class VerifierTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void weightsThatAreBrokenAreReportedOnEveryEngine(EngineName engine) throws IOException {
        Path golden = Files.createDirectories(folder.resolve("broken"));
        try (var files = Files.list(Path.of("src/test/resources/golden/informer-tiny"))) {
            for (Path file : files.toList()) {
                Files.copy(file, golden.resolve(file.getFileName()));
            }
        }
        Files.writeString(golden.resolve("manifest.json"), "{}");
        CaseReport report = new Verifier(engine).verify(golden);
        assertFalse(report.passed());
        assertTrue(report.failure().contains("manifest.json: expected a list of tensors"), report.failure());
    }
}
