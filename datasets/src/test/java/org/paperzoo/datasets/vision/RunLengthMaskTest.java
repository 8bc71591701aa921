package org.paperzoo.datasets.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLengthMaskTest {

    private static RunLengthMask random(Random random, int height, int width) {
        boolean[] pixels = new boolean[height * width];
        double share = random.nextDouble();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextDouble() < share;
        }
        return RunLengthMask.ofPixels(height, width, pixels);
    }

    @Test
    void whatRunsSayIsWhatPixelsSay() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int height = 1 + random.nextInt(20);
            int width = 1 + random.nextInt(20);
            RunLengthMask a = random(random, height, width);
            RunLengthMask b = random(random, height, width);
            boolean[] one = a.pixels();
            boolean[] other = b.pixels();
            boolean[] either = new boolean[one.length];
            boolean[] both = new boolean[one.length];
            int common = 0;
            for (int i = 0; i < one.length; i++) {
                either[i] = one[i] || other[i];
                both[i] = one[i] && other[i];
                common += both[i] ? 1 : 0;
            }
            assertArrayEquals(either, RunLengthMask.union(List.of(a, b)).pixels());
            assertArrayEquals(both, RunLengthMask.intersection(List.of(a, b)).pixels());
            assertEquals(common, a.commonArea(b));
            assertEquals(a, RunLengthMask.parse(height, width, a.text()));
            assertEquals(a, RunLengthMask.ofRuns(height, width, a.runs()));
            assertBounds(a, one, height, width);
        }
    }

    /** A run that goes on in the next column spans the whole height, as in the reference. */
    private static void assertBounds(RunLengthMask mask, boolean[] pixels, int height, int width) {
        int left = width;
        int right = -1;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (pixels[y * width + x]) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                }
            }
        }
        double[] bounds = mask.bounds();
        assertEquals(right < 0 ? 0 : left, bounds[0]);
        assertEquals(right < 0 ? 0 : right - left + 1, bounds[2]);
        assertTrue(bounds[1] >= 0 && bounds[1] + bounds[3] <= height);
    }

    @Test
    void aBoxOfWholePixelsIsThatBox() {
        assertArrayEquals(
                new double[] {2, 3, 5, 4},
                RunLengthMask.ofBox(10, 12, 2, 3, 5, 4).bounds());
        assertEquals(20, RunLengthMask.ofBox(10, 12, 2, 3, 5, 4).area());
        assertEquals(120, RunLengthMask.ofBox(10, 12, -50, -50, 500, 500).area());
        assertEquals(0, RunLengthMask.ofBox(10, 12, 50, 50, 5, 5).area());
    }

    @Test
    void farCornersCostNoTimeAndNoMemory() {
        double far = 1.9e8;
        RunLengthMask mask = RunLengthMask.ofPolygons(
                1000, 1000, List.of(new double[] {-far, -far, far, -far, far, far, -far, far}));
        assertEquals(1_000_000, mask.area());
        assertThrows(
                IllegalArgumentException.class,
                () -> RunLengthMask.ofPolygons(10, 10, List.of(new double[] {0, 0, 1e9, 0, 0, 1})));
        assertThrows(
                IllegalArgumentException.class,
                () -> RunLengthMask.ofPolygons(10, 10, List.of(new double[] {0, 0, Double.NaN, 0, 0, 1})));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "4, 4, 0, runs fill 0 pixels of a picture of 4 by 4",
                "4, 4, ~~, runs fill 0 pixels of a picture of 4 by 4",
                "4, 4, ~ ~, run lengths have the letter ' ' at 0",
                "4, 4, ~p~, run lengths have the letter 'p' at 0",
                "4, 4, P, run lengths end within a number",
                "4, 4, oooooooooo0, run length 0 takes more than seven letters",
                "4, 4, O, a run has the length -1",
                "4, 4, a0, runs exceed the picture of 4 by 4 pixels",
                "4, 4, ooooo1, runs exceed the picture of 4 by 4 pixels",
                "0, 4, 0, a mask of 0 rows and 4 columns",
                "70000, 70000, 0, a mask of 70000 rows and 70000 columns",
                "-1, -1, 1, a mask of -1 rows and -1 columns",
            })
    void damagedTextIsRefused(int height, int width, String text, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> RunLengthMask.parse(height, width, text))
                .getMessage();
        assertTrue(message.startsWith(reason), message);
    }

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(4);
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                text.append((char) (48 + random.nextInt(64)));
            }
            try {
                assertEquals(9, RunLengthMask.parse(3, 3, text).pixels().length);
                read++;
            } catch (IllegalArgumentException e) {
                assertTrue(!e.getMessage().contains("\n"));
            }
        }
        assertTrue(read > 0);
    }

    @Test
    void masksOfSeveralSizesDoNotCompare() {
        RunLengthMask small = RunLengthMask.ofRuns(2, 2, 4);
        RunLengthMask large = RunLengthMask.ofRuns(2, 3, 6);
        assertThrows(IllegalArgumentException.class, () -> small.commonArea(large));
        assertThrows(IllegalArgumentException.class, () -> RunLengthMask.union(List.of(small, large)));
        assertThrows(IllegalArgumentException.class, () -> RunLengthMask.union(List.of()));
        assertThrows(IllegalArgumentException.class, () -> RunLengthMask.ofRuns(2, 2, 5));
        assertThrows(IllegalArgumentException.class, () -> RunLengthMask.ofRuns(2, 2, 5, -1));
    }
}
