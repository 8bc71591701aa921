package org.paperzoo.zoo.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {

    private static final int COUNT = 1 << 18;

    @Test
    void gradientsPassByAConstantWhoseScopeIsClosedAndWhoseMemoryIsReused() {
        float[] numbers = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            numbers[i] = i % 7 + 1;
        }
        Pass pass = Pass.training();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray variable = manager.ones(new Shape(COUNT));
            variable.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = pass.scoped(() -> variable.mul(pass.constant(manager, numbers, new Shape(COUNT)))
                        .sum());
                System.gc();
                overwriteFreedMemory();
                collector.backward(loss);
            }
            assertArrayEquals(numbers, variable.getGradient().toFloatArray());
        }
    }

    private static void overwriteFreedMemory() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(4 * COUNT);
            while (buffer.hasRemaining()) {
                buffer.putFloat(Float.NaN);
            }
            taken.add(buffer);
        }
    }
}
