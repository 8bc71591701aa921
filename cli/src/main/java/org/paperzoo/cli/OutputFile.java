package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that commands write at their end. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Refuses, before any work is done, a file that could not be written in the end.
     *
     * @param option the option that names it
     */
    static void requireWritable(String option, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + " " + file + " is a folder; give a file");
        }
        Path folder = file.toAbsolutePath().getParent(); // there is one: the root is a folder
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder");
        }
    }
}
