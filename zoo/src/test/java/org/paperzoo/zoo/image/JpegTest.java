package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class JpegTest {

    /** What Pillow 9.4.0 with libjpeg-turbo made of files whose colours are marked in every way. */
    @ParameterizedTest
    @ValueSource(strings = {"444", "422", "420", "progressive", "grey", "cmyk", "ycck", "no-jfif", "adobe-rgb"})
    void isReadAsPillowDoes(String name) throws IOException {
        Path file = file(name + ".jpg");
        assertArrayEquals(
                PictureReader.read(file(name + ".jpg.expected.png")).pixels(),
                PictureReader.read(file).pixels());
    }

    @Test
    void isTurnedOnlyWhereThatIsAskedFor() throws IOException {
        Path file = file("quarter-turned.jpg");
        Picture upright = PictureReader.read(file("quarter-turned.jpg.upright.expected.png"));
        assertEquals(upright, PictureReader.readUpright(file));
        assertEquals(upright, PictureReader.readUpright(Files.readAllBytes(file), "bytes"));
        Picture stored = PictureReader.read(file);
        assertEquals(upright.width(), stored.height());
    }

    @Test
    void aFrameOfTwoComponentsIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file("444.jpg"));
        int frame = indexOf(bytes, 0xff, 0xc0);
        bytes[frame + 9] = 2;
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> PictureReader.read(bytes, "two.jpg"));
        assertEquals(
                "two.jpg: a JPEG of 2 components; expected 1 (grey), 3 (colour) or 4 (print colours)", e.getMessage());
    }

    @Test
    void whatEndsInItsHeaderIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file("444.jpg"));
        for (int length = 3; length < 600; length += 7) {
            byte[] cut = Arrays.copyOf(bytes, length);
            InvalidInputException e =
                    assertThrows(InvalidInputException.class, () -> PictureReader.read(cut, "cut.jpg"));
            assertTrue(e.getMessage().startsWith("cut.jpg: "), e.getMessage());
            assertEquals(1, e.getMessage().lines().count());
        }
    }

    /** Whatever bytes are broken, there is a picture or a line that says why not. */
    @Test
    void brokenBytesEndInOneLine() throws IOException {
        Random random = new Random(7);
        byte[] whole = Files.readAllBytes(file("quarter-turned.jpg"));
        for (int round = 0; round < 300; round++) {
            byte[] broken = whole.clone();
            for (int i = 0; i < 3; i++) {
                broken[random.nextInt(Math.min(broken.length, 700))] = (byte) random.nextInt(256);
            }
            try {
                PictureReader.readUpright(broken, "broken.jpg");
            } catch (InvalidInputException e) {
                assertEquals(1, e.getMessage().lines().count());
            }
        }
    }

    private static int indexOf(byte[] bytes, int first, int second) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static Path file(String name) throws IOException {
        return ResamplingTest.resource("/formats/jpeg/" + name);
    }
}
