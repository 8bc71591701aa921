package org.paperzoo.zoo.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.NamedBlock;

/** Steps on the sum of cubes of two small parameters, beside the definitions in double precision. */
class OptimizerTest {

    private static final double[] START = {1, -2, 3, 0.5, -0.25};

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    private static final class Cubes extends NamedBlock {
        final Parameter weight = weight("weight", InitialValues.values(new float[] {1, -2, 3}), 3);
        final Parameter bias = weight("bias", InitialValues.values(new float[] {0.5f, -0.25f}), 2);

        NDArray loss() {
            NDArray w = weight.getArray();
            NDArray b = bias.getArray();
            return w.square().mul(w).sum().add(b.square().mul(b).sum());
        }

        double[] values() {
            float[] w = weight.getArray().toFloatArray();
            float[] b = bias.getArray().toFloatArray();
            return new double[] {w[0], w[1], w[2], b[0], b[1]};
        }
    }

    /** One step of one element: value, gradient, 1-based step, rate, weight decay, and a memory of two numbers. */
    @FunctionalInterface
    private interface Rule {
        double next(double value, double gradient, int step, double rate, double decay, double[] memory);
    }

    private static double adam(
            double value, double gradient, int step, double rate, double decay, double[] memory, boolean decoupled) {
        double slope = decoupled ? gradient : gradient + decay * value;
        double kept = decoupled ? value * (1 - rate * decay) : value;
        memory[0] = 0.9 * memory[0] + 0.1 * slope;
        memory[1] = 0.999 * memory[1] + 0.001 * slope * slope;
        double correctedMean = memory[0] / (1 - Math.pow(0.9, step));
        double correctedSquare = memory[1] / (1 - Math.pow(0.999, step));
        return kept - rate * correctedMean / (Math.sqrt(correctedSquare) + 1e-8);
    }

    private void assertSteps(OptimizerSettings settings, double decay, double norm, Rule rule) {
        assertSteps(settings, decay, norm, false, rule);
        assertSteps(settings, decay, norm, true, rule);
    }

    private void assertSteps(OptimizerSettings settings, double decay, double norm, boolean mixed, Rule rule) {
        Cubes cubes = new Cubes();
        cubes.initialize(manager, DataType.FLOAT32);
        double[] expected = START.clone();
        double[][] memory = new double[5][2];
        // Biases step half as far and do not decay.
        List<ParameterGroup> groups = List.of(new ParameterGroup("bias", 0.5, 0.0));
        try (Optimizer optimizer = settings.create(cubes, groups, manager);
                LossScale scale = mixed ? LossScale.moving(manager) : LossScale.none(manager)) {
            for (int step = 1; step <= 6; step++) {
                double rate = 0.05 / step;
                try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(scale.of(cubes.loss()));
                }
                optimizer.step(rate, norm, scale);
                double length = 0;
                for (double value : expected) {
                    length += Math.pow(3 * value * value, 2);
                }
                double factor = Math.min(1, norm / (Math.sqrt(length) + 1e-6));
                for (int i = 0; i < 5; i++) {
                    double gradient = 3 * expected[i] * expected[i] * factor;
                    boolean bias = i >= 3;
                    expected[i] =
                            rule.next(expected[i], gradient, step, bias ? rate / 2 : rate, bias ? 0 : decay, memory[i]);
                }
            }
        }
        double[] found = cubes.values();
        for (int i = 0; i < 5; i++) {
            assertEquals(expected[i], found[i], 5e-6);
        }
    }

    @Test
    void adamMakesTheStepsOfItsDefinition() {
        assertSteps(
                OptimizerSettings.Adam.plain(),
                0,
                Double.POSITIVE_INFINITY,
                (value, gradient, step, rate, decay, memory) ->
                        adam(value, gradient, step, rate, decay, memory, false));
    }

    @Test
    void adamWithWeightDecayAddsItToTheGradient() {
        assertSteps(
                new OptimizerSettings.Adam(0.9, 0.999, 1e-8, 0.1, false),
                0.1,
                Double.POSITIVE_INFINITY,
                (value, gradient, step, rate, decay, memory) ->
                        adam(value, gradient, step, rate, decay, memory, false));
    }

    @Test
    void adamWDecaysWeightsBesideTheStep() {
        assertSteps(
                OptimizerSettings.Adam.decoupled(0.1),
                0.1,
                Double.POSITIVE_INFINITY,
                (value, gradient, step, rate, decay, memory) -> adam(value, gradient, step, rate, decay, memory, true));
    }

    @Test
    void gradientsAreShortenedTogether() {
        assertSteps(
                new OptimizerSettings.Sgd(0, 0, false),
                0,
                2.5,
                (value, gradient, step, rate, decay, memory) -> value - rate * gradient);
    }

    @Test
    void descentWithMomentumMakesTheStepsOfItsDefinition() {
        for (boolean nesterov : new boolean[] {false, true}) {
            assertSteps(
                    new OptimizerSettings.Sgd(0.9, 0.01, nesterov),
                    0.01,
                    4,
                    (value, gradient, step, rate, decay, memory) -> {
                        double slope = gradient + decay * value;
                        memory[0] = 0.9 * memory[0] + slope;
                        return value - rate * (nesterov ? slope + 0.9 * memory[0] : memory[0]);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"adam", "sgd"})
    void aStepWhoseGradientsOverflowIsNotMadeAndHalvesTheScale(String name) {
        Cubes cubes = new Cubes();
        cubes.initialize(manager, DataType.FLOAT32);
        OptimizerSettings settings =
                name.equals("sgd") ? new OptimizerSettings.Sgd(0.9, 0.1, false) : OptimizerSettings.Adam.decoupled(0.1);
        try (Optimizer optimizer = settings.create(cubes, List.of(), manager);
                LossScale scale = LossScale.moving(manager)) {
            stepOn(() -> scale.of(cubes.loss()).mul(Float.MAX_VALUE), optimizer, scale);
            for (int i = 0; i < 5; i++) {
                assertEquals(START[i], cubes.values()[i]);
            }
            assertEquals(32768, scale.state().get("factor").getFloat());
            stepOn(() -> scale.of(cubes.loss()), optimizer, scale);
            double[] stepped = cubes.values();
            assertEquals(32768, scale.state().get("factor").getFloat());
            assertEquals(1, scale.state().get("steps").getFloat());

            Cubes plain = new Cubes();
            plain.initialize(manager, DataType.FLOAT32);
            try (Optimizer other = settings.create(plain, List.of(), manager);
                    LossScale none = LossScale.none(manager)) {
                stepOn(plain::loss, other, none);
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        plain.values()[i], stepped[i], "the step that was left out leaves nothing in the optimiser");
            }
        }
    }

    @Test
    void theScaleDoublesAfterTwoThousandStepsWithoutOverflow() {
        try (LossScale scale = LossScale.moving(manager)) {
            NDArray factor = scale.state().get("factor");
            for (int i = 1; i < 2000; i++) {
                scale.update();
            }
            assertEquals(65536, factor.getFloat());
            scale.update();
            assertEquals(131072, factor.getFloat());
            assertEquals(0, scale.state().get("steps").getFloat());
        }
    }

    private static void stepOn(Supplier<NDArray> loss, Optimizer optimizer, LossScale scale) {
        try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss.get());
        }
        optimizer.step(0.01, Double.POSITIVE_INFINITY, scale);
    }

    @Test
    void anAverageFollowsTheWeightsAndTakesTheirPlace() {
        Cubes cubes = new Cubes();
        cubes.initialize(manager, DataType.FLOAT32);
        try (MovingAverage average = new MovingAverage(cubes, 0.5, manager);
                LossScale scale = LossScale.none(manager);
                Optimizer optimizer = new OptimizerSettings.Sgd(0, 0, false).create(cubes, List.of(), manager)) {
            double[] expected = START.clone();
            for (int step = 1; step <= 12; step++) {
                try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(cubes.loss());
                }
                optimizer.step(0.01, Double.POSITIVE_INFINITY, scale);
                average.update(step);
                double decay = Math.min(0.5, (1 + step) / (10.0 + step));
                double[] weights = cubes.values();
                for (int i = 0; i < 5; i++) {
                    expected[i] = decay * expected[i] + (1 - decay) * weights[i];
                }
            }
            double[] weights = cubes.values();
            cubes.freezeParameters(true);
            average.exchange();
            for (int i = 0; i < 5; i++) {
                assertEquals(expected[i], cubes.values()[i], 1e-5);
            }
            average.exchange();
            for (int i = 0; i < 5; i++) {
                assertEquals(weights[i], cubes.values()[i]);
            }
        }
    }

    @Test
    void aGroupThatFitsNothingIsRefusedByName() {
        Cubes cubes = new Cubes();
        cubes.initialize(manager, DataType.FLOAT32);
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> OptimizerSettings.Adam.plain()
                        .create(cubes, List.of(new ParameterGroup("backbone", 0.1, null)), manager));
        assertTrue(refusal.getMessage().contains("backbone"), refusal::getMessage);
    }

    @Test
    void constantsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings.Adam(1, 0.999, 1e-8, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings.Adam(0.9, 0.999, 0, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings.Sgd(0.9, -1, false));
        assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings.Sgd(0, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new ParameterGroup("", 1, null));
        assertThrows(IllegalArgumentException.class, () -> new ParameterGroup("a", Double.NaN, null));
    }
}
