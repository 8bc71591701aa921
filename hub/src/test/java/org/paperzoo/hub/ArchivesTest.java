package org.paperzoo.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {

    private static final Archives.Bounds BOUNDS = new Archives.Bounds(1 << 20, 100);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz", "A.ZIP"})
    void archivesAreUnpackedWithTheirFolders(String name) throws Exception {
        Path archive = archive(name, "./data/one.txt", "two.txt");
        Path target = folder.resolve("out");
        Archives.unpack(archive, target, BOUNDS);
        assertEquals("text of ./data/one.txt", Files.readString(target.resolve("data/one.txt")));
        assertEquals("text of two.txt", Files.readString(target.resolve("two.txt")));
        Files.writeString(target.resolve("two.txt"), "kept");
        Archives.unpack(archive, target, BOUNDS);
        assertEquals("kept", Files.readString(target.resolve("two.txt")), "what is there stays");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bz2", "xz"})
    void aPackedFileIsUnpackedUnderItsName(String format) throws Exception {
        Path packed = folder.resolve("series.csv." + format);
        try (OutputStream out = packing(packed, format)) {
            out.write("a,b\n".getBytes(StandardCharsets.UTF_8));
        }
        Archives.unpack(packed, folder.resolve("out"), BOUNDS);
        assertEquals("a,b\n", Files.readString(folder.resolve("out/series.csv")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "a\\..\\evil.txt", "c:evil.txt", "a//b"})
    void pathsThatLeaveTheFolderAreRefused(String evil) throws Exception {
        for (String name : new String[] {"a.zip", "a.tar"}) {
            Path archive = archive(name, "fine.txt", evil);
            assertRefused(archive, "may leave the folder");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith("evil")));
        }
    }

    @Test
    void linksAreRefused() throws Exception {
        Path archive = folder.resolve("links.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            TarArchiveEntry link = new TarArchiveEntry("link", TarArchiveEntry.LF_SYMLINK);
            link.setLinkName("/etc/passwd");
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        assertRefused(archive, "holds a link");
    }

    @Test
    void bombsAreStoppedBeforeTheyFillTheDisk() throws Exception {
        Path bomb = folder.resolve("bomb.gz");
        try (OutputStream out = packing(bomb, "gz")) {
            byte[] zeros = new byte[1 << 16];
            for (int i = 0; i < 64; i++) {
                out.write(zeros);
            }
        }
        assertRefused(bomb, "holds more than 1048576 bytes");
        String[] names = new String[101];
        for (int i = 0; i < names.length; i++) {
            names[i] = "file" + i;
        }
        assertRefused(archive("many.tar", names), "holds more than 100 files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.gz"})
    void brokenArchivesAreRefusedByName(String name) throws Exception {
        Path broken = Files.write(folder.resolve(name), new byte[] {1, 2, 3, 4, 5});
        assertRefused(broken, "cannot be unpacked");
        if (!name.equals("a.gz")) {
            Path whole = archive("whole-" + name, "one.txt", "two.txt");
            byte[] bytes = Files.readAllBytes(whole);
            Path cut = Files.write(folder.resolve("cut-" + name), java.util.Arrays.copyOf(bytes, bytes.length / 2));
            assertRefused(cut, "cut-" + name);
        }
    }

    private void assertRefused(Path archive, String says) throws IOException {
        Path target = folder.resolve("out");
        DamagedException error = assertThrows(DamagedException.class, () -> Archives.unpack(archive, target, BOUNDS));
        assertTrue(error.getMessage().contains(says), error.getMessage());
        assertFalse(Files.exists(target), "nothing half-done stays");
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".out-")));
        }
    }

    private Path archive(String name, String... entries) throws Exception {
        Path archive = folder.resolve(name);
        if (name.toLowerCase(java.util.Locale.ROOT).endsWith(".zip")) {
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
                for (String entry : entries) {
                    zip.putArchiveEntry(new ZipArchiveEntry(entry));
                    zip.write(("text of " + entry).getBytes(StandardCharsets.UTF_8));
                    zip.closeArchiveEntry();
                }
            }
            return archive;
        }
        String format = name.replaceAll(".*\\.", "");
        try (OutputStream packed = packing(archive, format);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
            for (String entry : entries) {
                byte[] text = ("text of " + entry).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry header = new TarArchiveEntry(entry, true);
                header.setSize(text.length);
                tar.putArchiveEntry(header);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    private static OutputStream packing(Path file, String format) throws IOException, CompressorException {
        OutputStream out = Files.newOutputStream(file);
        return switch (format) {
            case "gz", "tgz" -> new GZIPOutputStream(out);
            case "bz2" -> new CompressorStreamFactory().createCompressorOutputStream("bzip2", out);
            case "xz" -> new CompressorStreamFactory().createCompressorOutputStream("xz", out);
            default -> out;
        };
    }
}
