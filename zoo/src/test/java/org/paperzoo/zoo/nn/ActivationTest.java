package org.paperzoo.zoo.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationTest {

    private static final float[] POINTS = {-2.5f, -0.7f, 0.3f, 1.9f};
    private static final double STEP = 1e-5;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gradientsAreTheSlopesWhateverBecomesOfJavasMemory(Activation activation) {
        Pass pass = Pass.training();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            for (int repetition = 0; repetition < 20; repetition++) {
                try (NDArray x = manager.create(POINTS)) {
                    x.setRequiresGradient(true);
                    try (GradientCollector collector =
                            Engine.getEngine("PyTorch").newGradientCollector()) {
                        NDArray sum = activation.apply(pass, x).sum();
                        overwriteFreedMemory(manager);
                        collector.backward(sum);
                    }
                    assertArrayEquals(
                            slopes(activation, manager), x.getGradient().toFloatArray(), 1e-4f);
                }
            }
        }
    }

    /** What lay in numbers of Java's, which DJL makes for a call, lies there no more. */
    private static void overwriteFreedMemory(NDManager manager) {
        System.gc();
        for (int i = 0; i < 200; i++) {
            manager.create(new float[] {777, 777, 777, 777}, new Shape(4)).close();
        }
    }

    private static float[] slopes(Activation activation, NDManager manager) {
        float[] slopes = new float[POINTS.length];
        double[] above = values(activation, manager, STEP);
        double[] below = values(activation, manager, -STEP);
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (float) ((above[i] - below[i]) / (2 * STEP));
        }
        return slopes;
    }

    private static double[] values(Activation activation, NDManager manager, double offset) {
        double[] moved = new double[POINTS.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = POINTS[i] + offset;
        }
        return activation.apply(Pass.inference(), manager.create(moved)).toDoubleArray();
    }
}
