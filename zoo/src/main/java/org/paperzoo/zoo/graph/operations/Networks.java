package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.TorchCall;

/** What networks are made of: products with weights, convolutions, normalisation, attention. */
public final class Networks {

    private static final String STRIDES = "strides";
    private static final String PADDINGS = "paddings";
    private static final String DILATIONS = "dilations";
    private static final String GROUPS = "groups";
    private static final String EPSILON = "epsilon";
    private static final String SHAPE = "shape";

    /** {@code [..., in], [out, in], [out] -> [..., out]}; the shift may be absent. */
    public static final Operation LINEAR = Operation.named("linear")
            .inputs(2, 3)
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .linear(in.get(0), in.get(1), third(in))
                    .singletonOrThrow())
            .torch(call -> TorchCall.function("linear", call.input(0), call.input(1), call.input(2)))
            .onnx(Networks::linear)
            .cost((in, out) -> 2 * out.get(0).size() * last(in.get(0)))
            .declared();

    /** The product of the last two axes; those before broadcast. */
    public static final Operation MATMUL = Operation.named("matmul")
            .inputs(2, 2)
            .eager((in, given) -> in.get(0).matMul(in.get(1)))
            .torch(call -> TorchCall.function("matmul", call.input(0), call.input(1)))
            .onnx(call -> call.result("MatMul", List.of(call.input(0), call.input(1))))
            .cost((in, out) -> 2 * out.get(0).size() * last(in.get(0)))
            .declared();

    /** Rows of a table: places {@code [...]} int64, table {@code [n, width] -> [..., width]}. */
    public static final Operation EMBEDDING = Operation.named("embedding")
            .inputs(2, 2)
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .embedding(in.get(0), in.get(1), SparseFormat.DENSE)
                    .singletonOrThrow())
            .torch(call -> TorchCall.function("embedding", call.input(1), call.input(0)))
            .onnx(call -> call.result("Gather", List.of(call.input(1), call.input(0, DataType.INT64)), "axis", 0L))
            .cost((in, out) -> 0)
            .declared();

    /** {@code [N, in, ...], [out, in / groups, kernel...], [out] -> [N, out, ...]} over one to three axes. */
    public static final Operation CONVOLUTION = Operation.named("convolution")
            .inputs(2, 3)
            .attribute(STRIDES, AttributeKind.INTEGERS)
            .attribute(PADDINGS, AttributeKind.INTEGERS)
            .attribute(DILATIONS, AttributeKind.INTEGERS)
            .attribute(GROUPS, AttributeKind.INTEGER)
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .convolution(
                            in.get(0),
                            in.get(1),
                            third(in),
                            new Shape(given.integers(STRIDES)),
                            new Shape(given.integers(PADDINGS)),
                            new Shape(given.integers(DILATIONS)),
                            given.axis(GROUPS))
                    .singletonOrThrow())
            .torch(call -> TorchCall.function(
                    "conv" + call.node().integers(STRIDES).length + "d",
                    call.input(0),
                    call.input(1),
                    call.input(2),
                    call.list(STRIDES),
                    call.list(PADDINGS),
                    call.list(DILATIONS),
                    call.attribute(GROUPS)))
            .onnx(call -> call.result(
                    "Conv",
                    weighted(call),
                    STRIDES,
                    call.node().integers(STRIDES),
                    "pads",
                    twice(call.node().integers(PADDINGS)),
                    DILATIONS,
                    call.node().integers(DILATIONS),
                    "group",
                    call.node().integer(GROUPS)))
            .cost((in, out) ->
                    2 * out.get(0).size() * in.get(1).size() / in.get(1).get(0))
            .declared();

    /** Normalisation of each channel (axis 1) by fixed statistics: x, mean, variance, scale, shift. */
    public static final Operation BATCH_NORM = Operation.named("batch_norm")
            .inputs(5, 5)
            .attribute(EPSILON, AttributeKind.NUMBER)
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .batchNorm(
                            in.get(0),
                            in.get(1),
                            in.get(2),
                            in.get(3),
                            in.get(4),
                            -1,
                            1f,
                            (float) given.number(EPSILON),
                            false)
                    .singletonOrThrow())
            .torch(call -> TorchCall.function(
                    "batch_norm",
                    call.input(0),
                    call.input(3),
                    call.input(4),
                    call.input(1),
                    call.input(2),
                    "False",
                    "0.1",
                    call.attribute(EPSILON),
                    "True"))
            .onnx(call -> call.result(
                    "BatchNormalization",
                    List.of(call.input(0), call.input(3), call.input(4), call.input(1), call.input(2)),
                    EPSILON,
                    Arithmetic.fixedFloat(call, EPSILON)))
            .cost((in, out) -> 2 * out.get(0).size())
            .declared();

    /** Normalisation over the last axes, which have a given shape: x, scale, shift. */
    public static final Operation LAYER_NORM = Operation.named("layer_norm")
            .inputs(3, 3)
            .attribute(SHAPE, AttributeKind.INTEGERS)
            .attribute(EPSILON, AttributeKind.NUMBER)
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .layerNorm(in.get(0), new Shape(given.integers(SHAPE)), in.get(1), in.get(2), (float)
                            given.number(EPSILON))
                    .singletonOrThrow())
            .torch(call -> TorchCall.function(
                    "layer_norm",
                    call.input(0),
                    call.list(SHAPE),
                    call.input(1),
                    call.input(2),
                    call.attribute(EPSILON)))
            .onnx(call -> call.result(
                    "LayerNormalization",
                    List.of(call.input(0), call.input(1), call.input(2)),
                    "axis",
                    (long) -call.node().integers(SHAPE).length,
                    EPSILON,
                    Arithmetic.fixedFloat(call, EPSILON)))
            .cost((in, out) -> 8 * out.get(0).size())
            .declared();

    /**
     * {@code softmax(queries · keysᵀ · scale + biases) · values}: {@code [..., T, d], [..., S, d], [..., S, e]}, then biases
     * that broadcast to {@code [..., T, S]}. Blocks spell it out; it is found in recorded graphs.
     */
    public static final Operation ATTENTION = Operation.named("attention")
            .inputs(3, Operation.MANY)
            .attribute("scale", AttributeKind.NUMBER)
            .eager((in, given) -> {
                NDArray scores = in.get(0).matMul(in.get(1).swapAxes(-2, -1)).mul((float) given.number("scale"));
                for (NDArray bias : in.subList(3, in.size())) {
                    scores = scores.add(bias);
                }
                return scores.softmax(-1).matMul(in.get(2));
            })
            .torch(call -> {
                String bias = call.hasInput(3) ? call.input(3) : "None";
                for (int i = 4; i < call.node().inputs().size(); i++) {
                    bias = TorchCall.function("add", bias, call.input(i));
                }
                return TorchCall.function(
                        "scaled_dot_product_attention",
                        call.input(0),
                        call.input(1),
                        call.input(2),
                        bias,
                        "0.",
                        "False",
                        "scale=" + call.attribute("scale"));
            })
            .onnx(Networks::attention)
            .cost((in, out) -> 4 * out.get(0).size() * in.get(1).get(in.get(1).dimension() - 2))
            .declared();

    private Networks() {}

    private static void linear(OnnxCall call) {
        OnnxCall.Quantised quantised = call.quantised(1);
        if (quantised != null) {
            quantisedLinear(call, quantised);
        } else if (call.isShared(1)) {
            sharedLinear(call);
        } else if (call.hasInput(2)) {
            String product = call.apply("MatMul", List.of(call.input(0), call.transposed(1)));
            call.result("Add", List.of(product, call.input(2)));
        } else {
            call.result("MatMul", List.of(call.input(0), call.transposed(1)));
        }
    }

    /** Gemm multiplies by a matrix that is stored as it is, but has two axes alone. */
    private static void sharedLinear(OnnxCall call) {
        List<String> factors = new ArrayList<>(List.of(call.input(0), call.input(1)));
        if (call.hasInput(2)) {
            factors.add(call.input(2));
        }
        int rank = call.node().inputs().get(0).rank();
        if (rank == 2) {
            call.result("Gemm", factors, "transB", 1L);
            return;
        }
        long width = call.node().inputs().get(1).shape().get(1).fixed();
        long outputs = call.node().inputs().get(1).shape().get(0).fixed();
        factors.set(0, call.apply("Reshape", List.of(call.input(0), call.integers(-1, width))));
        String flat = call.apply("Gemm", factors, "transB", 1L);
        String leading = call.apply("Shape", List.of(call.input(0)), "start", 0L, "end", rank - 1L);
        String shape = call.apply("Concat", List.of(leading, call.integers(outputs)), "axis", 0L);
        call.result("Reshape", List.of(flat, shape));
    }

    /** Activations are quantised as they come, over the whole array; runtimes know this pattern as one kernel. */
    private static void quantisedLinear(OnnxCall call, OnnxCall.Quantised weight) {
        List<String> parts = call.applyAll("DynamicQuantizeLinear", List.of(call.input(0)), 3);
        String whole = call.apply("MatMulInteger", List.of(parts.get(0), weight.values(), parts.get(2)));
        String scale = call.apply("Mul", List.of(parts.get(1), weight.scales()));
        List<String> product = List.of(call.cast(whole, DataType.FLOAT32), scale);
        if (call.hasInput(2)) {
            call.result("Add", List.of(call.apply("Mul", product), call.input(2)));
        } else {
            call.result("Mul", product);
        }
    }

    private static void attention(OnnxCall call) {
        DataType type = call.outputType();
        int rank = call.node().inputs().get(1).rank();
        long[] swapped = new long[rank];
        Arrays.setAll(swapped, axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis);
        String keys = call.apply("Transpose", List.of(call.input(1)), "perm", swapped);
        String scores = call.apply("MatMul", List.of(call.input(0), keys));
        if (!call.node().number("scale").equals(1.0)) {
            scores = call.apply("Mul", List.of(scores, call.number("scale", type)));
        }
        for (int i = 3; i < call.node().inputs().size(); i++) {
            scores = call.apply("Add", List.of(scores, call.input(i, type)));
        }
        String weights = call.apply("Softmax", List.of(scores), "axis", -1L);
        call.result("MatMul", List.of(weights, call.input(2)));
    }

    /** Input, weight and, where it is there, shift. */
    static List<String> weighted(OnnxCall call) {
        List<String> inputs = new ArrayList<>(List.of(call.input(0), call.input(1)));
        if (call.hasInput(2)) {
            inputs.add(call.input(2));
        }
        return inputs;
    }

    private static NDArray third(List<NDArray> inputs) {
        return inputs.size() > 2 ? inputs.get(2) : null;
    }

    private static long last(Shape shape) {
        return shape.get(shape.dimension() - 1);
    }

    /** ONNX pads beginnings and ends apart. */
    static long[] twice(long[] paddings) {
        long[] both = Arrays.copyOf(paddings, 2 * paddings.length);
        System.arraycopy(paddings, 0, both, paddings.length, paddings.length);
        return both;
    }
}
