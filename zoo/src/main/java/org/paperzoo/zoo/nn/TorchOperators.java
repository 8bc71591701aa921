package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/**
 * Operators of networks that PyTorch has and DJL lacks; {@link ArrayOperators} and {@link Resizing} have further ones.
 * Results hang on the first operand's manager, and gradients flow through to every operand. Arrays are of the PyTorch
 * engine, on any device, or recording ones.
 */
public final class TorchOperators {

    /** How {@link #gridSample} reads between pixels. The order is PyTorch's. */
    public enum Interpolation {
        BILINEAR,
        NEAREST,
        BICUBIC
    }

    /** What {@link #gridSample} reads outside of the picture. The order is PyTorch's. */
    public enum Outside {
        ZEROS,
        BORDER,
        REFLECTION
    }

    public static final ScriptOperator ATTENTION = new ScriptOperator(
            "attention", "torch.scaled_dot_product_attention({0}, {1}, {2}, {3}, 0., False, scale={scale})");

    public static final ScriptOperator GRID_SAMPLE =
            new ScriptOperator("grid_sample", "torch.grid_sampler({0}, {1}, {mode}, {outside}, {alignCorners})");

    public static final ScriptOperator TRANSPOSED_CONVOLUTION = new ScriptOperator(
            "transposed_convolution",
            "torch.conv_transpose{#strides}d({0}, {1}, {2}, {strides}, {paddings}, {outputPaddings}, {groups},"
                    + " {dilations})");

    public static final ScriptOperator GROUP_NORM =
            new ScriptOperator("group_norm", "torch.group_norm({0}, {groups}, {1}, {2}, {epsilon})");

    public static final ScriptOperator EINSUM = new ScriptOperator("einsum", "torch.einsum({equation}, {operands})");

    private static final Pattern EQUATION = Pattern.compile("[A-Za-z., ]+(->[A-Za-z. ]*)?");

    private TorchOperators() {}

    /**
     * {@code softmax(scale · queries · keysᵀ + mask) · values}, by PyTorch's fused kernels where they apply.
     *
     * @param queries {@code [B, H, T, d]}
     * @param keys {@code [B, H, S, d]}
     * @param values {@code [B, H, S, e]}
     * @param mask of 2 axes at least, broadcasts to {@code [B, H, T, S]}: truth values that say which keys are seen, or numbers of the
     *     queries' type that are added; null for none
     * @return {@code [B, H, T, e]}
     */
    public static NDArray attention(NDArray queries, NDArray keys, NDArray values, NDArray mask, double scale) {
        Shape q = queries.getShape();
        Shape k = keys.getShape();
        Shape v = values.getShape();
        require(
                q.dimension() == 4 && k.dimension() == 4 && v.dimension() == 4,
                "attention: queries, keys and values have 4 axes; they are " + q + ", " + k + ", " + v);
        require(
                q.get(3) == k.get(3) && k.get(2) == v.get(2) && samePair(q, k) && samePair(k, v),
                "attention: queries [B, H, T, d], keys [B, H, S, d] and values [B, H, S, e] do not suit: " + q + ", "
                        + k + ", " + v);
        if (mask != null) {
            require(
                    mask.getShape().dimension() >= 2
                            && broadcasts(mask.getShape(), new Shape(q.get(0), q.get(1), q.get(2), k.get(2))),
                    "attention: a mask " + mask.getShape() + " does not broadcast to [B, H, T, S] of " + q + ", " + k);
            require(
                    mask.getDataType() == DataType.BOOLEAN || mask.getDataType() == queries.getDataType(),
                    "attention: a mask is boolean or " + queries.getDataType() + ", not " + mask.getDataType());
        }
        return ATTENTION.apply(Arrays.asList(queries, keys, values, mask), Map.of("scale", scale));
    }

    private static boolean samePair(Shape one, Shape other) {
        return one.get(0) == other.get(0) && one.get(1) == other.get(1);
    }

    private static boolean broadcasts(Shape from, Shape to) {
        int missing = to.dimension() - from.dimension();
        if (missing < 0) {
            return false;
        }
        for (int axis = 0; axis < from.dimension(); axis++) {
            if (from.get(axis) != 1 && from.get(axis) != to.get(axis + missing)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads pictures at given places.
     *
     * @param input {@code [N, C, H, W]}
     * @param grid {@code [N, H', W', 2]}: x, then y, each from -1 (left, top) to 1 (right, bottom)
     * @param alignCorners whether -1 and 1 are the middles of the outermost pixels, and not their outer edges
     * @return {@code [N, C, H', W']}
     */
    public static NDArray gridSample(
            NDArray input, NDArray grid, Interpolation mode, Outside outside, boolean alignCorners) {
        Shape x = input.getShape();
        Shape g = grid.getShape();
        require(x.dimension() == 4, "gridSample: an input is [N, C, H, W], not " + x);
        require(
                g.dimension() == 4 && g.get(3) == 2 && g.get(0) == x.get(0),
                "gridSample: a grid is [N, H', W', 2] with the input's N = " + x.get(0) + ", not " + g);
        require(
                input.getDataType() == grid.getDataType(),
                "gridSample: a grid is " + input.getDataType() + " like its input, not " + grid.getDataType());
        return GRID_SAMPLE.apply(
                List.of(input, grid),
                Map.of("mode", mode.ordinal(), "outside", outside.ordinal(), "alignCorners", alignCorners));
    }

    /**
     * The transpose of a convolution over one to three axes, also called deconvolution.
     *
     * @param input {@code [N, C, lengths...]}
     * @param weight {@code [C, C' / groups, kernel...]}
     * @param bias {@code [C']}, or null for none
     * @param stride a number for each axis; so are padding, output padding and dilation
     * @return {@code [N, C', lengths'...]}, where a length' is (length - 1) · stride - 2 · padding + dilation · (kernel - 1) +
     *     output padding + 1
     */
    public static NDArray transposedConvolution(
            NDArray input,
            NDArray weight,
            NDArray bias,
            Shape stride,
            Shape padding,
            Shape outputPadding,
            int groups,
            Shape dilation) {
        Shape x = input.getShape();
        Shape w = weight.getShape();
        int axes = x.dimension() - 2;
        require(axes >= 1 && axes <= 3, "transposedConvolution: an input has 3 to 5 axes [N, C, ...]; it is " + x);
        require(
                w.dimension() == x.dimension() && w.get(0) == x.get(1),
                "transposedConvolution: a weight is [C, C' / groups, ...] with the input's C = " + x.get(1)
                        + " and axes, not " + w);
        require(
                groups > 0 && x.get(1) % groups == 0,
                "transposedConvolution: " + groups + " groups do not divide " + x.get(1) + " channels");
        require(
                bias == null || bias.getShape().equals(new Shape(w.get(1) * groups)),
                "transposedConvolution: a bias is [" + w.get(1) * groups + "], not "
                        + (bias == null ? null : bias.getShape()));
        requireLengths("stride", stride, axes, 1);
        requireLengths("padding", padding, axes, 0);
        requireLengths("output padding", outputPadding, axes, 0);
        requireLengths("dilation", dilation, axes, 1);
        for (int axis = 0; axis < axes; axis++) {
            require(
                    outputPadding.get(axis) < Math.max(stride.get(axis), dilation.get(axis)),
                    "transposedConvolution: an output padding " + outputPadding
                            + " is smaller than stride or dilation");
        }
        return TRANSPOSED_CONVOLUTION.apply(
                Arrays.asList(input, weight, bias),
                Map.of(
                        "strides", stride.getShape(),
                        "paddings", padding.getShape(),
                        "outputPaddings", outputPadding.getShape(),
                        "groups", groups,
                        "dilations", dilation.getShape()));
    }

    private static void requireLengths(String what, Shape lengths, int count, long least) {
        require(
                lengths.dimension() == count
                        && Arrays.stream(lengths.getShape()).allMatch(length -> length >= least),
                "transposedConvolution: a " + what + " has " + count + " numbers of at least " + least + "; it is "
                        + lengths);
    }

    /**
     * Normalises groups of channels over all places.
     *
     * @param x {@code [N, C, ...]}
     * @param groups divides C; as many as there are channels give instance normalisation
     * @param scale {@code [C]}, or null for none
     * @param shift {@code [C]}, or null for none
     */
    public static NDArray groupNorm(NDArray x, int groups, NDArray scale, NDArray shift, double epsilon) {
        Shape shape = x.getShape();
        require(
                shape.dimension() >= 2 && groups > 0 && shape.get(1) % groups == 0,
                "groupNorm: " + groups + " groups do not divide the channels of " + shape);
        for (NDArray each : Arrays.asList(scale, shift)) {
            require(
                    each == null || each.getShape().equals(new Shape(shape.get(1))),
                    "groupNorm: scale and shift are [" + shape.get(1) + "], not "
                            + (each == null ? null : each.getShape()));
        }
        return GROUP_NORM.apply(Arrays.asList(x, scale, shift), Map.of("groups", groups, "epsilon", epsilon));
    }

    /**
     * Sums products of elements, by Einstein's convention: {@code einsum("bij,bjk->bik", x, y)} multiplies matrices.
     *
     * @param equation a letter for each axis of each array, and after {@code ->} those of the result; {@code ...} stands
     *     for any further axes
     */
    public static NDArray einsum(String equation, NDArray... arrays) {
        require(EQUATION.matcher(equation).matches(), "einsum: '" + equation + "' is no equation like ij,jk->ik");
        String[] terms = equation.split("->")[0].split(",", -1);
        require(
                terms.length == arrays.length,
                "einsum: '" + equation + "' is for " + terms.length + " arrays; " + arrays.length + " were given");
        for (int i = 0; i < terms.length; i++) {
            String term = terms[i].replace(" ", "");
            int dimensions = arrays[i].getShape().dimension();
            String letters = term.replace("...", "");
            require(
                    term.equals(letters) ? letters.length() == dimensions : letters.length() <= dimensions,
                    "einsum: '" + term + "' does not name the axes of " + arrays[i].getShape());
        }
        return EINSUM.apply(List.of(arrays), Map.of("equation", equation.replace(" ", "")));
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
