package org.paperzoo.zoo.export;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.TorchCall;

/** One node of a graph on its way into a TorchScript method. */
final class TorchNodeCall implements TorchCall {

    private final TorchScriptGraph writer;
    private final Node node;

    TorchNodeCall(TorchScriptGraph writer, Node node) {
        this.writer = writer;
        this.node = node;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public String input(int index) {
        return hasInput(index) ? writer.nameOf(node.inputs().get(index)) : "None";
    }

    @Override
    public String inputs() {
        return node.inputs().stream().map(writer::nameOf).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public String attribute(String name) {
        Object value = node.attributes().get(name);
        if (value instanceof Size size) {
            return writer.size(size);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        return value.toString();
    }

    /** A whole number beside whole numbers stays one; elsewhere the point says that it is none. */
    private String number(double value) {
        DataType beside =
                node.has("type") ? node.type("type") : node.inputs().get(0).type();
        if (!beside.isFloating() && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return "float(\"" + (Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf") + "\")";
        }
        double finite = Math.max(-writer.largest(), Math.min(writer.largest(), value));
        return Double.toString(finite).replace("E", "e");
    }

    @Override
    public List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        if (node.attributes().get(name) instanceof long[] integers) {
            Arrays.stream(integers).forEach(integer -> elements.add(Long.toString(integer)));
        } else {
            node.sizes(name).forEach(size -> elements.add(writer.size(size)));
        }
        return elements;
    }

    @Override
    public String type(DataType type) {
        return writer.type(type);
    }
}
