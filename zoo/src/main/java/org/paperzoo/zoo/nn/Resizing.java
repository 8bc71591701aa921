package org.paperzoo.zoo.nn;

import static org.paperzoo.zoo.nn.TorchOperators.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/**
 * Other sizes of pictures, as PyTorch computes them: arrays are {@code [N, C, lengths...]} with one to three lengths. DJL's
 * own {@code interpolation} knows pictures of two axes alone, aligns no corners whatever it is told, and smooths what it
 * makes smaller, as PyTorch does with {@code antialias}.
 */
public final class Resizing {

    public static final ScriptOperator NEAREST =
            new ScriptOperator("resize_nearest", "torch.upsample_nearest{#sizes}d({0}, {sizes}, None)");

    public static final ScriptOperator SMOOTH =
            new ScriptOperator("resize_smooth", "torch.upsample_{!kind}({0}, {sizes}, {alignCorners}, None)");

    public static final ScriptOperator AVERAGE_POOL = new ScriptOperator(
            "average_pool", "torch.avg_pool{#kernel}d({0}, {kernel}, {strides}, {paddings}, {ceil}, {countPadding})");

    public static final ScriptOperator ADAPTIVE_AVERAGE =
            new ScriptOperator("adaptive_average_pool", "torch.adaptive_avg_pool{#sizes}d({0}, {sizes})");

    private static final List<String> LINEAR = List.of("linear1d", "bilinear2d", "trilinear3d");

    private Resizing() {}

    /** The element at the place rounded down: PyTorch's mode {@code nearest}. */
    public static NDArray nearest(NDArray x, long... sizes) {
        requireSizes(x, sizes);
        return NEAREST.apply(List.of(x), Map.of("sizes", sizes));
    }

    /**
     * Linear between neighbours: PyTorch's modes {@code linear}, {@code bilinear} and {@code trilinear}.
     *
     * @param alignCorners whether the middles of the outermost elements stay where they are, and not their outer edges
     */
    public static NDArray linear(NDArray x, boolean alignCorners, long... sizes) {
        requireSizes(x, sizes);
        return SMOOTH.apply(
                List.of(x), Map.of("kind", LINEAR.get(sizes.length - 1), "sizes", sizes, "alignCorners", alignCorners));
    }

    /** Cubic between neighbours, of pictures of two axes: PyTorch's mode {@code bicubic}. */
    public static NDArray cubic(NDArray x, boolean alignCorners, long... sizes) {
        requireSizes(x, sizes);
        require(sizes.length == 2, "resize: cubic interpolation takes pictures [N, C, H, W], not " + x.getShape());
        return SMOOTH.apply(List.of(x), Map.of("kind", "bicubic2d", "sizes", sizes, "alignCorners", alignCorners));
    }

    /**
     * Means under a moving window. DJL's own {@code avgPool} counts padded zeros whatever it is told.
     *
     * @param kernel a length for each axis; so are strides and paddings
     * @param ceil whether a last window may reach over the end
     * @param countPadding whether padded zeros count as elements
     */
    public static NDArray averagePool(
            NDArray x, Shape kernel, Shape strides, Shape paddings, boolean ceil, boolean countPadding) {
        int axes = x.getShape().dimension() - 2;
        require(
                axes >= 1
                        && axes <= 3
                        && kernel.dimension() == axes
                        && strides.dimension() == axes
                        && paddings.dimension() == axes,
                "averagePool: kernel, strides and paddings have a number for each axis of " + x.getShape()
                        + " after the first two, not " + kernel + ", " + strides + ", " + paddings);
        return AVERAGE_POOL.apply(
                List.of(x),
                Map.of(
                        "kernel", kernel.getShape(),
                        "strides", strides.getShape(),
                        "paddings", paddings.getShape(),
                        "ceil", ceil,
                        "countPadding", countPadding));
    }

    /** Means of as many stretches as there are elements wanted: adaptive pooling, and PyTorch's mode {@code area}. */
    public static NDArray adaptiveAverage(NDArray x, long... sizes) {
        requireSizes(x, sizes);
        return ADAPTIVE_AVERAGE.apply(List.of(x), Map.of("sizes", sizes));
    }

    private static void requireSizes(NDArray x, long... sizes) {
        Shape shape = x.getShape();
        require(
                sizes.length >= 1
                        && sizes.length <= 3
                        && sizes.length == shape.dimension() - 2
                        && Arrays.stream(sizes).allMatch(size -> size > 0),
                "resize: sizes are one of at least 1 for each axis of " + shape + " after the first two, not "
                        + Arrays.toString(sizes));
    }
}
