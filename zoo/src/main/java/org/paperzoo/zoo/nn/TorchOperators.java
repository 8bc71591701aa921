package org.paperzoo.zoo.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.paperzoo.zoo.torchscript.ScriptFunctions;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/**
 * Operators that PyTorch has and DJL lacks. Results hang on the first operand's manager, and gradients flow through to
 * every operand. Arrays are of the PyTorch engine, on any device.
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

    private static final Pattern EQUATION = Pattern.compile("[A-Za-z., ]+(->[A-Za-z. ]*)?");

    /** Loaded with the first operator that is used; numbers come as tensors on the CPU, which is all that DJL lets pass. */
    private static final class Loaded {
        static final NDManager CPU = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        static final ScriptFunctions FUNCTIONS = ScriptFunctions.load(new TorchScriptArchive()
                .method(
                        "attention",
                        "(q: Tensor, k: Tensor, v: Tensor, scale: Tensor) -> Tensor",
                        "return torch.scaled_dot_product_attention(q, k, v, None, 0., False, scale=float(scale))")
                .method(
                        "masked_attention",
                        "(q: Tensor, k: Tensor, v: Tensor, mask: Tensor, scale: Tensor) -> Tensor",
                        "return torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=float(scale))")
                .method("grid_sample", "(x: Tensor, grid: Tensor, numbers: Tensor) -> Tensor", """
                        n = annotate(List[int], numbers.tolist())
                        return torch.grid_sampler(x, grid, n[0], n[1], torch.eq(n[2], 1))
                        """)
                .method("transposed", "(x: Tensor, w: Tensor, numbers: Tensor) -> Tensor", """
                        n = annotate(List[int], numbers.tolist())
                        return torch.conv_transpose2d(x, w, None, n[0:2], n[2:4], n[4:6], n[6], n[7:9])
                        """)
                .method("transposed_with_bias", "(x: Tensor, w: Tensor, b: Tensor, numbers: Tensor) -> Tensor", """
                        n = annotate(List[int], numbers.tolist())
                        return torch.conv_transpose2d(x, w, b, n[0:2], n[2:4], n[4:6], n[6], n[7:9])
                        """)
                .method("roll", "(x: Tensor, shifts: Tensor, axes: Tensor) -> Tensor", """
                        s = annotate(List[int], shifts.tolist())
                        a = annotate(List[int], axes.tolist())
                        return torch.roll(x, s, a)
                        """)
                .method("einsum", "(arrays: List[Tensor], letters: Tensor) -> Tensor", """
                        equation = ""
                        for code in annotate(List[int], letters.tolist()):
                          equation = torch.add(equation, torch.chr(code))
                        return torch.einsum(equation, arrays)
                        """));
    }

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
        try (NDArray factor = Loaded.CPU.create(scale)) {
            if (mask == null) {
                return Loaded.FUNCTIONS.call("attention", new NDList(queries, keys, values), factor);
            }
            require(
                    mask.getShape().dimension() >= 2
                            && broadcasts(mask.getShape(), new Shape(q.get(0), q.get(1), q.get(2), k.get(2))),
                    "attention: a mask " + mask.getShape() + " does not broadcast to [B, H, T, S] of " + q + ", " + k);
            require(
                    mask.getDataType() == DataType.BOOLEAN || mask.getDataType() == queries.getDataType(),
                    "attention: a mask is boolean or " + queries.getDataType() + ", not " + mask.getDataType());
            return Loaded.FUNCTIONS.call("masked_attention", new NDList(queries, keys, values, mask), factor);
        }
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
        try (NDArray numbers = numbers(mode.ordinal(), outside.ordinal(), alignCorners ? 1 : 0)) {
            return Loaded.FUNCTIONS.call("grid_sample", new NDList(input, grid), numbers);
        }
    }

    /**
     * The transpose of a two-dimensional convolution, also called deconvolution.
     *
     * @param input {@code [N, C, H, W]}
     * @param weight {@code [C, C' / groups, kernel height, kernel width]}
     * @param bias {@code [C']}, or null for none
     * @param stride height, width; so are padding, output padding and dilation
     * @return {@code [N, C', H', W']}, where H' is (H - 1) · stride - 2 · padding + dilation · (kernel - 1) + output padding + 1
     */
    public static NDArray transposedConvolution2d(
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
        require(x.dimension() == 4, "transposedConvolution2d: an input is [N, C, H, W], not " + x);
        require(
                w.dimension() == 4 && w.get(0) == x.get(1),
                "transposedConvolution2d: a weight is [C, C' / groups, h, w] with the input's C = " + x.get(1)
                        + ", not " + w);
        require(
                groups > 0 && x.get(1) % groups == 0,
                "transposedConvolution2d: " + groups + " groups do not divide " + x.get(1) + " channels");
        require(
                bias == null || bias.getShape().equals(new Shape(w.get(1) * groups)),
                "transposedConvolution2d: a bias is [" + w.get(1) * groups + "], not "
                        + (bias == null ? null : bias.getShape()));
        requirePair("stride", stride, 1);
        requirePair("padding", padding, 0);
        requirePair("output padding", outputPadding, 0);
        requirePair("dilation", dilation, 1);
        for (int axis = 0; axis < 2; axis++) {
            require(
                    outputPadding.get(axis) < Math.max(stride.get(axis), dilation.get(axis)),
                    "transposedConvolution2d: an output padding " + outputPadding
                            + " is smaller than stride or dilation");
        }
        try (NDArray numbers = numbers(
                stride.get(0),
                stride.get(1),
                padding.get(0),
                padding.get(1),
                outputPadding.get(0),
                outputPadding.get(1),
                groups,
                dilation.get(0),
                dilation.get(1))) {
            return bias == null
                    ? Loaded.FUNCTIONS.call("transposed", new NDList(input, weight), numbers)
                    : Loaded.FUNCTIONS.call("transposed_with_bias", new NDList(input, weight, bias), numbers);
        }
    }

    private static void requirePair(String what, Shape pair, long least) {
        require(
                pair.dimension() == 2 && pair.get(0) >= least && pair.get(1) >= least,
                "transposedConvolution2d: a " + what + " has two numbers of at least " + least + "; it is " + pair);
    }

    /**
     * Shifts along axes, so that what leaves at one end comes in at the other.
     *
     * @param shifts by how many places towards the end, for each of the axes
     * @param axes negative ones count from the last
     */
    public static NDArray roll(NDArray x, long[] shifts, int[] axes) {
        int dimensions = x.getShape().dimension();
        require(
                shifts.length == axes.length && axes.length > 0,
                "roll: as many shifts as axes are needed; they are " + Arrays.toString(shifts) + " and "
                        + Arrays.toString(axes));
        require(
                Arrays.stream(axes).allMatch(axis -> axis >= -dimensions && axis < dimensions),
                "roll: an array " + x.getShape() + " has not the axes " + Arrays.toString(axes));
        try (NDArray by = numbers(shifts);
                NDArray along = numbers(Arrays.stream(axes).asLongStream().toArray())) {
            return Loaded.FUNCTIONS.call("roll", new NDList(x), by, along);
        }
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
        try (NDArray letters = numbers(equation.chars().asLongStream().toArray())) {
            return Loaded.FUNCTIONS.callWithList("einsum", new NDList(arrays), letters);
        }
    }

    private static NDArray numbers(long... numbers) {
        return Loaded.CPU.create(numbers);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
