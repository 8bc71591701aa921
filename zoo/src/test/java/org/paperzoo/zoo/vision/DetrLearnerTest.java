package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.nn.Pass;

class DetrLearnerTest {

    private static final String FIRST_LOOK = "transformer\\.decoder\\.layers\\.0\\.(self_attn|norm[12])\\..*weight";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        manager.getEngine().setRandomSeed(0);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private DetrLearner learner(float placeWeight) throws IOException {
        Detr network = new Detr(DetrSettings.of(SmallBackboneTest.tiny().with("dropout", 0)));
        network.initialize(manager, DataType.FLOAT32);
        return new DetrLearner(network, DetrSetLoss.PAPER, placeWeight);
    }

    private NDList batch() {
        return new NDList(
                manager.randomNormal(new Shape(2, 3, 32, 48)),
                manager.create(new long[] {1, 4, 0, -1}, new Shape(2, 2)),
                manager.create(
                        new float[] {.3f, .4f, .2f, .4f, .7f, .6f, .5f, .5f, .5f, .5f, .8f, .8f, 0, 0, 0, 0},
                        new Shape(2, 2, 4)));
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1})
    void aFewStepsMakeTheLossSmaller(float placeWeight) throws IOException {
        DetrLearner learner = learner(placeWeight);
        NDList batch = batch();
        learner.network().freezeParameters(false);
        float first = step(learner, batch, 0.01f);
        float last = first;
        for (int i = 0; i < 15; i++) {
            last = step(learner, batch, 0.01f);
        }
        assertTrue(last < 0.8 * first, first + " became " + last);
    }

    @Test
    void gradientsReachEveryParameter() throws IOException {
        DetrLearner learner = learner(0);
        learner.network().freezeParameters(false);
        step(learner, batch(), 0);
        for (Pair<String, Parameter> pair : learner.network().getParameters()) {
            if (pair.getValue().requiresGradient()) {
                float[] gradient = pair.getValue().getArray().getGradient().toFloatArray();
                boolean reached = false;
                for (float value : gradient) {
                    reached |= value != 0;
                    assertTrue(Float.isFinite(value), pair.getKey());
                }
                // The first layer has nothing but zeros to attend to: what it makes of them is the same for all
                // weights.
                assertTrue(reached || pair.getKey().matches(FIRST_LOOK), pair.getKey());
            }
        }
    }

    /** Takes a step down the gradient, and tells the loss before it. */
    private float step(DetrLearner learner, NDList batch, float rate) {
        float value;
        try (NDScope scope = new NDScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDArray loss = learner.loss(Pass.training(), batch, 1);
            collector.backward(loss);
            value = loss.getFloat();
        }
        if (rate > 0) {
            for (Pair<String, Parameter> pair : learner.network().getParameters()) {
                if (pair.getValue().requiresGradient()) {
                    NDArray weights = pair.getValue().getArray();
                    NDArray gradient = weights.getGradient();
                    // The length of a step is the same for all, whatever their gradients.
                    double norm = Math.sqrt(gradient.square().sum().getFloat()) + 1e-6;
                    double length = Math.sqrt(weights.square().sum().getFloat()) + 0.1;
                    try (NDArray change = gradient.mul((float) (rate * length / norm))) {
                        pair.getValue().freeze(true);
                        weights.subi(change);
                        pair.getValue().freeze(false);
                    }
                    gradient.muli(0);
                }
            }
        }
        return value;
    }

    @Test
    void trainingAndValidationMeasureTheSame() throws IOException {
        DetrLearner learner = learner(1);
        learner.network().freezeParameters(true);
        NDList batch = batch();
        assertEquals(
                learner.loss(Pass.inference(), batch, 0).getFloat(),
                learner.loss(Pass.training(), batch, 0).getFloat(),
                1e-5);
    }

    @Test
    void aMaskOfNothingIsNoMask() throws IOException {
        DetrLearner learner = learner(1);
        learner.network().freezeParameters(true);
        NDList batch = batch();
        float without = learner.loss(Pass.inference(), batch, 0).getFloat();
        batch.add(manager.zeros(new Shape(2, 32, 48), DataType.INT64));
        assertEquals(without, learner.loss(Pass.inference(), batch, 0).getFloat(), 1e-5);
    }

    @Test
    void noArrayIsLeftBehind() throws IOException {
        DetrLearner learner = learner(1);
        learner.network().freezeParameters(true);
        try (NDManager batchManager = manager.newSubManager()) {
            NDList batch = batch();
            batch.attach(batchManager);
            learner.loss(Pass.inference(), batch, 0).close();
            int before = batchManager.getManagedArrays().size()
                    + manager.getManagedArrays().size();
            learner.loss(Pass.inference(), batch, 0).close();
            assertEquals(
                    before,
                    batchManager.getManagedArrays().size()
                            + manager.getManagedArrays().size());
        }
    }

    @Test
    void aBatchThatIsNoneIsRefused() throws IOException {
        DetrLearner learner = learner(1);
        NDList classless = batch();
        classless.get(1).set(new long[] {1, 5, 0, -1});
        assertThrows(IllegalArgumentException.class, () -> learner.loss(Pass.inference(), classless, 0));
        NDList flat = batch();
        float[] boxes = flat.get(2).toFloatArray();
        boxes[2] = 0;
        flat.get(2).set(boxes);
        assertThrows(IllegalArgumentException.class, () -> learner.loss(Pass.inference(), flat, 0));
        NDList two = new NDList(batch().subNDList(0, 2));
        assertThrows(IllegalArgumentException.class, () -> learner.loss(Pass.inference(), two, 0));
        assertThrows(IllegalArgumentException.class, () -> learner(Float.NaN));
    }
}
