package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.nn.Pass;

class SegmentationLearnerTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray labels(long... values) {
        return manager.create(values, new Shape(1, 1, values.length));
    }

    @Test
    void theLossIsTheMeanOverAllPixelsOfWhichThoseLeftOutAddNothing() {
        // Classes 0 and 1 of two pixels: odds of 1 to 1, and of 3 to 1.
        NDArray logits = manager.create(new float[] {0, (float) Math.log(3), 0, 0}, new Shape(1, 2, 1, 2));
        double first = Math.log(2);
        assertEquals((first + Math.log(4 / 3.0)) / 2, loss(logits, labels(0, 0)), 1e-6);
        assertEquals((first + Math.log(4)) / 2, loss(logits, labels(1, 1)), 1e-6);
        assertEquals(first / 2, loss(logits, labels(1, 255)), 1e-6);
        assertEquals(0, loss(logits, labels(255, 255)), 0);
    }

    @Test
    void logitsAreBroughtToTheSizeOfTheLabels() {
        // Resized to four pixels without aligned corners, 0 and 4 become 0, 1, 3, 4.
        NDArray logits = manager.create(new float[] {0, 4, 0, 0}, new Shape(1, 2, 1, 2));
        double expected = 0;
        for (double logit : new double[] {0, 1, 3, 4}) {
            expected += Math.log(1 + Math.exp(-logit)) / 4;
        }
        assertEquals(expected, loss(logits, labels(0, 0, 0, 0)), 1e-6);
    }

    @Test
    void theGradientIsTheProbabilityLessTheTruth() {
        NDArray logits = manager.create(new float[] {0, (float) Math.log(3), 0, 0}, new Shape(1, 2, 1, 2));
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(SegmentationLearner.crossEntropy(Pass.training(), logits, labels(0, 255)));
        }
        assertArrayEquals(
                new float[] {-0.25f, 0, 0.25f, 0}, logits.getGradient().toFloatArray(), 1e-6f);
    }

    private static double loss(NDArray logits, NDArray labels) {
        return SegmentationLearner.crossEntropy(Pass.inference(), logits, labels)
                .getFloat();
    }
}
