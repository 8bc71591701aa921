package org.paperzoo.hub;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks archives that may be hostile: nothing leaves the folder, links and devices are refused, and what comes out is
 * bounded in bytes and in number. A folder appears whole or not at all.
 */
public final class Archives {

    private static final int BUFFER_BYTES = 1 << 16;
    /** Memory that unpacking xz may take, in KiB: the largest preset needs 65 MiB. */
    private static final int XZ_MEMORY_KIB = 256 << 10;

    private Archives() {}

    /**
     * How much may come out of an archive.
     *
     * @param bytes bytes of all files together
     * @param files number of files
     */
    public record Bounds(long bytes, long files) {

        /** Twice what the largest public data set of a single archive holds: 300 GB in 3 million files. */
        public static final Bounds STANDARD = new Bounds(300L << 30, 3_000_000);
    }

    /** Whether a name is that of an archive or a packed file which {@link #unpack} takes. */
    public static boolean isPacked(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.matches(".*\\.(zip|tar|tar\\.gz|tgz|tar\\.bz2|tbz2|tar\\.xz|txz|gz|bz2|xz)");
    }

    /**
     * Unpacks an archive (zip, or tar plain or packed) or a single packed file (gz, bz2, xz) into a folder that appears when
     * all is there. A folder that is there already stays as it is.
     *
     * @throws DamagedException if the archive is broken, wants to leave the folder, or is larger than the bounds
     */
    public static void unpack(Path archive, Path folder, Bounds bounds) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path draft = folder.toAbsolutePath().resolveSibling("." + folder.getFileName() + "-" + UUID.randomUUID());
        Files.createDirectories(draft);
        try {
            new Unpacking(archive, draft, bounds).run();
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.isDirectory(folder)) {
                return; // Another process was first.
            }
            throw e;
        } finally {
            FolderTree.delete(draft);
        }
    }

    private static final class Unpacking {

        private final Path archive;
        private final Path folder;
        private final Bounds bounds;
        private long bytes;
        private long files;

        Unpacking(Path archive, Path folder, Bounds bounds) {
            this.archive = archive;
            this.folder = folder;
            this.bounds = bounds;
        }

        void run() throws IOException {
            String name = archive.getFileName().toString().toLowerCase(Locale.ROOT);
            try {
                if (name.endsWith(".zip")) {
                    zip();
                } else if (name.matches(".*\\.(tar|tar\\.gz|tgz|tar\\.bz2|tbz2|tar\\.xz|txz)")) {
                    try (InputStream in = plain(name);
                            TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                        tar(tar);
                    }
                } else if (isPacked(name)) {
                    String original = archive.getFileName().toString();
                    try (InputStream in = plain(name)) {
                        file(original.substring(0, original.lastIndexOf('.')), in);
                    }
                } else {
                    throw new DamagedException(archive + ": is no zip, tar, gz, bz2 or xz by its name");
                }
            } catch (DamagedException | java.nio.file.FileSystemException e) {
                throw e;
            } catch (IOException | IllegalArgumentException e) {
                throw new DamagedException(archive + ": cannot be unpacked: " + e.getMessage());
            }
        }

        private InputStream plain(String name) throws IOException {
            InputStream in = new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES);
            try {
                if (name.endsWith("gz")) {
                    return GzipCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .get();
                } else if (name.endsWith("bz2")) {
                    return new BZip2CompressorInputStream(in, true);
                } else if (name.endsWith("xz")) {
                    return XZCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .setMemoryLimitKiB(XZ_MEMORY_KIB)
                            .get();
                }
                return in;
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }

        private void zip() throws IOException {
            try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
                var entries = zip.getEntries();
                while (entries.hasMoreElements()) {
                    ZipArchiveEntry entry = entries.nextElement();
                    if (entry.isUnixSymlink()) {
                        throw new DamagedException(archive + ": holds a link, " + entry.getName());
                    }
                    if (entry.isDirectory()) {
                        Files.createDirectories(below(entry.getName()));
                    } else {
                        try (InputStream in = zip.getInputStream(entry)) {
                            file(entry.getName(), in);
                        }
                    }
                }
            }
        }

        private void tar(ArchiveInputStream<TarArchiveEntry> tar) throws IOException {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isDirectory()) {
                    if (!withoutSlashes(entry).isEmpty()) {
                        Files.createDirectories(below(entry.getName()));
                    }
                } else if (entry.isFile() && !entry.isSymbolicLink() && !entry.isLink()) {
                    file(entry.getName(), tar);
                } else {
                    throw new DamagedException(archive + ": holds a link or a device, " + entry.getName());
                }
            }
        }

        private static String withoutSlashes(ArchiveEntry entry) {
            return entry.getName()
                    .replaceAll("^(\\./)+", "")
                    .replaceAll("/+$", "")
                    .replaceAll("^\\.$", "");
        }

        private Path below(String name) throws IOException {
            String path = name.replaceAll("^(\\./)+", "").replaceAll("/+$", "");
            if (!SafePath.isSafe(path)) {
                throw new DamagedException(archive + ": its entry \"" + name + "\" may leave the folder");
            }
            return folder.resolve(path);
        }

        private void file(String name, InputStream in) throws IOException {
            Path target = below(name);
            if (++files > bounds.files()) {
                throw new DamagedException(archive + ": holds more than " + bounds.files() + " files");
            }
            Files.createDirectories(target.getParent());
            try (OutputStream out = Files.newOutputStream(target)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    bytes += read;
                    if (bytes > bounds.bytes()) {
                        throw new DamagedException(archive + ": holds more than " + bounds.bytes() + " bytes");
                    }
                    out.write(buffer, 0, read);
                }
            }
        }
    }
}
