package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.nn.TorchOperators;

/** What layers compute that DJL lacks: transposed convolutions, normalisation of groups, products by Einstein's convention. */
public final class Layers {

    /** {@code [N, in, ...], [in, out / groups, kernel...], [out] -> [N, out, ...]} over one to three axes. */
    public static final Operation TRANSPOSED_CONVOLUTION = Operation.of(TorchOperators.TRANSPOSED_CONVOLUTION)
            .inputs(2, 3)
            .attribute("strides", AttributeKind.INTEGERS)
            .attribute("paddings", AttributeKind.INTEGERS)
            .attribute("outputPaddings", AttributeKind.INTEGERS)
            .attribute("dilations", AttributeKind.INTEGERS)
            .attribute("groups", AttributeKind.INTEGER)
            .onnx(call -> call.result(
                    "ConvTranspose",
                    Networks.weighted(call),
                    "strides",
                    call.node().integers("strides"),
                    "pads",
                    Networks.twice(call.node().integers("paddings")),
                    "output_padding",
                    call.node().integers("outputPaddings"),
                    "dilations",
                    call.node().integers("dilations"),
                    "group",
                    call.node().integer("groups")))
            .cost((in, out) ->
                    2 * in.get(0).size() * in.get(1).size() / in.get(1).get(0))
            .declared();

    /** Normalisation of groups of channels over all places: x, scale, shift; the latter may be absent. */
    public static final Operation GROUP_NORM = Operation.of(TorchOperators.GROUP_NORM)
            .inputs(1, 3)
            .attribute("groups", AttributeKind.INTEGER)
            .attribute("epsilon", AttributeKind.NUMBER)
            .onnx(Layers::groupNorm)
            .cost((in, out) -> 8 * out.get(0).size())
            .declared();

    /** Sums of products of elements; the equation names axes by letters. ONNX Runtime 1.21 ends the process on empty arrays. */
    public static final Operation EINSUM = Operation.of(TorchOperators.EINSUM)
            .inputs(1, Operation.MANY)
            .attribute("equation", AttributeKind.TEXT)
            .onnx(call -> {
                List<String> inputs = new ArrayList<>();
                for (int i = 0; i < call.node().inputs().size(); i++) {
                    inputs.add(call.input(i));
                }
                call.result("Einsum", inputs, "equation", call.node().text("equation"));
            })
            .declared();

    private Layers() {}

    /** ONNX normalises instances: a group becomes a channel, whose elements lie in one row. */
    private static void groupNorm(OnnxCall call) {
        DataType type = call.outputType();
        int rank = call.node().output().rank();
        long groups = call.node().integer("groups");
        String rows = call.apply("Reshape", List.of(call.input(0), call.integers(0, groups, -1)));
        String normal = call.apply(
                "InstanceNormalization",
                List.of(
                        rows,
                        call.apply("Expand", List.of(call.scalar(1, type), call.integers(groups))),
                        call.apply("Expand", List.of(call.scalar(0, type), call.integers(groups)))),
                "epsilon",
                Arithmetic.fixedFloat(call, "epsilon"));
        long[] channels = new long[rank - 1];
        Arrays.fill(channels, 1);
        channels[0] = -1;
        String shape = call.apply("Shape", List.of(call.input(0)));
        String result = call.apply("Reshape", List.of(normal, shape));
        if (call.hasInput(1)) {
            String scale = call.apply("Reshape", List.of(call.input(1), call.integers(channels)));
            result = call.apply("Mul", List.of(result, scale));
        }
        if (call.hasInput(2)) {
            String shift = call.apply("Reshape", List.of(call.input(2), call.integers(channels)));
            result = call.apply("Add", List.of(result, shift));
        }
        call.result("Identity", List.of(result));
    }
}
