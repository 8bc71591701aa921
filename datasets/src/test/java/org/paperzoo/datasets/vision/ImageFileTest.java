package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;

class ImageFileTest {

    @TempDir
    Path folder;

    @Test
    void greyIsRepeatedWithoutAGammaCurve() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        grey.getRaster().setSample(1, 0, 0, 3);
        RgbImage read = new ImageFile(write(grey, "grey.png")).read();
        assertEquals(0x646464, read.pixels()[0]);
        assertEquals(0x030303, read.pixels()[1]);
    }

    @Test
    void greyOfSixteenBitsKeepsItsUpperEight() throws IOException {
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 0xABCD);
        assertEquals(0xABABAB, new ImageFile(write(grey, "grey16.png")).read().pixels()[0]);
    }

    @Test
    void transparencyIsDroppedAndPalettesAreLookedUp() throws IOException {
        BufferedImage transparent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(0, 0, 0x40102030);
        assertEquals(
                0x102030, new ImageFile(write(transparent, "alpha.png")).read().pixels()[0]);
        BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xFF0000FF);
        assertEquals(
                0x0000FF, new ImageFile(write(indexed, "indexed.png")).read().pixels()[0]);
    }

    @Test
    void aPictureThatClaimsAVastSizeIsRefusedBeforeItIsDecoded() throws IOException {
        Path file = folder.resolve("bomb.png");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        output.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        fields.writeInt(100_000);
        fields.writeInt(100_000);
        fields.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 check = new CRC32();
        check.update(header.toByteArray());
        output.writeInt(13);
        output.write(header.toByteArray());
        output.writeInt((int) check.getValue());
        output.writeInt(0);
        output.write("IDAT".getBytes(StandardCharsets.US_ASCII));
        output.writeInt(0x35AF061E);
        Files.write(file, bytes.toByteArray());
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> new ImageFile(file).read());
        assertTrue(refusal.getMessage().contains("100000 by 100000"), refusal.getMessage());
    }

    @Test
    void whatIsNoPictureIsRefusedWithItsName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertTrue(assertThrows(InvalidDataException.class, () -> new ImageFile(text).read())
                .getMessage()
                .startsWith(text.toString()));
        assertThrows(NoSuchFileException.class, () -> new ImageFile(folder.resolve("none.png")).read());
        assertThrows(NoSuchFileException.class, () -> new ImageFile(folder).read());
    }

    @Test
    void everyCutShortPictureIsRefusedOrDecodedButNeverMore() throws IOException {
        Path whole = write(
                SampleScenes.of(org.paperzoo.datasets.Split.TEST, 0)
                        .scene(0)
                        .image()
                        .toBufferedImage(),
                "w.png");
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = 0; length < bytes.length; length += 997) {
            Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, length));
            assertThrows(InvalidDataException.class, () -> new ImageFile(cut).read(), "cut to " + length);
        }
    }

    @Test
    void aSizeOtherThanTheAnnotationSaysIsRefused() throws IOException {
        Path file = write(new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), "small.png");
        assertEquals(4, new ImageFile(file, 4, 3).read().width());
        assertTrue(assertThrows(InvalidDataException.class, () -> new ImageFile(file, 3, 4).read())
                .getMessage()
                .contains("3 by 4"));
    }

    private Path write(BufferedImage image, String name) throws IOException {
        Path file = folder.resolve(name);
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        return file;
    }
}
