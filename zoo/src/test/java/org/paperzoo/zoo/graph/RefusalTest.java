package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.graph.operations.Reductions;
import org.paperzoo.zoo.graph.operations.Shaping;
import org.paperzoo.zoo.nn.ArrayOperators;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/** Calls that no graph can hold are refused where they are made, by the name that the caller knows. */
class RefusalTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    private final Recording recording = new Recording(manager, parameter -> "none");

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray recorded() {
        return recording.input("x", manager.ones(new Shape(2, 3)));
    }

    @TestFactory
    Stream<DynamicTest> readsAreRefusedByTheNameThatWasCalled() {
        Map<String, Consumer<NDArray>> reads = Map.ofEntries(
                Map.entry("toFloatArray", NDArray::toFloatArray),
                Map.entry("toDoubleArray", NDArray::toDoubleArray),
                Map.entry("toLongArray", NDArray::toLongArray),
                Map.entry("toIntArray", NDArray::toIntArray),
                Map.entry("toByteArray", NDArray::toByteArray),
                Map.entry("toBooleanArray", NDArray::toBooleanArray),
                Map.entry("toArray", NDArray::toArray),
                Map.entry("toByteBuffer", NDArray::toByteBuffer),
                Map.entry("getFloat", x -> x.getFloat(0, 1)),
                Map.entry("getLong", x -> x.getLong(0, 1)),
                Map.entry("getBoolean", x -> x.getBoolean(0, 1)),
                Map.entry("contentEquals", x -> x.contentEquals(1)),
                Map.entry("allClose", x -> x.allClose(x)),
                Map.entry("nonzero", NDArray::nonzero),
                Map.entry("booleanMask", x -> x.booleanMask(x.gt(0))),
                Map.entry("unique", NDArray::unique),
                Map.entry("encode", NDArray::encode));
        return reads.entrySet().stream()
                .map(read -> DynamicTest.dynamicTest(
                        read.getKey(), () -> refused(read.getValue(), read.getKey() + " reads values")));
    }

    @Test
    void changesOfPartsNameWhatToUse() {
        refused(x -> x.set(new NDIndex("0"), 1), "use scatter");
        refused(x -> x.set(new NDIndex("0"), x), "use scatter");
        refused(x -> x.setScalar(new NDIndex("0, 0"), 1), "use scatter");
        refused(x -> x.addi(1), "add for addi");
    }

    @Test
    void indicesThatDependOnValuesOrGoBackwardsAreRefused() {
        refused(x -> x.get(x.gt(0)), "truth values");
        refused(x -> x.get(new NDIndex().addSliceDim(0, 2, -1)), "flip");
    }

    @Test
    void callsWithoutAnOperationAreNamed() {
        refused(NDArray::inverse, "inverse()");
        refused(x -> x.getManager().randomUniform(0, 1, new Shape(2)), "randomUniform");
        refused(x -> x.getManager().create(new Shape(2)), "use zeros");
        refused(x -> x.norm(3, new int[] {0}, true), "norm 3");
        refused(x -> x.getNDArrayInternal().interpolation(new long[] {4, 4}, 1, false), "Resizing.linear");
        refused(x -> x.getNDArrayInternal().dropout(x, 0.5f, true), "dropout");
        refused(
                x -> x.getNDArrayInternal().avgPool(new Shape(2, 2), new Shape(2, 2), new Shape(1, 1), false, false),
                "Resizing.averagePool");
        refused(
                x -> new ScriptOperator("fold", "torch.col2im({0})").apply(List.of(x), Map.of()),
                "there is no operation for fold");
    }

    private void refused(Consumer<NDArray> call, String words) {
        NDArray x = recorded();
        String message =
                assertThrows(UntraceableException.class, () -> call.accept(x)).getMessage();
        assertTrue(message.contains(words), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void wrongNumbersOfInputsFailWhenRecorded() {
        NDArray x = recorded();
        wrong(() -> apply(Arithmetic.WHERE, Attributes.NONE, x, x), "where takes 3 inputs, not 2");
        wrong(() -> apply(Networks.MATMUL, Attributes.NONE, x), "matmul takes 2 inputs, not 1");
        wrong(() -> apply(Arithmetic.ADD, Attributes.NONE, x, x, x), "add takes 1 to 2 inputs, not 3");
        wrong(() -> apply(Shaping.CONCAT, Attributes.of("axis", 0)), "cat takes 1 or more inputs, not 0");
    }

    @Test
    void wrongAttributesFailWhenRecorded() {
        NDArray x = recorded();
        wrong(() -> apply(Reductions.SOFTMAX, Attributes.of("axis", 1.5), x), "attribute axis is 1.5");
        wrong(() -> apply(Reductions.SOFTMAX, Attributes.of("axes", 1), x), "expected one of [axis]");
        wrong(() -> apply(Shaping.RESHAPE, Attributes.of("shape", 6), x), "attribute shape is 6");
        wrong(() -> apply(Arithmetic.CAST, Attributes.of("type", "int64"), x), "attribute type is int64");
    }

    @Test
    void axesThatAreNotThereFailWhenRecorded() {
        NDArray x = recorded();
        wrong(() -> x.softmax(2), "has no axis 2");
        wrong(() -> x.sum(new int[] {-3}), "has no axis -3");
        wrong(() -> x.get(":, 3"), "has no place 3 along axis 1");
        wrong(() -> x.get(":, -4"), "has no place -4 along axis 1");
        wrong(() -> ArrayOperators.roll(x, new long[] {1}, new int[] {2}), "has not the axes [2]");
    }

    private void apply(Operation operation, Attributes attributes, NDArray... inputs) {
        recording.apply(operation, Arrays.asList(inputs), attributes);
    }

    private static void wrong(Runnable call, String words) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void operatorsRecordWhicheverOperandDoes() {
        NDArray places = recording.input("places", manager.zeros(new Shape(2, 3), DataType.INT64));
        NDArray sums =
                ArrayOperators.scatterAdd(manager.ones(new Shape(2, 4)), places, manager.ones(new Shape(2, 3)), 1);
        assertEquals("scatter_add", recording.steps().get(0).operation().name());
        assertEquals(new Shape(2, 4), sums.getShape());
    }
}
