package org.paperzoo.zoo.nn;

import static org.paperzoo.zoo.nn.TorchOperators.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/**
 * What PyTorch does to arrays of any kind and DJL does not: shifts, paddings, triangles, sums into places. Results hang on
 * the first operand's manager, and gradients flow through. Arrays are of the PyTorch engine, or recording ones.
 */
public final class ArrayOperators {

    public static final ScriptOperator ROLL = new ScriptOperator("roll", "torch.roll({0}, {shifts}, {axes})");

    public static final ScriptOperator PAD =
            new ScriptOperator("pad", "torch.pad({0}, {paddings}, {mode}, float({value}))");

    public static final ScriptOperator LOWER_TRIANGLE =
            new ScriptOperator("lower_triangle", "torch.tril({0}, {diagonal})");

    public static final ScriptOperator UPPER_TRIANGLE =
            new ScriptOperator("upper_triangle", "torch.triu({0}, {diagonal})");

    public static final ScriptOperator SCATTER_ADD =
            new ScriptOperator("scatter_add", "torch.scatter_add({0}, {axis}, {1}, {2})");

    /** What {@link #pad} puts around an array. */
    public enum Around {
        /** The other side of the edge, without the edge. */
        REFLECT,
        /** The edge. */
        REPLICATE,
        /** The other end of the array. */
        CIRCULAR
    }

    private ArrayOperators() {}

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
        return ROLL.apply(List.of(x), Map.of("shifts", shifts, "axes", fromTheFront(axes, dimensions)));
    }

    /**
     * Pads with a number. A negative width cuts off.
     *
     * @param widths before and after the last axis, then before and after the one before it, and so on: PyTorch's order
     */
    public static NDArray pad(NDArray x, double value, long... widths) {
        requireWidths(x, widths);
        return PAD.apply(List.of(x), Map.of("paddings", widths, "mode", "constant", "value", value));
    }

    /**
     * Pads with what is there.
     *
     * @param widths as for {@link #pad(NDArray, double, long...)}; for reflections and replicas of the last one of two or
     *     three axes, the last two of three or four, or the last three of four or five
     */
    public static NDArray pad(NDArray x, Around around, long... widths) {
        requireWidths(x, widths);
        if (around == Around.CIRCULAR) {
            NDArray padded = x;
            for (int i = 0; i < widths.length; i += 2) {
                padded = circular(padded, x.getShape().dimension() - 1 - i / 2, widths[i], widths[i + 1]);
            }
            return padded;
        }
        return PAD.apply(
                List.of(x), Map.of("paddings", widths, "mode", around.name().toLowerCase(Locale.ROOT), "value", 0.0));
    }

    private static void requireWidths(NDArray x, long... widths) {
        require(
                widths.length > 0
                        && widths.length % 2 == 0
                        && widths.length / 2 <= x.getShape().dimension(),
                "pad: two widths for each axis from the last one on; of " + x.getShape() + " they are "
                        + Arrays.toString(widths));
    }

    private static NDArray circular(NDArray x, int axis, long before, long after) {
        long length = x.getShape().get(axis);
        require(
                before >= 0 && after >= 0 && before <= length && after <= length,
                "pad: an array " + x.getShape() + " goes round at most once along axis " + axis + "; widths are "
                        + before + " and " + after);
        NDList parts = new NDList(x);
        if (before > 0) {
            parts.add(0, x.get(NDIndex.sliceAxis(axis, length - before, length)));
        }
        if (after > 0) {
            parts.add(x.get(NDIndex.sliceAxis(axis, 0, after)));
        }
        return parts.size() == 1 ? x : NDArrays.concat(parts, axis);
    }

    /**
     * The elements of the last two axes below a diagonal and on it; zeros elsewhere.
     *
     * @param diagonal 0 is the main one, 1 the next above
     */
    public static NDArray lowerTriangle(NDArray x, long diagonal) {
        requireMatrices("lowerTriangle", x);
        return LOWER_TRIANGLE.apply(List.of(x), Map.of("diagonal", diagonal));
    }

    /** The elements of the last two axes above a diagonal and on it; zeros elsewhere. */
    public static NDArray upperTriangle(NDArray x, long diagonal) {
        requireMatrices("upperTriangle", x);
        return UPPER_TRIANGLE.apply(List.of(x), Map.of("diagonal", diagonal));
    }

    private static void requireMatrices(String what, NDArray x) {
        require(x.getShape().dimension() >= 2, what + ": an array has 2 axes at least; it is " + x.getShape());
    }

    /**
     * Adds values to elements along an axis; those that go to the same place add up.
     *
     * @param places int64, of the shape of the values: where along the axis each goes
     */
    public static NDArray scatterAdd(NDArray x, NDArray places, NDArray values, int axis) {
        Shape shape = x.getShape();
        require(
                axis >= -shape.dimension() && axis < shape.dimension(),
                "scatterAdd: an array " + shape + " has no axis " + axis);
        require(
                places.getShape().equals(values.getShape()) && places.getDataType() == DataType.INT64,
                "scatterAdd: places are int64 of the values' shape " + values.getShape() + ", not "
                        + places.getDataType() + places.getShape());
        return SCATTER_ADD.apply(
                List.of(x, places, values), Map.of("axis", fromTheFront(new int[] {axis}, shape.dimension())[0]));
    }

    private static long[] fromTheFront(int[] axes, int dimensions) {
        return Arrays.stream(axes)
                .mapToLong(axis -> axis < 0 ? axis + dimensions : axis)
                .toArray();
    }
}
