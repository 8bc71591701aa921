package org.paperzoo.zoo.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for the graphs of one network: a lasting one, or one that goes when it is closed. */
public final class GraphFolder implements AutoCloseable {

    private final Path path;
    private final boolean temporary;

    private GraphFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** A folder that keeps its graphs; it need not exist yet. */
    public static GraphFolder lasting(Path path) {
        return new GraphFolder(path, false);
    }

    /** A folder of the system's temporary files. */
    public static GraphFolder temporary() throws IOException {
        return new GraphFolder(Files.createTempDirectory("paperzoo-graphs-"), true);
    }

    /** Whether it goes when it is closed. */
    public boolean isTemporary() {
        return temporary;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        try {
            delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
