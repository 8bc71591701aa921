package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class ImageCommandTest {

    private static final Path IMAGES = Launcher.ROOT.resolve("zoo/src/test/resources/formats/images");
    private static final Path SOURCE = IMAGES.resolve("source-0.png");

    @TempDir
    private Path folder;

    @Test
    void aResizedPictureIsPillows() throws Exception {
        Path output = folder.resolve("out.png");
        String told = paperzoo("image", SOURCE, "--resize", "97x61", "--filter", "lanczos", "-o", output)
                .endedWith(0)
                .output();
        assertTrue(told.endsWith("260x180 to 97x61\n"), told);
        assertArrayEquals(pixels(IMAGES.resolve("resized-0-97x61-lanczos.png")), pixels(output));
    }

    @Test
    void whatAModelSeesIsWrittenAsPictureAndAsTensor() throws Exception {
        Path output = folder.resolve("seen.png");
        Path tensor = folder.resolve("seen.safetensors");
        paperzoo("image", SOURCE, "--as", "detr-resnet-50", "-o", output, "--tensor", tensor)
                .endedWith(0);
        assertEquals(800, ImageIO.read(output.toFile()).getHeight());
        String shown = paperzoo("checkpoint", "show", tensor).endedWith(0).output();
        assertTrue(shown.contains("pixel_values  F32   [1, 3, 800, 1155]"), shown);
    }

    @Test
    void mistakesAreToldInALineAndWriteNothing() throws Exception {
        Path output = folder.resolve("out.png");
        paperzoo("image", SOURCE, "--resize", "99999x99999", "-o", output).endedWith(2);
        paperzoo("image", SOURCE, "--resize", "9x9", "--filter", "cubic", "-o", output)
                .endedWith(2)
                .toldInOneLine("no filter cubic");
        paperzoo("image", SOURCE, "--as", "codet5-base", "-o", output)
                .endedWith(2)
                .toldInOneLine("its input is no picture");
        paperzoo("image", SOURCE, "-o", SOURCE).endedWith(2).toldInOneLine("is the input itself");
        Path broken = folder.resolve("broken.jpg");
        Files.writeString(broken, "no picture");
        paperzoo("image", broken, "-o", output).endedWith(3).toldInOneLine("broken.jpg: not a picture");
        assertFalse(Files.exists(output));
    }

    private static int[] pixels(Path file) throws Exception {
        var image = ImageIO.read(file.toFile());
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
