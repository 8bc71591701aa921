package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.Attributes;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.TorchCall;

/** What moves elements about without computing: shapes, parts, joints, look-ups, and arrays made from nothing. */
public final class Shaping {

    /** The end of a slice that reaches to the end of its axis. */
    public static final long TO_THE_END = Long.MAX_VALUE;

    private static final String AXIS = "axis";
    private static final String AXES = "axes";
    private static final String SHAPE = "shape";
    private static final String TYPE = "type";

    /** One length may be -1: whatever is left. */
    public static final Operation RESHAPE = moving("reshape")
            .attribute(SHAPE, AttributeKind.SIZES)
            .eager((in, given) -> in.get(0).reshape(new Shape(given.integers(SHAPE))))
            .torch(call -> TorchCall.function("reshape", call.input(0), call.list(SHAPE)))
            .onnx(call -> {
                // With allowzero a length of 0 means 0; without, it means "as it was".
                boolean empty = call.node().sizes(SHAPE).contains(Size.of(0));
                call.result("Reshape", List.of(call.input(0), call.sizes(SHAPE)), "allowzero", empty ? 1L : 0L);
            })
            .declared();

    public static final Operation TRANSPOSE = moving("permute")
            .attribute(AXES, AttributeKind.INTEGERS)
            .eager((in, given) -> in.get(0).transpose(given.axes(AXES)))
            .torch(call -> TorchCall.function("permute", call.input(0), call.list(AXES)))
            .onnx(call -> call.result(
                    "Transpose", List.of(call.input(0)), "perm", call.node().integers(AXES)))
            .declared();

    public static final Operation EXPAND_DIMS = moving("unsqueeze")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).expandDims(given.axis(AXIS)))
            .torch(call -> TorchCall.function("unsqueeze", call.input(0), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "Unsqueeze",
                    List.of(call.input(0), call.integers(call.node().integer(AXIS)))))
            .declared();

    /** Drops one axis of length 1. */
    public static final Operation SQUEEZE = moving("squeeze")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).squeeze(given.axis(AXIS)))
            .torch(call -> TorchCall.function("squeeze", call.input(0), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "Squeeze", List.of(call.input(0), call.integers(call.node().integer(AXIS)))))
            .declared();

    /** Repeats axes of length 1 up to a shape. */
    public static final Operation BROADCAST = moving("expand")
            .attribute(SHAPE, AttributeKind.SIZES)
            .eager((in, given) -> in.get(0).broadcast(new Shape(given.integers(SHAPE))))
            .torch(call -> TorchCall.function("expand", call.input(0), call.list(SHAPE)))
            .onnx(call -> call.result("Expand", List.of(call.input(0), call.sizes(SHAPE))))
            .declared();

    public static final Operation CONCAT = moving("cat")
            .inputs(1, Operation.MANY)
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> NDArrays.concat(list(in), given.axis(AXIS)))
            .torch(call -> TorchCall.function("cat", call.inputs(), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "Concat",
                    names(call.node().inputs().size(), i -> call.input(i, call.outputType())),
                    AXIS,
                    call.node().integer(AXIS)))
            .declared();

    public static final Operation STACK = moving("stack")
            .inputs(1, Operation.MANY)
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> NDArrays.stack(list(in), given.axis(AXIS)))
            .torch(call -> TorchCall.function("stack", call.inputs(), call.attribute(AXIS)))
            .onnx(call -> {
                long axis = call.node().integer(AXIS);
                List<String> rows = names(
                        call.node().inputs().size(),
                        i -> call.apply("Unsqueeze", List.of(call.input(i, call.outputType()), call.integers(axis))));
                call.result("Concat", rows, AXIS, axis);
            })
            .declared();

    /**
     * Parts along axes. A start or end below 0 counts from the end, and both are clamped to the axis, as NumPy does it;
     * {@link #TO_THE_END} is the end. Steps are positive.
     */
    public static final Operation SLICE = moving("slice")
            .attribute(AXES, AttributeKind.INTEGERS)
            .attribute("starts", AttributeKind.SIZES)
            .attribute("ends", AttributeKind.SIZES)
            .attribute("steps", AttributeKind.INTEGERS)
            .eager((in, given) -> in.get(0).get(index(in.get(0), given)))
            .torch(call -> {
                String sliced = call.input(0);
                for (int i = 0; i < call.node().integers(AXES).length; i++) {
                    sliced = TorchCall.function(
                            "slice",
                            sliced,
                            Long.toString(call.node().integers(AXES)[i]),
                            call.elements("starts").get(i),
                            call.elements("ends").get(i),
                            Long.toString(call.node().integers("steps")[i]));
                }
                return sliced;
            })
            .onnx(call -> call.result(
                    "Slice",
                    List.of(
                            call.input(0),
                            call.sizes("starts"),
                            call.sizes("ends"),
                            call.integers(call.node().integers(AXES)),
                            call.integers(call.node().integers("steps")))))
            .declared();

    /** One place along an axis, which goes. A place below 0 counts from the end. */
    public static final Operation SELECT = moving("select")
            .attribute(AXIS, AttributeKind.INTEGER)
            .attribute("index", AttributeKind.SIZE)
            .eager((in, given) -> {
                NDArray x = in.get(0);
                long place = place(x, given);
                return x.get(NDIndex.sliceAxis(given.axis(AXIS), place, place + 1))
                        .squeeze(given.axis(AXIS));
            })
            .torch(call -> TorchCall.function("select", call.input(0), call.attribute(AXIS), call.attribute("index")))
            .onnx(call -> call.result(
                    "Gather",
                    List.of(call.input(0), call.scalarSize("index")),
                    AXIS,
                    call.node().integer(AXIS)))
            .declared();

    public static final Operation FLIP = moving("flip")
            .attribute(AXES, AttributeKind.INTEGERS)
            .eager((in, given) -> in.get(0).flip(given.axes(AXES)))
            .torch(call -> TorchCall.function("flip", call.input(0), call.list(AXES)))
            .onnx(call -> {
                int count = call.node().integers(AXES).length;
                call.result(
                        "Slice",
                        List.of(
                                call.input(0),
                                call.integers(filled(count, -1)),
                                call.integers(filled(count, Long.MIN_VALUE)),
                                call.integers(call.node().integers(AXES)),
                                call.integers(filled(count, -1))));
            })
            .declared();

    /** Elements along an axis at places given for each element of the output: {@code [..., n, ...], [..., m, ...]}. */
    public static final Operation GATHER = moving("gather")
            .inputs(2, 2)
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).gather(in.get(1), given.axis(AXIS)))
            .torch(call -> TorchCall.function("gather", call.input(0), call.attribute(AXIS), call.input(1)))
            .onnx(call -> call.result(
                    "GatherElements",
                    List.of(call.input(0), call.input(1, DataType.INT64)),
                    AXIS,
                    call.node().integer(AXIS)))
            .declared();

    /** Whole places along an axis, by an array of their numbers: {@code [..., n, ...], [m] -> [..., m, ...]}. */
    public static final Operation TAKE = moving("index_select")
            .inputs(2, 2)
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> {
                NDIndex index = new NDIndex().addAllDim(given.axis(AXIS)).addIndices("{}", in.get(1));
                return in.get(0).get(index);
            })
            .torch(call -> TorchCall.function("index_select", call.input(0), call.attribute(AXIS), call.input(1)))
            .onnx(call -> call.result(
                    "Gather",
                    List.of(call.input(0), call.input(1)),
                    AXIS,
                    call.node().integer(AXIS)))
            .declared();

    /** The first array with elements along an axis replaced: places and values have one shape. */
    public static final Operation SCATTER = moving("scatter")
            .inputs(3, 3)
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).scatter(in.get(1), in.get(2), given.axis(AXIS)))
            .torch(call ->
                    TorchCall.function("scatter", call.input(0), call.attribute(AXIS), call.input(1), call.input(2)))
            .onnx(call -> call.result(
                    "ScatterElements",
                    List.of(call.input(0), call.input(1, DataType.INT64), call.input(2)),
                    AXIS,
                    call.node().integer(AXIS)))
            .declared();

    /** One number everywhere. */
    public static final Operation FULL = moving("full")
            .inputs(0, 1)
            .attribute(SHAPE, AttributeKind.SIZES)
            .attribute("value", AttributeKind.NUMBER)
            .attribute(TYPE, AttributeKind.TYPE)
            .eager((in, given) -> in.get(0)
                    .getManager()
                    .full(new Shape(given.integers(SHAPE)), (float) given.number("value"), given.type(TYPE)))
            .torch(call -> TorchCall.function("full", call.list(SHAPE), call.attribute("value"), madeAs(call)))
            .onnx(call -> call.result(
                    "Expand", List.of(call.number("value", call.node().type(TYPE)), call.sizes(SHAPE))))
            .declared();

    /** {@code start, start + step, …} below {@code stop}. */
    public static final Operation ARANGE = moving("arange")
            .inputs(0, 1)
            .attribute("start", AttributeKind.NUMBER)
            .attribute("stop", AttributeKind.NUMBER)
            .attribute("step", AttributeKind.NUMBER)
            .attribute(TYPE, AttributeKind.TYPE)
            .eager((in, given) -> in.get(0)
                    .getManager()
                    .arange(
                            (float) given.number("start"),
                            (float) given.number("stop"),
                            (float) given.number("step"),
                            given.type(TYPE)))
            .torch(call -> TorchCall.function(
                    "arange", call.attribute("start"), call.attribute("stop"), call.attribute("step"), madeAs(call)))
            .onnx(call -> {
                // As PyTorch does it: counted in double precision, whatever the elements are.
                DataType type = call.node().type(TYPE);
                DataType counted = type.isFloating() ? DataType.FLOAT64 : type;
                List<String> numbers = List.of(
                        call.number("start", counted), call.number("stop", counted), call.number("step", counted));
                if (counted == type) {
                    call.result("Range", numbers);
                } else {
                    call.result("Cast", List.of(call.apply("Range", numbers)), "to", call.type(type));
                }
            })
            .declared();

    private Shaping() {}

    private static Operation.Builder moving(String name) {
        return Operation.named(name).cost((in, out) -> 0);
    }

    /** Type and device of an array made from nothing: it lives where the array that asked for it lives. */
    private static String madeAs(TorchCall call) {
        String device = call.hasInput(0) ? "ops.prim.device(" + call.input(0) + ")" : "torch.device(\"cpu\")";
        return "dtype=" + call.type(call.node().type(TYPE)) + ", layout=None, device=" + device + ", pin_memory=None";
    }

    /** The selected place, counted from the front. */
    private static long place(NDArray x, Attributes given) {
        long index = given.integer("index");
        long length = x.getShape().get(given.axis(AXIS));
        if (index < -length || index >= length) {
            throw new IllegalArgumentException(
                    "an array " + x.getShape() + " has no place " + index + " along axis " + given.axis(AXIS));
        }
        return index < 0 ? index + length : index;
    }

    private static NDIndex index(NDArray x, Attributes given) {
        long[] starts = new long[x.getShape().dimension()];
        long[] ends = x.getShape().getShape().clone();
        long[] steps = filled(starts.length, 1);
        for (int i = 0; i < given.integers(AXES).length; i++) {
            int axis = Math.toIntExact(given.integers(AXES)[i]);
            long length = ends[axis];
            starts[axis] = clamped(given.integers("starts")[i], length);
            ends[axis] = Math.max(starts[axis], clamped(given.integers("ends")[i], length));
            steps[axis] = given.integers("steps")[i];
        }
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < starts.length; axis++) {
            index.addSliceDim(starts[axis], ends[axis], steps[axis]);
        }
        return index;
    }

    private static long clamped(long place, long length) {
        return Math.max(0, Math.min(length, place < 0 ? place + length : place));
    }

    private static NDList list(List<NDArray> arrays) {
        return new NDList(arrays);
    }

    private interface NameOf {
        String name(int index);
    }

    private static List<String> names(int count, NameOf of) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(of.name(i));
        }
        return names;
    }

    private static long[] filled(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
