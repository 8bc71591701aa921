package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutputDifferenceTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theLargestDifferenceOfAllArraysCounts() {
        NDList baseline = new NDList(floats(1, -8, 2), floats(100, 200));
        NDList contender = new NDList(floats(1, -8.5f, 2), floats(101, 200));
        OutputDifference difference = OutputDifference.between(baseline, contender);
        assertEquals(1, difference.absolute());
        assertEquals(0.5 / 8, difference.relative(), 1e-12, "half of 8 in the first, 1 of 200 in the second array");
        assertNull(difference.mismatch());
    }

    @Test
    void equalOutputsDoNotDifferEvenWhereTheyAreNotFinite() {
        NDList outputs = new NDList(floats(Float.NaN, INFINITY, -INFINITY, 0f, -0f));
        assertEquals(new OutputDifference(0, 0, null), OutputDifference.between(outputs, outputs));
        assertEquals(0, difference(floats(0f), floats(-0f)).absolute());
    }

    @Test
    void whatIsFiniteOnOneSideOnlyDiffersInfinitely() {
        assertEquals(
                Double.POSITIVE_INFINITY,
                difference(floats(1), floats(Float.NaN)).absolute());
        assertEquals(
                Double.POSITIVE_INFINITY,
                difference(floats(Float.NaN), floats(1)).relative());
        assertEquals(
                Double.POSITIVE_INFINITY,
                difference(floats(INFINITY), floats(-INFINITY)).absolute());
        assertEquals(
                Double.POSITIVE_INFINITY,
                difference(floats(INFINITY), floats(3)).relative());
    }

    @Test
    void aDifferenceFromZerosIsRelativelyInfinite() {
        OutputDifference difference = difference(floats(0, 0), floats(0, 1e-6f));
        assertEquals(1e-6, difference.absolute(), 1e-12);
        assertEquals(Double.POSITIVE_INFINITY, difference.relative());
    }

    @Test
    void integersAreComparedExactly() {
        long large = (1L << 53) + 1;
        NDArray baseline = manager.create(new long[] {large, 5});
        assertEquals(
                1,
                difference(baseline, manager.create(new long[] {large - 1, 5})).absolute());
        assertEquals(
                0, difference(baseline, manager.create(new long[] {large, 5})).absolute());
        assertEquals(
                Math.pow(2, 64),
                difference(manager.create(new long[] {Long.MAX_VALUE}), manager.create(new long[] {Long.MIN_VALUE}))
                        .absolute());
        assertEquals(
                2,
                difference(manager.create(new int[] {7}), manager.create(new long[] {9}))
                        .absolute());
        assertEquals(
                1,
                difference(manager.create(new boolean[] {true, false}), manager.create(new boolean[] {true, true}))
                        .absolute());
        assertEquals(
                250,
                difference(
                                manager.create(new int[] {0}).toType(DataType.UINT8, true),
                                manager.create(new int[] {250}).toType(DataType.UINT8, true))
                        .absolute());
        assertEquals(
                3,
                difference(manager.create(new byte[] {-1}, new Shape(1)), manager.create(new byte[] {2}, new Shape(1)))
                        .absolute());
    }

    @Test
    void floatingPointTypesAreComparedWithEachOther() {
        assertEquals(
                0.5,
                difference(floats(1, 2).toType(DataType.FLOAT16, true), floats(1, 2.5f))
                        .absolute());
        assertEquals(
                0.25, difference(floats(1), manager.create(new double[] {1.25})).absolute());
    }

    @Test
    void whatCannotBeComparedIsNamed() {
        assertMismatch("1 outputs, not 2", new NDList(floats(1), floats(2)), new NDList(floats(1)));
        assertMismatch(
                "output 1 has the shape (1, 2), not (2)",
                new NDList(floats(1), floats(1, 2)),
                new NDList(floats(1), floats(1, 2).reshape(1, 2)));
        assertMismatch(
                "output 0 is of type int64, which is not compared with float32",
                new NDList(floats(1)),
                new NDList(manager.create(new long[] {1})));
    }

    @Test
    void emptyOutputsAgree() {
        assertEquals(
                0,
                difference(manager.create(new Shape(0, 3)), manager.create(new Shape(0, 3)))
                        .absolute());
    }

    private static void assertMismatch(String reason, NDList baseline, NDList contender) {
        OutputDifference difference = OutputDifference.between(baseline, contender);
        assertEquals(reason, difference.mismatch());
        assertTrue(Double.isInfinite(difference.absolute()));
    }

    private static OutputDifference difference(NDArray baseline, NDArray contender) {
        return OutputDifference.between(new NDList(baseline), new NDList(contender));
    }

    private NDArray floats(float... values) {
        return manager.create(values);
    }
}
