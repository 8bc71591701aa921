package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.task.Detections;

class DetectionDrawingTest {

    private static final Picture BLACK = new Picture(200, 100, new byte[3 * 200 * 100]);

    @Test
    void aBoxIsDrawnWhereTheObjectIsAndItsInsideIsLeft() {
        Picture drawn = new DetectionDrawing(label -> "cat", 0.5)
                .draw(BLACK, new Detections(new float[] {50, 40, 150, 90}, new float[] {0.9f}, new int[] {17}));
        assertNotEquals(0, drawn.at(50, 65, 0) + drawn.at(50, 65, 1) + drawn.at(50, 65, 2));
        assertNotEquals(0, drawn.at(100, 90, 0) + drawn.at(100, 90, 1) + drawn.at(100, 90, 2));
        assertEquals(0, drawn.at(100, 65, 0) + drawn.at(100, 65, 1) + drawn.at(100, 65, 2));
    }

    @Test
    void whatScoresBelowTheThresholdIsNotDrawn() {
        Detections found = new Detections(new float[] {50, 40, 150, 90}, new float[] {0.4f}, new int[] {17});
        assertEquals(BLACK, new DetectionDrawing(label -> "cat", 0.5).draw(BLACK, found));
    }

    @Test
    void aBoxBeyondThePictureIsCutOff() {
        float[] box = {-1e9f, -30, Float.POSITIVE_INFINITY, 1000};
        Picture drawn = new DetectionDrawing(label -> "a long name of a class that is wider than the picture", 0)
                .draw(BLACK, new Detections(box, new float[] {1}, new int[] {1}));
        assertEquals(BLACK.width(), drawn.width());
        assertNotEquals(0, drawn.at(199, 50, 0) + drawn.at(199, 50, 1) + drawn.at(199, 50, 2));
    }
}
