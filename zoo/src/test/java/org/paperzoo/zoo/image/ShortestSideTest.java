package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestSideTest {

    /** Worked out with the reference's formula in Python. */
    @ParameterizedTest
    @CsvSource({
        "640, 480, 1066, 800",
        "480, 640, 800, 1066",
        "640, 427, 1199, 800",
        "640, 200, 1334, 417",
        "800, 1000, 800, 1000",
        "1333, 800, 1333, 800",
        "500, 500, 800, 800",
        "2000, 900, 1333, 600",
        "1, 1, 800, 800",
        "333, 500, 800, 1201"
    })
    void followsTheReference(int width, int height, int expectedWidth, int expectedHeight) {
        assertEquals(new PictureSize(expectedWidth, expectedHeight), new ShortestSide(800, 1333).of(width, height));
    }

    @Test
    void aPictureThatWouldVanishIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ShortestSide(800, 1333).of(100_000, 10));
    }
}
