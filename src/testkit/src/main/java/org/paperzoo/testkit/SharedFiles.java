package org.paperzoo.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that the project may not carry (data sets, vocabularies, the full set of reference cases). They lie in a folder
 * {@code shared} beside the project, or where the environment variable {@code PAPERZOO_SHARED} says.
 */
public final class SharedFiles {

    private SharedFiles() {}

    /**
     * Returns a file or folder below the shared folder, or skips the calling test, with a message, where it is absent.
     *
     * @param path path below the shared folder, such as {@code data/ett/ETTh1.csv}
     */
    public static Path require(String path) {
        Path file = root().resolve(path);
        assumeTrue(Files.exists(file), () -> "skipped: the test needs " + file + ", which is not on this machine");
        return file;
    }

    private static Path root() {
        String configured = System.getenv("PAPERZOO_SHARED");
        if (configured != null) {
            return Path.of(configured);
        }
        return Path.of(System.getProperty("paperzoo.root", "."), "..", "shared").normalize();
    }
}
