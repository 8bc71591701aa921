package org.paperzoo.zoo.graph.operations;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.paperzoo.zoo.graph.AttributeKind;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Operation;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.TorchCall;
import org.paperzoo.zoo.nn.Resizing;

/** Extremes and means under windows, over one to three axes after the first two. */
public final class Pooling {

    private static final String KERNEL = "kernel";
    private static final String STRIDES = "strides";
    private static final String PADDINGS = "paddings";
    private static final String CEIL = "ceil";
    private static final String COUNT_PADDING = "countPadding";
    private static final String SIZES = "sizes";

    /** The greatest element under a moving window. */
    public static final Operation MAX_POOL = windowed(Operation.named("max_pool"))
            .eager((in, given) -> in.get(0)
                    .getNDArrayInternal()
                    .maxPool(
                            new Shape(given.integers(KERNEL)),
                            new Shape(given.integers(STRIDES)),
                            new Shape(given.integers(PADDINGS)),
                            given.flag(CEIL)))
            .torch(call -> TorchCall.function(
                    "max_pool" + call.node().integers(KERNEL).length + "d",
                    call.input(0),
                    call.list(KERNEL),
                    call.list(STRIDES),
                    call.list(PADDINGS),
                    repeated("1", call.node().integers(KERNEL).length),
                    call.attribute(CEIL)))
            .onnx(call ->
                    call.result("MaxPool", List.of(call.input(0)), window(call).toArray()))
            .declared();

    /** The mean under a moving window; {@code countPadding} says whether padded zeros count. */
    public static final Operation AVG_POOL = windowed(Operation.of(Resizing.AVERAGE_POOL))
            .attribute(COUNT_PADDING, AttributeKind.FLAG)
            .onnx(call -> {
                List<Object> window = window(call);
                Collections.addAll(window, "count_include_pad", call.node().flag(COUNT_PADDING) ? 1L : 0L);
                call.result("AveragePool", List.of(call.input(0)), window.toArray());
            })
            .declared();

    /** Means of as many stretches along each axis as there are elements wanted. */
    public static final Operation ADAPTIVE_AVERAGE = Operation.of(Resizing.ADAPTIVE_AVERAGE)
            .attribute(SIZES, AttributeKind.SIZES)
            .onnx(Pooling::adaptive)
            .cost((in, out) -> in.get(0).size())
            .declared();

    private Pooling() {}

    private static Operation.Builder windowed(Operation.Builder builder) {
        return builder.attribute(KERNEL, AttributeKind.INTEGERS)
                .attribute(STRIDES, AttributeKind.INTEGERS)
                .attribute(PADDINGS, AttributeKind.INTEGERS)
                .attribute(CEIL, AttributeKind.FLAG)
                .cost((in, out) -> in.get(0).size());
    }

    private static List<Object> window(OnnxCall call) {
        return new ArrayList<>(List.of(
                "kernel_shape",
                call.node().integers(KERNEL),
                STRIDES,
                call.node().integers(STRIDES),
                "pads",
                Networks.twice(call.node().integers(PADDINGS)),
                "ceil_mode",
                call.node().flag(CEIL) ? 1L : 0L));
    }

    /** ONNX has only the mean over all; others are products with a matrix of weights along each axis. */
    private static void adaptive(OnnxCall call) {
        List<Size> sizes = call.node().sizes(SIZES);
        if (sizes.stream().allMatch(Size.of(1)::equals)) {
            call.result("GlobalAveragePool", List.of(call.input(0)));
            return;
        }
        int rank = sizes.size() + 2;
        String x = call.input(0);
        for (int axis = 2; axis < rank; axis++) {
            String weights = stretches(call, call.length(0, axis), sizes.get(axis - 2));
            // The axis that is pooled goes to the end, and comes first among the lengths when it is next moved.
            x = call.apply("Transpose", List.of(x), "perm", rotated(rank));
            // [N, C, others..., n] . [n, m]
            x = call.apply("MatMul", List.of(x, weights));
        }
        call.result("Identity", List.of(x));
    }

    /** Lengths move one to the left, the first of them to the end. */
    private static long[] rotated(int rank) {
        long[] axes = new long[rank];
        Arrays.setAll(axes, axis -> axis < 2 ? axis : axis == rank - 1 ? 2 : axis + 1);
        return axes;
    }

    /** {@code [n, m]}: stretch i reaches from ⌊i · n / m⌋ to ⌈(i + 1) · n / m⌉, and its elements have equal weights. */
    private static String stretches(OnnxCall call, Size from, Size to) {
        String n = call.scalar(from);
        String m = call.scalar(to);
        String one = call.scalar(1, DataType.INT64);
        String wanted = call.places(to);
        String starts = call.apply("Div", List.of(call.apply("Mul", List.of(wanted, n)), m));
        String next = call.apply("Mul", List.of(call.apply("Add", List.of(wanted, one)), n));
        String last = call.apply("Sub", List.of(call.apply("Add", List.of(next, m)), one));
        String ends = call.apply("Div", List.of(last, m));
        String places = call.apply("Unsqueeze", List.of(call.places(from), call.integers(1)));
        String inside = call.apply(
                "And",
                List.of(
                        call.apply("GreaterOrEqual", List.of(places, starts)),
                        call.apply("Less", List.of(places, ends))));
        DataType type = call.outputType();
        String counts = call.cast(call.apply("Sub", List.of(ends, starts)), type);
        return call.apply("Div", List.of(call.cast(inside, type), counts));
    }

    private static String repeated(String value, int count) {
        return "[" + String.join(", ", Collections.nCopies(count, value)) + "]";
    }
}
