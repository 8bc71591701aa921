package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;

class PictureReaderTest {

    @Test
    void greyIsTakenAsStoredWithoutGamma() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 7);
        image.getRaster().setSample(1, 0, 0, 130);
        assertPixels(image, 7, 7, 7, 130, 130, 130);
    }

    @Test
    void transparencyIsDroppedAndNotBlended() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00102030);
        image.setRGB(1, 0, 0x80fe0105);
        assertPixels(image, 0x10, 0x20, 0x30, 0xfe, 0x01, 0x05);
    }

    @Test
    void aPaletteIsLookedUp() throws IOException {
        byte[] red = {1, 2};
        byte[] green = {3, 4};
        byte[] blue = {5, (byte) 250};
        BufferedImage image = new BufferedImage(
                2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 2, red, green, blue, 0));
        image.getRaster().setSample(1, 0, 0, 1);
        assertPixels(image, 1, 3, 5, 2, 4, 250);
    }

    @Test
    void oneBitBecomesBlackAndWhite() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xffffffff);
        assertPixels(image, 0, 0, 0, 255, 255, 255);
    }

    @Test
    void sixteenBitsOfGreyAreCutOffAsPillowDoes() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setSample(0, 0, 0, 200);
        image.getRaster().setSample(1, 0, 0, 256);
        image.getRaster().setSample(2, 0, 0, 65535);
        assertPixels(image, 200, 200, 200, 255, 255, 255, 255, 255, 255);
    }

    @Test
    void sixteenBitsOfColourKeepTheUpperHalf() throws IOException {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 1, 1, 3, new Point());
        raster.setPixel(0, 0, new int[] {0x12ff, 0xfe00, 0x00ff});
        assertPixels(new BufferedImage(model, raster, false, null), 0x12, 0xfe, 0);
    }

    @Test
    void aTransparentLevelOfGreyChangesNothing() throws IOException {
        byte[] deep = png(2, 1, 16, 0, new byte[] {0, 1, 0, 0, (byte) 200}, new byte[] {0, 5}, "tRNS");
        assertArrayEquals(
                new byte[] {-1, -1, -1, (byte) 200, (byte) 200, (byte) 200},
                PictureReader.read(deep, "deep.png").pixels());
    }

    @Test
    void beyondTheEndOfAPaletteThereIsGrey() throws IOException {
        byte[] palette = {9, 8, 7};
        byte[] shortOne = png(4, 1, 2, 3, new byte[] {0, 0b00011011}, palette, "PLTE");
        assertArrayEquals(
                new byte[] {9, 8, 7, 1, 1, 1, 2, 2, 2, 3, 3, 3},
                PictureReader.read(shortOne, "short.png").pixels());
    }

    @Test
    void anInterlacedPngIsReadLikeAnother() throws IOException {
        Picture picture = PictureReader.read(ResamplingTest.file("source-1.png"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam interlaced = writer.getDefaultWriteParam();
        interlaced.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (var stream = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture.toBufferedImage(), null, null), interlaced);
        }
        writer.dispose();
        assertEquals(1, file.toByteArray()[28]);
        assertEquals(picture, PictureReader.read(file.toByteArray(), "interlaced.png"));
    }

    @Test
    void aPngIsTurnedAsItsExifSays() throws IOException {
        byte[] exif = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0};
        byte[] file = png(2, 1, 8, 0, new byte[] {0, 10, 20}, exif, "eXIf");
        Picture upright = PictureReader.readUpright(file, "turned.png");
        assertEquals(1, upright.width());
        assertEquals(10, upright.at(0, 0, 0));
        assertEquals(20, upright.at(0, 1, 0));
        assertEquals(2, PictureReader.read(file, "turned.png").width());
    }

    @Test
    void aJpegIsReadInRedGreenBlue(@TempDir Path folder) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, 0xe01020);
        }
        Path file = folder.resolve("red.jpg");
        ImageIO.write(image, "jpeg", file.toFile());
        Picture picture = PictureReader.read(file);
        assertEquals(0xe0, picture.at(8, 8, 0), 3);
        assertEquals(0x10, picture.at(8, 8, 1), 3);
        assertEquals(0x20, picture.at(8, 8, 2), 3);
    }

    @Test
    void aWrittenPictureReadsBackEqual(@TempDir Path folder) throws IOException {
        Picture picture = PictureReader.read(ResamplingTest.file("source-1.png"));
        Path file = folder.resolve("out.png");
        PictureWriter.writePng(picture, file);
        PictureWriter.writePng(picture, file);
        assertEquals(picture, PictureReader.read(file));
        assertEquals(picture, Picture.of(picture.toBufferedImage()));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aDecompressionBombIsRefusedBeforeItIsDecoded() {
        byte[] bomb = png(60_000, 60_000);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> PictureReader.read(bomb, "bomb.png"));
        assertTrue(e.getMessage().startsWith("bomb.png: says to be 60000 by 60000 pixels"), e.getMessage());
    }

    @Test
    void brokenFilesAreRefusedWithTheirNames(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(ResamplingTest.file("source-0.png"));
        assertRefused(folder, "short.png", Arrays.copyOf(whole, whole.length / 2), "broken");
        assertRefused(folder, "text.png", "not a picture".getBytes(), "not a picture; expected PNG");
        assertRefused(folder, "empty.png", new byte[0], "not a picture");
        assertRefused(folder, "none.png", png(0, 5), "");
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(PictureReader.read(whole, "whole").toBufferedImage(), "jpeg", jpeg);
        assertRefused(folder, "short.jpg", Arrays.copyOf(jpeg.toByteArray(), jpeg.size() / 2), "ends before");
        assertThrows(NoSuchFileException.class, () -> PictureReader.read(folder.resolve("missing.png")));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> PictureReader.read(folder));
        assertTrue(e.getMessage().contains("not a file"), e.getMessage());
    }

    private static void assertRefused(Path folder, String name, byte[] bytes, String reason) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, bytes);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> PictureReader.read(file));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    /** The start of a PNG file that claims a size. */
    private static byte[] png(int width, int height) {
        ByteBuffer header =
                ByteBuffer.allocate(17).put("IHDR".getBytes()).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 check = new CRC32();
        check.update(header.array());
        return ByteBuffer.allocate(33)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put(header.array())
                .putInt((int) check.getValue())
                .array();
    }

    /** A PNG file with a chunk before its pixels. */
    private static byte[] png(
            int width, int height, int depth, int colourType, byte[] rows, byte[] extra, String type) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(8).putLong(0x89504E470D0A1A0AL).array());
        file.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {(byte) depth, (byte) colourType, 0, 0, 0})
                        .array()));
        file.writeBytes(chunk(type, extra));
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] packed = new byte[100];
        int length = deflater.deflate(packed);
        deflater.end();
        file.writeBytes(chunk("IDAT", Arrays.copyOf(packed, length)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        CRC32 check = new CRC32();
        check.update(type.getBytes());
        check.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(type.getBytes())
                .put(content)
                .putInt((int) check.getValue())
                .array();
    }

    private static void assertPixels(BufferedImage image, int... expected) throws IOException {
        byte[] bytes = new byte[expected.length];
        for (int i = 0; i < expected.length; i++) {
            bytes[i] = (byte) expected[i];
        }
        assertArrayEquals(bytes, Picture.of(image).pixels());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "png", file));
        assertArrayEquals(
                bytes, PictureReader.read(file.toByteArray(), "picture.png").pixels());
    }
}
