package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.List;

/** A node as its operation's TorchScript form sees it: inputs and attributes as expressions of the serialised language. */
public interface TorchCall {

    /** The node that is written. */
    Node node();

    /** An input; {@code None} where it is absent. */
    String input(int index);

    /** All inputs as a list: {@code [a, b]}. */
    String inputs();

    /** An attribute that is a size, a number, a whole number or a flag. */
    String attribute(String name);

    /** The elements of an attribute of several sizes or whole numbers. */
    List<String> elements(String name);

    /** An attribute of several sizes or whole numbers: {@code [2, n]}. */
    default String list(String name) {
        return "[" + String.join(", ", elements(name)) + "]";
    }

    /** PyTorch's number of a type, at the precision that the graph is written in. */
    String type(DataType type);

    /** Whether an input is there. */
    default boolean hasInput(int index) {
        return node().inputs().size() > index && node().inputs().get(index) != null;
    }

    /** A call of one of PyTorch's functions. */
    static String function(String name, String... arguments) {
        return "torch." + name + "(" + String.join(", ", arguments) + ")";
    }
}
