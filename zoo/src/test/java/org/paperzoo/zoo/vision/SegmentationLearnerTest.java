package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    void aWeightMultipliesTheLossOfItsClassAndItsLogarithmIsAddedToTheLogit() {
        // Odds of 1 to 1, of which a weight of 3 makes 1 to 3.
        NDArray logits = manager.create(new float[] {0, 0}, new Shape(1, 2, 1, 1));
        assertEquals(Math.log(4), loss(logits, labels(0), 1, 3), 1e-6);
        assertEquals(3 * Math.log(4 / 3.0), loss(logits, labels(1), 1, 3), 1e-6);
    }

    @Test
    void theLogitsThatMakeAWeightedLossLeastAreThoseOfThePixelsWithoutWeights() {
        // Three pixels of class 0 and one of class 1, all alike.
        NDArray labels = labels(0, 0, 0, 1);
        double least = loss(spread(Math.log(3)), labels, 0.2f, 1);
        for (double other : new double[] {Math.log(3) - 0.1, Math.log(3) + 0.1, Math.log(3 * 0.2)}) {
            assertTrue(loss(spread(other), labels, 0.2f, 1) > least);
        }
    }

    /** Logits of four pixels, alike: of class 0 above class 1. */
    private NDArray spread(double difference) {
        float first = (float) difference;
        return manager.create(new float[] {first, first, first, first, 0, 0, 0, 0}, new Shape(1, 2, 1, 4));
    }

    @Test
    void aTrainingBeginsWithAllClassesEquallyLikelyInItsLoss() throws IOException {
        DaFormer network = network();
        List<Float> weights = new ArrayList<>(Collections.nCopies(network.classes(), 1f));
        weights.set(0, 0.2f);
        weights.set(2, 4f);
        new SegmentationLearner(network, weights).initialWeights().fill(network, manager);
        network.initialize(manager, DataType.FLOAT32);
        float[] biases =
                network.getParameters().get(DaFormer.CLASSIFIER_BIAS).getArray().toFloatArray();
        assertEquals(network.classes(), biases.length);
        for (int i = 0; i < biases.length; i++) {
            assertEquals(0, biases[i] + Math.log(weights.get(i)), 1e-6);
        }
    }

    @Test
    void weightsThatDoNotFitTheNetworkAreRefused() throws IOException {
        DaFormer network = network();
        List<Float> weights = new ArrayList<>(Collections.nCopies(network.classes(), 1f));
        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            weights.set(1, wrong);
            assertThrows(IllegalArgumentException.class, () -> new SegmentationLearner(network, weights));
        }
        assertThrows(IllegalArgumentException.class, () -> new SegmentationLearner(network, List.of(1f, 1f)));
    }

    private static DaFormer network() throws IOException {
        return new DaFormer(DaFormerSettings.of(DaFormerTest.tiny()));
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
            collector.backward(SegmentationLearner.crossEntropy(Pass.training(), logits, labels(0, 255), 1, 1));
        }
        assertArrayEquals(
                new float[] {-0.25f, 0, 0.25f, 0}, logits.getGradient().toFloatArray(), 1e-6f);
    }

    private static double loss(NDArray logits, NDArray labels) {
        return loss(logits, labels, 1, 1);
    }

    private static double loss(NDArray logits, NDArray labels, float... classWeights) {
        return SegmentationLearner.crossEntropy(Pass.inference(), logits, labels, classWeights)
                .getFloat();
    }
}
