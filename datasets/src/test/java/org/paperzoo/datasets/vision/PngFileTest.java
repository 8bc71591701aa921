package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.InvalidDataException;

/** Against the JDK's own reader and writer. */
class PngFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "10, 1, false",
        "10, 1, true",
        "11, 1, false",
        "11, 1, true",
        "5, 3, false",
        "5, 3, true",
        "6, 4, false",
        "6, 4, true"
    })
    void samplesAreThoseThatTheJdkReads(int type, int channels, boolean interlaced) throws IOException {
        Random random = new Random(type);
        for (int[] size : new int[][] {{1, 1}, {3, 2}, {5, 9}, {33, 17}, {300, 260}}) {
            BufferedImage image = new BufferedImage(size[0], size[1], type);
            int levels = type == BufferedImage.TYPE_USHORT_GRAY ? 1 << 16 : 256;
            for (int y = 0; y < size[1]; y++) {
                for (int x = 0; x < size[0]; x++) {
                    for (int channel = 0; channel < channels; channel++) {
                        // Smooth and rough parts, so that a writer's choice of filters has reasons.
                        int value = x < size[0] / 2 ? (x * 3 + y * 2) % levels : random.nextInt(levels);
                        image.getRaster().setSample(x, y, channel, value);
                    }
                }
            }
            agrees(image, write(image, interlaced), type == BufferedImage.TYPE_USHORT_GRAY ? 16 : 8, false);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "4, false", "8, false", "1, true", "2, true", "4, true", "8, true"})
    void indicesOfAPaletteStayIndices(int bits, boolean interlaced) throws IOException {
        int colours = 1 << bits;
        byte[] levels = new byte[colours];
        for (int i = 0; i < colours; i++) {
            levels[i] = (byte) (255 - i);
        }
        IndexColorModel palette = new IndexColorModel(bits, colours, levels, levels, levels);
        for (int width : new int[] {1, 7, 8, 9, 31}) {
            BufferedImage image = new BufferedImage(
                    width, 11, bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED, palette);
            Random random = new Random(bits);
            for (int y = 0; y < 11; y++) {
                for (int x = 0; x < width; x++) {
                    image.getRaster().setSample(x, y, 0, random.nextInt(colours));
                }
            }
            agrees(image, write(image, interlaced), bits, true);
        }
    }

    private static void agrees(BufferedImage image, Path file, int bits, boolean indexed) throws IOException {
        PngSamples read = PngFile.read(file);
        Raster raster = image.getRaster();
        assertEquals(image.getWidth(), read.width());
        assertEquals(image.getHeight(), read.height());
        assertEquals(raster.getNumBands(), read.channels());
        assertEquals(bits, read.bits());
        assertEquals(indexed, read.indexed());
        int[] expected = raster.getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        int[] samples = new int[expected.length];
        Arrays.setAll(samples, read::sample);
        assertArrayEquals(expected, samples);
    }

    private Path write(BufferedImage image, boolean interlaced) throws IOException {
        Path file = folder.resolve("picture.png");
        Files.deleteIfExists(file);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(output);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file;
    }

    /** Rows of each filter, made by hand: the JDK's writer does not choose all of them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyFilterIsUndone(int filter) throws IOException {
        int width = 6;
        int height = 4;
        byte[] rows = new byte[height * (1 + 3 * width)];
        new Random(filter).nextBytes(rows);
        for (int y = 0; y < height; y++) {
            rows[y * (1 + 3 * width)] = (byte) filter;
        }
        Path file = png(width, height, 8, 2, rows);
        int[] expected = ImageIO.read(file.toFile()).getRaster().getPixels(0, 0, width, height, (int[]) null);
        PngSamples read = PngFile.read(file);
        int[] samples = new int[expected.length];
        Arrays.setAll(samples, read::sample);
        assertArrayEquals(expected, samples);
    }

    private Path png(int width, int height, int bits, int colour, byte[] rows) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(rows);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        output.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(width);
        fields.writeInt(height);
        fields.write(new byte[] {(byte) bits, (byte) colour, 0, 0, 0});
        section(output, "IHDR", header.toByteArray());
        // In two parts, of which one is empty, as a writer may.
        int half = packed.size() / 2;
        section(output, "IDAT", Arrays.copyOf(packed.toByteArray(), half));
        section(output, "IDAT", new byte[0]);
        section(output, "IDAT", Arrays.copyOfRange(packed.toByteArray(), half, packed.size()));
        section(output, "IEND", new byte[0]);
        return Files.write(folder.resolve("made.png"), bytes.toByteArray());
    }

    private static void section(DataOutputStream output, String type, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(content);
        output.writeInt(content.length);
        output.writeBytes(type);
        output.write(content);
        output.writeInt((int) checksum.getValue());
    }

    @Test
    void aFileThatClaimsMorePixelsThanItCanHoldIsRefused() throws IOException {
        Path bomb = png(9_000, 9_000, 16, 6, new byte[100]);
        assertTrue(message(bomb).contains("claims 9000 by 9000 pixels, more than its"), message(bomb));
        Path vast = png(100_000, 100_000, 8, 0, new byte[100]);
        assertTrue(message(vast).contains("at most 100000000 in all are decoded"), message(vast));
    }

    @Test
    void brokenFilesAreRefusedInOneLine() throws IOException {
        assertTrue(message(png(4, 4, 8, 0, new byte[10])).contains("has fewer pixels than the 4 by 4 of its header"));
        byte[] rows = new byte[20];
        rows[5] = 9;
        assertTrue(message(png(4, 4, 8, 0, rows)).contains("has the unknown filter 9 in row 1"));
        assertTrue(message(png(4, 4, 3, 0, new byte[20])).contains("header of an unknown kind"));
        assertTrue(message(png(0, 4, 8, 0, new byte[20])).contains("header of an unknown kind"));
        assertTrue(message(Files.writeString(folder.resolve("text.png"), "GIF89a not a picture"))
                .endsWith("is not a PNG picture"));
        assertThrows(NoSuchFileException.class, () -> PngFile.read(folder.resolve("none.png")));
    }

    /** Whatever happens to a file's bytes, reading ends in a picture or in one clear error. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedFilesNeverEndInAnotherError(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] rows = new byte[30 * 31];
        byte[] whole = Files.readAllBytes(png(30, 30, 8, 0, rows));
        for (int round = 0; round < 400; round++) {
            byte[] damaged =
                    Arrays.copyOf(whole, random.nextInt(10) == 0 ? random.nextInt(whole.length) : whole.length);
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged.png"), damaged);
            assertTrue(message(file).startsWith(file + ": "), message(file));
        }
    }

    private static String message(Path file) {
        String message = assertThrows(InvalidDataException.class, () -> PngFile.read(file))
                .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }
}
