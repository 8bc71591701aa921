package org.paperzoo.zoo.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {

    private static final int COUNT = 1_000_003;

    @ParameterizedTest
    @ValueSource(floats = {0.001f, 0.05f, 0.1f, 0.5f, 0.9f})
    void dropsTheRateAndMakesUpForIt(float rate) {
        float[] mask = mask(3, rate);
        float kept = 1 / (1 - rate);
        int dropped = 0;
        for (float value : mask) {
            assertTrue(value == 0 || value == kept);
            dropped += value == 0 ? 1 : 0;
        }
        assertWithinFiveDeviations(rate, dropped, COUNT);
    }

    @Test
    void placesAreIndependentOfEachOtherAtEveryDistance() {
        float[] mask = mask(5, 0.5f);
        for (int distance : new int[] {1, 2, 3, 7, 8, 16, 64, 512, 720, 8191, 8192, 8193, 1 << 18}) {
            int equal = 0;
            for (int i = distance; i < COUNT; i++) {
                equal += mask[i] == mask[i - distance] ? 1 : 0;
            }
            assertWithinFiveDeviations(0.5, equal, COUNT - distance);
        }
    }

    @Test
    void masksOfNeighbouringKeysAreIndependent() {
        float[] mask = mask(1000, 0.5f);
        for (long key : new long[] {999, 1001, 1002, 1000 + 8192, 1000 + (1L << 32), ~1000L}) {
            float[] other = mask(key, 0.5f);
            int equal = 0;
            for (int i = 0; i < COUNT; i++) {
                equal += mask[i] == other[i] ? 1 : 0;
            }
            assertWithinFiveDeviations(0.5, equal, COUNT);
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        ForkJoinPool one = new ForkJoinPool(1);
        ForkJoinPool four = new ForkJoinPool(4);
        try {
            assertArrayEquals(
                    one.submit(() -> mask(9, 0.1f)).join(),
                    four.submit(() -> mask(9, 0.1f)).join());
        } finally {
            one.shutdown();
            four.shutdown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 100_000})
    void theSeedOfTheEngineDecidesWhatIsDropped(int count) {
        Engine engine = Engine.getEngine("PyTorch");
        try (NDManager manager = engine.newBaseManager()) {
            NDArray ones = manager.ones(new Shape(count));
            engine.setRandomSeed(4);
            float[] first = Pass.training().dropout(ones, 0.25f).toFloatArray();
            float[] next = Pass.training().dropout(ones, 0.25f).toFloatArray();
            engine.setRandomSeed(4);
            assertArrayEquals(first, Pass.training().dropout(ones, 0.25f).toFloatArray());
            assertFalse(Arrays.equals(first, next));
        }
    }

    @Test
    void gradientsPassByWhatWasKeptAndScaledAsItWas() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray variable = manager.full(new Shape(50, 300), 2f);
            variable.setRequiresGradient(true);
            Pass pass = Pass.training();
            float[] dropped;
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray result = pass.scoped(() -> pass.dropout(variable, 0.2f));
                dropped = result.toFloatArray();
                System.gc();
                collector.backward(result.sum());
            }
            float[] gradient = variable.getGradient().toFloatArray();
            for (int i = 0; i < dropped.length; i++) {
                assertTrue(dropped[i] == 0 || dropped[i] == 2.5f);
                assertEquals(dropped[i] / 2, gradient[i]);
            }
        }
    }

    @Test
    void keepsTheTypeAndTheInput() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray half = manager.ones(new Shape(100, 100), DataType.FLOAT16);
            NDArray dropped = Pass.training().dropout(half, 0.5f);
            assertEquals(DataType.FLOAT16, dropped.getDataType());
            assertEquals(10_000, half.toType(DataType.FLOAT32, true).sum().getFloat());
            assertEquals(half, Pass.inference().dropout(half, 0.5f));
            assertEquals(half, Pass.training().dropout(half, 0));
        }
    }

    @Test
    void atARateOfOneNothingIsLeft() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray ones = manager.ones(new Shape(100, 100));
            assertEquals(0, Pass.training().dropout(ones, 1).abs().sum().getFloat());
        }
    }

    private static float[] mask(long key, float rate) {
        int[] bits = new int[COUNT];
        DropoutMask.fill(IntBuffer.wrap(bits), key, rate);
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
        return values;
    }

    private static void assertWithinFiveDeviations(double probability, int hits, int tries) {
        double deviation = Math.sqrt(tries * probability * (1 - probability));
        assertEquals(tries * probability, hits, 5 * deviation);
    }
}
