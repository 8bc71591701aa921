package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.List;

/** A node as its operation's ONNX form sees it: it reads names of arrays, and adds ONNX nodes that give others. */
public interface OnnxCall {

    /** ONNX's number of float32. */
    long ONNX_FLOAT32 = 1;

    /** The node that is written. */
    Node node();

    /** The name of an input. */
    String input(int index);

    /** The name of an input, cast where it is of another type. */
    String input(int index, DataType type);

    /**
     * Adds an ONNX node.
     *
     * @param operator of the standard domain, or {@code domain::operator}
     * @param inputs names, empty where an optional one is absent
     * @param attributes names and values in turn: long, int, float, String, long[] or float[]
     * @return the name of its only output
     */
    String apply(String operator, List<String> inputs, Object... attributes);

    /** As {@link #apply}, of an ONNX node with several outputs. */
    List<String> applyAll(String operator, List<String> inputs, int outputs);

    /** Adds the ONNX node that gives the call's outputs, all of them. */
    void result(String operator, List<String> inputs, Object... attributes);

    /** The name of a matrix input transposed; a constant that nothing else reads is stored so. */
    String transposed(int index);

    /** Whether an input is a constant that other operations read too, such as a tied embedding. */
    boolean isShared(int index);

    /** A matrix {@code [out, in]} as 8-bit integers {@code [in, out]} with a scale for each output {@code [out]}. */
    record Quantised(String values, String scales) {}

    /** A matrix input as 8-bit integers, or null where the graph's precision is another or the input is no constant. */
    Quantised quantised(int index);

    /** Adds an ONNX node of several outputs, of which one is the call's output. */
    void part(int output, int outputs, String operator, List<String> inputs, Object... attributes);

    /** A one-dimensional int64 constant. */
    String integers(long... values);

    /** A scalar constant. Numbers beyond the range of the graph's precision become its largest. */
    String scalar(double value, DataType type);

    /** An attribute of sizes as a one-dimensional int64 array; of one size, an array of length 1. */
    String sizes(String attribute);

    /** Sizes as a one-dimensional int64 array. */
    String sizes(List<Size> sizes);

    /** A size as a scalar int64. */
    String scalar(Size size);

    /** An attribute that is a size, as a scalar int64. */
    default String scalarSize(String attribute) {
        return scalar(node().size(attribute));
    }

    /** An attribute that is a number, as a scalar. */
    String number(String attribute, DataType type);

    /** ONNX's number of a type, at the precision that the graph is written in. */
    long type(DataType type);

    /** An array cast to another type. */
    default String cast(String array, DataType type) {
        return apply("Cast", List.of(array), "to", type(type));
    }

    /** Whether arrays that are float32 at full precision are so in this graph. */
    default boolean isFull() {
        return type(DataType.FLOAT32) == ONNX_FLOAT32;
    }

    /** An array of the graph's precision as float32, for operators that take nothing shorter. */
    default String full(String array) {
        return isFull() ? array : apply("Cast", List.of(array), "to", ONNX_FLOAT32);
    }

    /** The numbers 0, 1 … below a size, as a one-dimensional int64 array. */
    default String places(Size count) {
        DataType whole = DataType.INT64;
        return apply("Range", List.of(scalar(0, whole), scalar(count), scalar(1, whole)));
    }

    /**
     * The length of an input along an axis, asked of the input itself where it is not fixed: the array that stands for
     * lengths like it may have been dropped as unused.
     */
    default Size length(int input, int axis) {
        Value array = node().inputs().get(input);
        Size length = array.shape().get(axis);
        return length.isFixed() ? length : new Size.Axis(array, axis);
    }

    /** Whether an input is there. */
    default boolean hasInput(int index) {
        return node().inputs().size() > index && node().inputs().get(index) != null;
    }

    /** The type of the first output. */
    default DataType outputType() {
        return node().output().type();
    }
}
