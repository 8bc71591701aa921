package org.paperzoo.zoo.export;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A folder that is filled beside its final place and takes it whole. What is not taken there is deleted when this is
 * closed.
 */
final class StagedFolder implements AutoCloseable {

    /** So often others may take the place first: each time a whole folder of theirs. */
    private static final int ATTEMPTS = 100;

    /** A place that is free and yet cannot be taken so often is not contended: the system refuses it. */
    private static final int REFUSALS = 5;

    private final Path target;
    private final Path path;

    private StagedFolder(Path target, Path path) {
        this.target = target;
        this.path = path;
    }

    /** Starts an empty folder beside a place; folders above it are made. */
    static StagedFolder of(Path place) throws IOException {
        Path target = place.toAbsolutePath().normalize();
        if (target.getFileName() == null) {
            throw new IllegalArgumentException(place + ": the root of a file system; name a folder below it");
        }
        requireFolderOrNothing(target);
        if (Files.isSymbolicLink(target)) {
            target = target.toRealPath();
        }
        Files.createDirectories(target.getParent());
        Path path = beside(target, "tmp");
        // Not a temporary folder of Java's, which would be open to its owner only.
        Files.createDirectory(path);
        return new StagedFolder(target, path);
    }

    /** Looks once: between two looks another writer may move its folder in or out. */
    private static void requireFolderOrNothing(Path target) throws IOException {
        try {
            if (!Files.readAttributes(target, BasicFileAttributes.class).isDirectory()) {
                throw new NotDirectoryException(target.toString());
            }
        } catch (NoSuchFileException e) {
            // Nothing is there, or a link to nothing, which toRealPath refuses.
        }
    }

    private static Path beside(Path target, String kind) {
        return target.resolveSibling("." + target.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + "." + kind);
    }

    /** Where to write. */
    Path path() {
        return path;
    }

    /**
     * Checks that the disk has room.
     *
     * @throws InvalidInputException if it has less than so many bytes
     */
    void requireSpace(long bytes) throws IOException {
        FileStore store = Files.getFileStore(path);
        long free = store.getUsableSpace();
        if (free < bytes) {
            throw new InvalidInputException(String.format(
                    Locale.ROOT, "%s: the graphs need %,d bytes, and %,d are free", target.getParent(), bytes, free));
        }
    }

    /**
     * Lets the folder take its place. No system renames a folder over another that is not empty, so what is there goes
     * aside first, and comes back if the new one cannot take its place.
     */
    void takePlace() throws IOException {
        int refusals = 0;
        for (int attempt = 1; ; attempt++) {
            Path old = beside(target, "old");
            boolean aside = moveAside(old);
            try {
                Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Somebody else's may have taken the place since, and may be gone from it again by now.
                refusals += Files.exists(target, LinkOption.NOFOLLOW_LINKS) ? 0 : 1;
                boolean last = refusals == REFUSALS || attempt == ATTEMPTS;
                if (aside) {
                    putBack(old);
                }
                if (last) {
                    throw e;
                }
                continue;
            }
            delete(old);
            return;
        }
    }

    /** What went aside comes back, unless another folder lies there by now. */
    private void putBack(Path old) throws IOException {
        for (int refusals = 1; ; refusals++) {
            try {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    delete(old);
                    return;
                }
                if (refusals == REFUSALS) {
                    throw e;
                }
            }
        }
    }

    private boolean moveAside(Path old) throws IOException {
        try {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
