package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.TorchCall;

/** What runs along axes: sums and the like, running sums, extremes and where they are, softmax. */
public final class Reductions {

    private static final String AXES = "axes";
    private static final String AXIS = "axis";
    private static final String KEEP = "keep";

    /** Over the given axes; over all, to a scalar, where none is given. */
    public static final Operation SUM =
            reduction("sum", "ReduceSum", (x, axes, keep) -> x.sum(axes, keep), NDArray::sum);

    public static final Operation MEAN =
            reduction("mean", "ReduceMean", (x, axes, keep) -> x.mean(axes, keep), NDArray::mean);
    public static final Operation MAX =
            reduction("amax", "ReduceMax", (x, axes, keep) -> x.max(axes, keep), NDArray::max);
    public static final Operation MIN =
            reduction("amin", "ReduceMin", (x, axes, keep) -> x.min(axes, keep), NDArray::min);

    /** Over one axis, or over all. */
    public static final Operation PROD = Operation.named("prod")
            .attribute(AXES, AttributeKind.INTEGERS)
            .attribute(KEEP, AttributeKind.FLAG)
            .eager((in, given) -> given.has(AXES)
                    ? in.get(0).prod(given.axes(AXES), given.flag(KEEP))
                    : in.get(0).prod())
            .torch(call -> call.node().has(AXES)
                    ? TorchCall.function(
                            "prod", call.input(0), call.elements(AXES).get(0), call.attribute(KEEP))
                    : TorchCall.function("prod", call.input(0)))
            .onnx(call -> reduce(call, "ReduceProd"))
            .cost((in, out) -> in.get(0).size())
            .declared();

    public static final Operation CUMULATIVE_PRODUCT = Operation.named("cumprod")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).cumProd(given.axis(AXIS)))
            .torch(call -> TorchCall.function("cumprod", call.input(0), call.attribute(AXIS)))
            .onnx(Reductions::runningProducts)
            .declared();

    public static final Operation CUMULATIVE_SUM = Operation.named("cumsum")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).cumSum(given.axis(AXIS)))
            .torch(call -> TorchCall.function("cumsum", call.input(0), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "CumSum",
                    List.of(
                            call.input(0, call.outputType()),
                            call.integers(call.node().integer(AXIS)))))
            .declared();

    /** Where the greatest element along an axis is, the first of several: int64. */
    public static final Operation ARG_MAX = where("argmax", "ArgMax", NDArray::argMax);

    public static final Operation ARG_MIN = where("argmin", "ArgMin", NDArray::argMin);

    /** The {@code k} greatest (or least) elements along an axis, and where they are. */
    public static final Operation TOP_K = Operation.named("topk")
            .outputs(2)
            .attribute("k", AttributeKind.SIZE)
            .attribute(AXIS, AttributeKind.INTEGER)
            .attribute("largest", AttributeKind.FLAG)
            .attribute("sorted", AttributeKind.FLAG)
            .eagerList((in, given) ->
                    in.get(0).topK(given.axis("k"), given.axis(AXIS), given.flag("largest"), given.flag("sorted")))
            .torch(call -> TorchCall.function(
                    "topk",
                    call.input(0),
                    call.attribute("k"),
                    call.attribute(AXIS),
                    call.attribute("largest"),
                    call.attribute("sorted")))
            .onnx(call -> call.result(
                    "TopK",
                    List.of(call.input(0), call.sizes("k")),
                    AXIS,
                    call.node().integer(AXIS),
                    "largest",
                    call.node().flag("largest") ? 1L : 0L,
                    "sorted",
                    call.node().flag("sorted") ? 1L : 0L))
            .declared();

    public static final Operation SOFTMAX = Operation.named("softmax")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).softmax(given.axis(AXIS)))
            .torch(call -> TorchCall.function("softmax", call.input(0), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "Softmax", List.of(call.input(0)), AXIS, call.node().integer(AXIS)))
            .cost((in, out) -> 5 * out.get(0).size())
            .declared();

    public static final Operation LOG_SOFTMAX = Operation.named("log_softmax")
            .attribute(AXIS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0).logSoftmax(given.axis(AXIS)))
            .torch(call -> TorchCall.function("log_softmax", call.input(0), call.attribute(AXIS)))
            .onnx(call -> call.result(
                    "LogSoftmax", List.of(call.input(0)), AXIS, call.node().integer(AXIS)))
            .cost((in, out) -> 5 * out.get(0).size())
            .declared();

    private Reductions() {}

    private interface OverAxes {
        NDArray run(NDArray x, int[] axes, boolean keep);
    }

    private interface OverAll {
        NDArray run(NDArray x);
    }

    private interface Place {
        NDArray run(NDArray x, int axis);
    }

    private static Operation reduction(String name, String onnx, OverAxes overAxes, OverAll overAll) {
        return Operation.named(name)
                .attribute(AXES, AttributeKind.INTEGERS)
                .attribute(KEEP, AttributeKind.FLAG)
                .eager((in, given) -> given.has(AXES)
                        ? overAxes.run(in.get(0), given.axes(AXES), given.flag(KEEP))
                        : overAll.run(in.get(0)))
                .torch(call -> call.node().has(AXES)
                        ? TorchCall.function(name, call.input(0), call.list(AXES), call.attribute(KEEP))
                        : TorchCall.function(name, call.input(0)))
                .onnx(call -> reduce(call, onnx))
                .cost((in, out) -> in.get(0).size())
                .declared();
    }

    /** In opset 17 the axes of a sum are an input, those of the other reductions an attribute. */
    private static void reduce(OnnxCall call, String operator) {
        DataType type = call.outputType();
        List<String> inputs = new ArrayList<>(List.of(call.input(0, type)));
        long keep = call.node().has(KEEP) && call.node().flag(KEEP) ? 1 : 0;
        if (!call.node().has(AXES)) {
            call.result(operator, inputs, "keepdims", keep);
        } else if (operator.equals("ReduceSum")) {
            inputs.add(call.integers(call.node().integers(AXES)));
            call.result(operator, inputs, "keepdims", keep);
        } else {
            call.result(operator, inputs, "keepdims", keep, AXES, call.node().integers(AXES));
        }
    }

    /** ONNX has no running product: each is the product of a row, of which those that come later are ones. */
    private static void runningProducts(OnnxCall call) {
        DataType type = call.outputType();
        int axis = (int) call.node().integer(AXIS);
        Size length = call.length(0, axis);
        int rank = call.node().output().rank();
        long[] last = new long[rank];
        Arrays.setAll(last, place -> place < axis ? place : place == rank - 1 ? axis : place + 1);
        long[] back = new long[rank];
        for (int place = 0; place < rank; place++) {
            back[(int) last[place]] = place;
        }
        String rows = call.apply("Transpose", List.of(call.input(0, type)), "perm", last);
        String repeated = call.apply("Unsqueeze", List.of(rows, call.integers(rank - 1)));
        String places = call.places(length);
        String upTo = call.apply("Unsqueeze", List.of(places, call.integers(1)));
        String seen = call.apply("LessOrEqual", List.of(places, upTo));
        String factors = call.apply("Where", List.of(seen, repeated, call.scalar(1, type)));
        String products = call.apply("ReduceProd", List.of(factors), "axes", new long[] {rank}, "keepdims", 0L);
        call.result("Transpose", List.of(products), "perm", back);
    }

    private static Operation where(String name, String onnx, Place eager) {
        return Operation.named(name)
                .attribute(AXIS, AttributeKind.INTEGER)
                .eager((in, given) -> eager.run(in.get(0), given.axis(AXIS)))
                .torch(call -> TorchCall.function(name, call.input(0), call.attribute(AXIS)))
                .onnx(call -> call.result(
                        onnx, List.of(call.input(0)), AXIS, call.node().integer(AXIS), "keepdims", 0L))
                .cost((in, out) -> in.get(0).size())
                .declared();
    }
}
