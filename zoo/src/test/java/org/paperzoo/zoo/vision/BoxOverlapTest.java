package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.nn.Pass;

class BoxOverlapTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** By hand: intersection over union, less the hull's part in neither box. */
    @ParameterizedTest
    @CsvSource({
        // The same box.
        "0.5, 0.5, 0.2, 0.4, 1",
        // Half of it: 0.5 of the union, which is the hull.
        "0.45, 0.5, 0.1, 0.4, 0.5",
        // Moved by half its width: a third, and the hull is the union.
        "0.6, 0.5, 0.2, 0.4, 0.3333333333",
        // Moved by half in both directions: 1/7 of the union 0.14; the hull 0.18 has 0.04 in neither.
        "0.6, 0.7, 0.2, 0.4, -0.0793650794",
        // Side by side with a gap of its width: a third of the hull is in neither.
        "0.9, 0.5, 0.2, 0.4, -0.3333333333"
    })
    void overlapsAreThoseByHand(float x, float y, float width, float height, double expected) {
        float[] box = {0.5f, 0.5f, 0.2f, 0.4f};
        float[] other = {x, y, width, height};
        assertEquals(expected, BoxOverlap.generalised(box, 0, other, 0), 1e-6);
        assertEquals(expected, BoxOverlap.generalised(other, 0, box, 0), 1e-6);
        NDArray rows = BoxOverlap.generalised(Pass.inference(), rows(box), rows(other));
        assertEquals(new Shape(1), rows.getShape());
        assertEquals(expected, rows.getFloat(), 1e-6);
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        SplittableRandom random = new SplittableRandom(3);
        int count = 40;
        float[] boxes = boxes(random, count);
        float[] others = boxes(random, count);
        NDArray variable = rows(boxes);
        variable.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(BoxOverlap.generalised(Pass.training(), variable, rows(others))
                    .sum());
        }
        float[] gradient = variable.getGradient().toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            float[] more = boxes.clone();
            float[] less = boxes.clone();
            more[i] += 1e-4f;
            less[i] -= 1e-4f;
            int at = i / 4 * 4;
            double slope = (BoxOverlap.generalised(more, at, others, at) - BoxOverlap.generalised(less, at, others, at))
                    / ((double) more[i] - less[i]);
            assertEquals(slope, gradient[i], 2e-3 * Math.max(1, Math.abs(slope)), "element " + i);
        }
    }

    private static float[] boxes(SplittableRandom random, int count) {
        float[] boxes = new float[4 * count];
        for (int i = 0; i < boxes.length; i++) {
            boxes[i] = (float) (i % 4 < 2 ? random.nextDouble(0.2, 0.8) : random.nextDouble(0.1, 0.6));
        }
        return boxes;
    }

    private NDArray rows(float[] boxes) {
        return manager.create(boxes, new Shape(boxes.length / 4, 4));
    }
}
