package org.paperzoo.zoo.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.paperzoo.zoo.export.ExportFolder;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.Exporter;

/**
 * Graphs in the cache that an older exporter wrote. No later version opens them, and each takes as much of the disk as its
 * weights.
 */
final class OutdatedGraphs {

    /** What folders of kept graphs are called: the digest of all that they follow from. */
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

    private static final String LOCK = ".lock";

    private OutdatedGraphs() {}

    /**
     * Deletes the folders beside one of kept graphs that hold nothing but graphs of older exporters. Whatever else lies
     * there stays: graphs of this version and of newer ones, folders that somebody writes to, and those that hold anything
     * that no exporter wrote. What cannot be deleted stays too.
     *
     * @param kept a folder of graphs; where it is not named as those in the cache are, nothing is deleted
     */
    static void deleteBeside(Path kept) {
        Path folder = kept.toAbsolutePath().normalize();
        if (!isKey(folder)) {
            return;
        }
        for (Path other : children(folder.getParent())) {
            if (!other.equals(folder) && isKey(other) && isOutdated(other)) {
                deleteUnlessLocked(other);
            }
        }
    }

    private static boolean isKey(Path folder) {
        return KEY.matcher(folder.getFileName().toString()).matches();
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Whether a folder holds sets of graphs, all of them of older exporters, and nothing else but the exporters' own. */
    private static boolean isOutdated(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        List<Path> sets = sets(folder);
        return !sets.isEmpty() && sets.stream().allMatch(OutdatedGraphs::isOfOlderExporter);
    }

    private static List<Path> sets(Path folder) {
        return children(folder).stream()
                .filter(child -> !child.getFileName().toString().equals(LOCK))
                .toList();
    }

    private static boolean isOfOlderExporter(Path set) {
        if (!Files.isDirectory(set, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            ExportFolder.requireReplaceable(set);
            String exporter = ExportManifest.read(set).exporter();
            return Integer.parseInt(exporter) < Integer.parseInt(Exporter.VERSION);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            // No export, more than one, or of a version that is no number.
            return false;
        }
    }

    private static void deleteUnlessLocked(Path folder) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                // First what says that there are graphs: whoever comes in between finds none, and not half of them.
                for (Path set : sets(folder)) {
                    Files.deleteIfExists(set.resolve(ExportManifest.FILE));
                }
                GraphFolder.delete(folder);
            }
        } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
            // In use, or not ours to delete: it stays where it is.
        }
    }
}
