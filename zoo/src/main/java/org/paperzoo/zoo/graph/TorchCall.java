package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.paperzoo.zoo.torchscript.ScriptOperator;

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

    /** An operator's expression with this node's inputs and attributes in its places. */
    default String filled(ScriptOperator operator) {
        return operator.fill(place -> {
            if (place.equals("operands")) {
                return inputs();
            }
            if (Character.isDigit(place.charAt(0))) {
                return input(Integer.parseInt(place));
            }
            String name = place.replaceFirst("^[#!]", "");
            AttributeKind kind = node().operation().attributes().get(name);
            if (!node().has(name)) {
                return "None";
            }
            if (place.startsWith("#")) {
                return Integer.toString(elements(name).size());
            }
            if (kind == AttributeKind.TEXT) {
                String text = node().text(name);
                return place.startsWith("!") ? text : ScriptOperator.quoted(text);
            }
            return kind == AttributeKind.SIZES || kind == AttributeKind.INTEGERS ? list(name) : attribute(name);
        });
    }

    /** A call of one of PyTorch's functions. */
    static String function(String name, String... arguments) {
        return "torch." + name + "(" + String.join(", ", arguments) + ")";
    }
}
