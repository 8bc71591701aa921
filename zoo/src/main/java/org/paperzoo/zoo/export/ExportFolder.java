package org.paperzoo.zoo.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of an export as users keep it. */
public final class ExportFolder {

    private ExportFolder() {}

    /**
     * Checks that nothing but an earlier export would be lost if the folder were replaced.
     *
     * @throws IllegalArgumentException if the folder holds anything else, or is none; the message names it
     */
    public static void requireReplaceable(Path folder) throws IOException {
        try {
            if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
                throw new IllegalArgumentException(folder + " is a file; name a folder");
            }
        } catch (NoSuchFileException e) {
            return;
        }
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(file -> file.getFileName().toString()).sorted().toList();
        }
        if (names.isEmpty()) {
            return;
        }
        if (!names.contains(ExportManifest.FILE)) {
            throw new IllegalArgumentException(
                    folder + " holds " + names.get(0) + " and no earlier export; name another folder");
        }
        Set<String> own = new HashSet<>(Set.of(ExportManifest.FILE, Exporter.WEIGHTS_FILE));
        ExportManifest.read(folder).graphs().forEach(graph -> own.add(graph.file()));
        for (String name : names) {
            if (!own.contains(name)) {
                throw new IllegalArgumentException(
                        folder + " holds " + name + ", which no export wrote; move it, or name another folder");
            }
        }
    }
}
