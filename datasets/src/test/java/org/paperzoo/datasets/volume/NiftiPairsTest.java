package org.paperzoo.datasets.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.FilePair;
import org.paperzoo.datasets.InvalidDataException;

class NiftiPairsTest {

    private static final Pattern IMAGES = Pattern.compile("img/img(\\d+)\\.nii\\.gz");
    private static final String LABELS = "label/label$1.nii.gz";

    @TempDir
    Path folder;

    @Test
    void volumesAndLabelsOfOneNumberBelongTogether() throws IOException {
        for (String name : new String[] {"2", "10"}) {
            write("img/img" + name + ".nii.gz", gzip(header(348, ByteOrder.LITTLE_ENDIAN)));
            write("label/label" + name + ".nii.gz", gzip(header(540, ByteOrder.BIG_ENDIAN)));
        }
        write("img/readme.txt", new byte[0]);
        NiftiPairs pairs = new NiftiPairs(FilePair.find(folder, IMAGES, LABELS));
        assertEquals(2, pairs.size());
        assertEquals(
                new VolumePair(
                        "img/img10.nii.gz", folder.resolve("img/img10.nii.gz"), folder.resolve("label/label10.nii.gz")),
                pairs.next());
        assertEquals("img/img2.nii.gz", pairs.next().id());
        assertNull(pairs.next());
    }

    @Test
    void missingLabelsAndFilesOfOtherKindsAreRefusedByName() throws IOException {
        assertThrows(NoSuchFileException.class, () -> FilePair.find(folder, IMAGES, LABELS));
        byte[] good = gzip(header(348, ByteOrder.LITTLE_ENDIAN));
        write("img/img1.nii.gz", good);
        String missing = assertThrows(NoSuchFileException.class, () -> FilePair.find(folder, IMAGES, LABELS))
                .getMessage();
        assertTrue(missing.contains("label1.nii.gz") && missing.contains("img/img1.nii.gz"), missing);
        for (byte[] bad : List.of(
                gzip(header(7, ByteOrder.LITTLE_ENDIAN)), gzip(new byte[3]), new byte[20], Arrays.copyOf(good, 8))) {
            write("label/label1.nii.gz", bad);
            NiftiPairs pairs = new NiftiPairs(FilePair.find(folder, IMAGES, LABELS));
            String message =
                    assertThrows(InvalidDataException.class, pairs::next).getMessage();
            assertTrue(message.contains("label1.nii.gz: is"), message);
        }
    }

    @Test
    void pairsMayBeTakenFromAList() throws IOException {
        write("a/one.jpg", new byte[0]);
        write("b/one.png", new byte[0]);
        write("list.txt", "one\n".getBytes());
        List<FilePair> pairs = FilePair.listed(folder, folder.resolve("list.txt"), "a/$1.jpg", "b/$1.png");
        assertEquals(
                List.of(new FilePair("a/one.jpg", folder.resolve("a/one.jpg"), folder.resolve("b/one.png"))), pairs);
        for (String bad : new String[] {"../one\n", "\n", ""}) {
            write("list.txt", bad.getBytes());
            assertThrows(
                    InvalidDataException.class,
                    () -> FilePair.listed(folder, folder.resolve("list.txt"), "a/$1.jpg", "b/$1.png"),
                    bad);
        }
    }

    private static byte[] header(int size, ByteOrder order) {
        return ByteBuffer.allocate(400).order(order).putInt(size).array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(packed)) {
            output.write(bytes);
        }
        return packed.toByteArray();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), bytes);
    }
}
