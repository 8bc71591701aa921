package org.paperzoo.zoo.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.nn.TorchOperators.Interpolation;
import org.paperzoo.zoo.nn.TorchOperators.Outside;
import org.paperzoo.zoo.torchscript.ScriptOperator;

class TorchOperatorsTest {

    private static final Shape ONE = new Shape(1, 1);
    private static final Shape ZERO = new Shape(0, 0);

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void attentionIsTheSoftmaxOfScaledProducts() {
        NDArray q = random(2, 3, 4, 5);
        NDArray k = random(2, 3, 6, 5);
        NDArray v = random(2, 3, 6, 7);
        NDArray scores = q.matMul(k.swapAxes(2, 3)).mul(0.3);
        close(scores.softmax(-1).matMul(v), TorchOperators.attention(q, k, v, null, 0.3));
        NDArray bias = random(1, 3, 4, 6);
        close(scores.add(bias).softmax(-1).matMul(v), TorchOperators.attention(q, k, v, bias, 0.3));
        NDArray seen = manager.create(new boolean[] {true, true, false, true, false, true}, new Shape(1, 6));
        NDArray hidden = manager.create(new float[] {0, 0, -1e30f, 0, -1e30f, 0});
        close(scores.add(hidden).softmax(-1).matMul(v), TorchOperators.attention(q, k, v, seen, 0.3));
        checkGradients(x -> TorchOperators.attention(x.get(0), x.get(1), x.get(2), x.get(3), 0.3), q, k, v, bias);
    }

    @Test
    void operatorsOfOneExpressionAndTwoNamesAreTwo() {
        NDArray x = random(2, 3);
        for (String name : new String[] {"one", "other"}) {
            close(x.neg(), new ScriptOperator(name, "torch.neg({0})").apply(List.of(x), Map.of()));
        }
    }

    @Test
    void gridSampleReadsBetweenPixels() {
        NDArray ramp = manager.arange(0f, 16f, 1f).reshape(1, 1, 4, 4);
        NDArray grid = manager.create(new float[] {-1, -1, 1, 1, 0, 0, 3, 0}, new Shape(1, 1, 4, 2));
        assertArrayEquals(
                new float[] {0, 15, 7.5f, 0},
                TorchOperators.gridSample(ramp, grid, Interpolation.BILINEAR, Outside.ZEROS, true)
                        .toFloatArray(),
                1e-5f);
        assertArrayEquals(
                new float[] {0, 3.75f, 7.5f, 0},
                TorchOperators.gridSample(ramp, grid, Interpolation.BILINEAR, Outside.ZEROS, false)
                        .toFloatArray(),
                1e-5f);
        assertEquals(
                9f,
                TorchOperators.gridSample(ramp, grid, Interpolation.BILINEAR, Outside.BORDER, true)
                        .toFloatArray()[3],
                1e-5f);
        assertEquals(
                15,
                TorchOperators.gridSample(ramp, grid, Interpolation.NEAREST, Outside.REFLECTION, true)
                        .toFloatArray()[1]);
        NDArray inside = manager.create(new float[] {-0.31f, 0.17f, 0.43f, -0.23f}, new Shape(1, 1, 2, 2));
        for (Interpolation mode : new Interpolation[] {Interpolation.BILINEAR, Interpolation.BICUBIC}) {
            checkGradients(
                    x -> TorchOperators.gridSample(x.get(0), x.get(1), mode, Outside.ZEROS, false),
                    random(1, 2, 4, 4),
                    inside);
        }
    }

    @Test
    void transposedConvolutionIsTheGradientOfAConvolution() {
        NDArray small = random(2, 4, 3, 3);
        NDArray weight = random(4, 3, 3, 3);
        NDArray large = random(2, 3, 6, 6);
        Shape two = new Shape(2, 2);
        large.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            // 6 x 6 pixels, convolved with stride 2 and padding 1, are 3 x 3.
            NDArray y = Conv2d.conv2d(large, weight, null, two, ONE, ONE, 1).head();
            collector.backward(y.mul(small).sum());
        }
        NDArray bias = random(3);
        NDArray expected = large.getGradient();
        close(expected, TorchOperators.transposedConvolution(small, weight, null, two, ONE, ONE, 1, ONE));
        close(
                expected.add(bias.reshape(1, 3, 1, 1)),
                TorchOperators.transposedConvolution(small, weight, bias, two, ONE, ONE, 1, ONE));
        checkGradients(
                x -> TorchOperators.transposedConvolution(
                        x.get(0), x.get(1), x.get(2), two, ONE, ZERO, 2, new Shape(1, 2)),
                random(1, 4, 3, 3),
                random(4, 2, 2, 3),
                random(4));
    }

    @Test
    void rollMovesWhatLeavesToTheOtherEnd() {
        NDArray x = manager.arange(0f, 6f, 1f).reshape(2, 3);
        assertArrayEquals(
                new float[] {5, 3, 4, 2, 0, 1},
                ArrayOperators.roll(x, new long[] {1, 1}, new int[] {0, -1}).toFloatArray());
        NDArray factors = random(2, 3);
        checkGradients(
                l -> ArrayOperators.roll(l.get(0), new long[] {-1}, new int[] {1})
                        .mul(factors),
                random(2, 3));
    }

    @Test
    void einsumSumsProducts() {
        NDArray x = random(2, 3, 4);
        NDArray y = random(2, 4, 5);
        close(x.matMul(y), TorchOperators.einsum("bij,bjk->bik", x, y));
        close(x.swapAxes(1, 2), TorchOperators.einsum("...ij -> ...ji", x));
        checkGradients(l -> TorchOperators.einsum("bij,bjk->ik", l.get(0), l.get(1)), x, y);
    }

    @Test
    void namedArraysKeepTheirNamesAndResultsHangOnTheFirst() {
        try (NDManager child = manager.newSubManager()) {
            NDArray x = child.ones(new Shape(2, 3));
            x.setName("decoder.0[]");
            NDArray y = manager.ones(new Shape(3));
            y.setName("decoder.weight");
            NDArray z = TorchOperators.einsum("ij,j->i", x, y);
            assertEquals(child, z.getManager());
            assertEquals("decoder.0[]", x.getName());
            NDArray rolled = ArrayOperators.roll(x, new long[] {1}, new int[] {0});
            assertEquals(new Shape(2, 3), rolled.getShape());
            assertNull(rolled.getName());
        }
        assertEquals(1, manager.getManagedArrays().size());
    }

    @Test
    void operatorsOutliveTheScopeOfTheirFirstUse() {
        for (int i = 0; i < 2; i++) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                ArrayOperators.roll(random(2, 3), new long[] {1}, new int[] {0});
            }
        }
    }

    @Test
    void mistakesGiveOneLine() {
        NDArray x = random(1, 4, 3, 3);
        NDArray w = random(4, 2, 3, 3);
        refused(() -> TorchOperators.attention(x, random(1, 4, 3, 2), x, null, 1));
        refused(() -> TorchOperators.attention(x, random(4, 3, 3), x, null, 1));
        refused(() -> TorchOperators.attention(x, x, x, random(2, 2, 3, 3), 1));
        refused(() -> TorchOperators.attention(x, x, x, manager.zeros(new Shape(3), DataType.INT64), 1));
        refused(() -> TorchOperators.gridSample(x, random(2, 3, 3, 2), Interpolation.NEAREST, Outside.ZEROS, true));
        refused(() -> TorchOperators.transposedConvolution(x, random(3, 2, 3, 3), null, ONE, ZERO, ZERO, 1, ONE));
        refused(() -> TorchOperators.transposedConvolution(x, w, null, ONE, ZERO, ZERO, 3, ONE));
        refused(() -> TorchOperators.transposedConvolution(x, w, random(3), ONE, ZERO, ZERO, 1, ONE));
        refused(() -> TorchOperators.transposedConvolution(x, w, null, ZERO, ZERO, ZERO, 1, ONE));
        refused(() -> TorchOperators.transposedConvolution(x, w, null, ONE, ZERO, ONE, 1, ONE));
        refused(() -> ArrayOperators.roll(x, new long[] {1}, new int[] {4}));
        refused(() -> ArrayOperators.roll(x, new long[] {1}, new int[] {0, 1}));
        refused(() -> TorchOperators.einsum("ij,jk", x));
        refused(() -> TorchOperators.einsum("ij", x));
        refused(() -> TorchOperators.einsum("i;j", x));
    }

    private static void refused(Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertEquals(1, message.lines().count(), message);
    }

    /** Compares gradients of the sum of squares with differences of it, for every element of every operand. */
    private void checkGradients(Function<NDList, NDArray> operator, NDArray... operands) {
        NDList doubles = new NDList();
        for (NDArray operand : operands) {
            NDArray exact = operand.toType(DataType.FLOAT64, true);
            exact.setRequiresGradient(true);
            doubles.add(exact);
        }
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(operator.apply(doubles).square().sum());
        }
        for (int i = 0; i < operands.length; i++) {
            double[] gradient = doubles.get(i).getGradient().toDoubleArray();
            double[] values = doubles.get(i).toDoubleArray();
            for (int element = 0; element < values.length; element += 1 + values.length / 20) {
                double step = 1e-6;
                double expected = (loss(operator, doubles, i, values, element, step)
                                - loss(operator, doubles, i, values, element, -step))
                        / (2 * step);
                assertEquals(expected, gradient[element], 1e-5 * (1 + Math.abs(expected)), "operand " + i);
            }
        }
    }

    private double loss(
            Function<NDList, NDArray> operator,
            NDList operands,
            int number,
            double[] values,
            int element,
            double step) {
        double[] changed = values.clone();
        changed[element] += step;
        NDList arguments = new NDList(operands);
        arguments.set(number, manager.create(changed, operands.get(number).getShape()));
        return operator.apply(arguments).square().sum().getDouble();
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(new Shape(shape));
    }

    private static void close(NDArray expected, NDArray actual) {
        assertEquals(expected.getShape(), actual.getShape());
        float difference = expected.sub(actual).abs().max().getFloat();
        assertTrue(difference < 1e-5, "differs by " + difference);
    }
}
