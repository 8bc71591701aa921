package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.task.PixelClasses;

class SegmentationDrawingTest {

    private final PixelClasses classes = new PixelClasses(2, 2, new byte[] {0, 1, 15, (byte) 255});

    @Test
    void aWrittenMapKeepsItsNumbersAndHasTheColoursOfVoc(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("labels.png");
        PictureWriter.writePng(SegmentationDrawing.indexed(classes), file);
        BufferedImage read = ImageIO.read(file.toFile());
        IndexColorModel colours = (IndexColorModel) read.getColorModel();
        int[] colour = {0x000000, 0x800000, 0xC08080, 0xE0E0C0};
        for (int i = 0; i < 4; i++) {
            int label = read.getRaster().getSample(i % 2, i / 2, 0);
            assertEquals(classes.classes()[i] & 0xff, label);
            assertEquals(colour[i], colours.getRGB(label) & 0xFFFFFF);
        }
    }

    @Test
    void theBackgroundStaysAndOtherClassesAreTinted() {
        byte[] grey = new byte[12];
        Arrays.fill(grey, (byte) 100);
        Picture drawn = SegmentationDrawing.draw(new Picture(2, 2, grey), classes);
        assertEquals(100, drawn.at(0, 0, 0));
        assertEquals(114, drawn.at(1, 0, 0)); // between 100 and 128
        assertEquals(50, drawn.at(1, 0, 1));
    }

    @Test
    void classesOfAnotherPictureAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> SegmentationDrawing.draw(new Picture(1, 1, new byte[3]), classes));
    }
}
