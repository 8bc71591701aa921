package org.paperzoo.zoo.export;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.operations.Shaping;

/** One node of a graph on its way into an ONNX model. */
final class OnnxNodeCall implements OnnxCall {

    private final OnnxGraph writer;
    private final Node node;

    OnnxNodeCall(OnnxGraph writer, Node node) {
        this.writer = writer;
        this.node = node;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public String input(int index) {
        return writer.nameOf(node.inputs().get(index));
    }

    @Override
    public String input(int index, DataType type) {
        return node.inputs().get(index).type() == type ? input(index) : writer.cast(input(index), writer.type(type));
    }

    @Override
    public String apply(String operator, List<String> inputs, Object... attributes) {
        String name = writer.fresh(node.name() + "/" + operator.replace("::", "."));
        writer.node(operator, inputs, List.of(name), List.of(attributes));
        return name;
    }

    @Override
    public List<String> applyAll(String operator, List<String> inputs, int outputs) {
        List<String> names = IntStream.range(0, outputs)
                .mapToObj(i -> writer.fresh(node.name() + "/" + operator))
                .toList();
        writer.node(operator, inputs, names, List.of());
        return names;
    }

    @Override
    public String transposed(int index) {
        String stored = writer.storedTransposed(node.inputs().get(index));
        return stored != null ? stored : apply("Transpose", List.of(input(index)), "perm", new long[] {1, 0});
    }

    @Override
    public boolean isShared(int index) {
        return writer.isShared(node.inputs().get(index));
    }

    @Override
    public Quantised quantised(int index) {
        return writer.quantised(node.inputs().get(index));
    }

    @Override
    public void result(String operator, List<String> inputs, Object... attributes) {
        writer.node(
                operator, inputs, node.outputs().stream().map(writer::nameOf).toList(), List.of(attributes));
    }

    @Override
    public void part(int output, int outputs, String operator, List<String> inputs, Object... attributes) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            names.add(i == output ? writer.nameOf(node.output()) : writer.fresh(node.name() + "/" + operator));
        }
        writer.node(operator, inputs, names, List.of(attributes));
    }

    @Override
    public String integers(long... values) {
        return writer.integers(values);
    }

    @Override
    public String scalar(double value, DataType type) {
        return writer.scalar(value, type);
    }

    @Override
    public String sizes(String attribute) {
        return node.attributes().get(attribute) instanceof Size size
                ? writer.vector(size)
                : writer.vector(
                        node.operation() == Shaping.RESHAPE ? ReshapeSizes.simplified(node) : node.sizes(attribute));
    }

    @Override
    public String sizes(List<Size> sizes) {
        return writer.vector(sizes);
    }

    @Override
    public String scalar(Size size) {
        return scalar(size, DataType.INT64);
    }

    @Override
    public String number(String attribute, DataType type) {
        return node.number(attribute) instanceof Size size
                ? scalar(size, type)
                : writer.scalar((Double) node.number(attribute), type);
    }

    private String scalar(Size size, DataType type) {
        if (size.isFixed()) {
            return writer.scalar(size.fixed(), type);
        }
        String scalar = apply("Squeeze", List.of(writer.vector(size), writer.integers(0)));
        return type == DataType.INT64 ? scalar : writer.cast(scalar, writer.type(type));
    }

    @Override
    public long type(DataType type) {
        return writer.type(type).code();
    }
}
