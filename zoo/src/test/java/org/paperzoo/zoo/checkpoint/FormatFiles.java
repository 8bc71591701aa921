package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

/** The reference files of the test resources, and what it means that one checkpoint equals another. */
final class FormatFiles {

    private FormatFiles() {}

    /** A file or folder below {@code formats} of the test resources. */
    static Path of(String name) {
        try {
            return Path.of(FormatFiles.class.getResource("/formats/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static void assertSameTensors(Checkpoint expected, Checkpoint actual) throws IOException {
        assertEquals(Set.copyOf(expected.names()), Set.copyOf(actual.names()));
        for (String name : expected.names()) {
            assertEquals(expected.info(name), actual.info(name));
            assertEquals(expected.read(name), actual.read(name), name);
        }
    }
}
