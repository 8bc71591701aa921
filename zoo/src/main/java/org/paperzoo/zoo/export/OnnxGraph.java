package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.OnnxCall;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.onnx.OnnxAttribute;
import org.paperzoo.zoo.onnx.OnnxConstant;
import org.paperzoo.zoo.onnx.OnnxDimension;
import org.paperzoo.zoo.onnx.OnnxModel;
import org.paperzoo.zoo.onnx.OnnxNode;
import org.paperzoo.zoo.onnx.OnnxType;

/**
 * A graph as an ONNX model. Arrays keep their names: inputs and outputs those of the graph's definition, parameters the
 * checkpoint's, nodes those of the modules.
 *
 * <p>Inputs and outputs that stand alone are float32 at any precision; those in groups, which go from run to run without
 * being looked at, have the graph's own.
 */
final class OnnxGraph {

    private final Graph graph;
    private final Precision precision;
    private final OnnxModel model;
    private final Map<Value, String> names = new HashMap<>();
    private final Map<Object, String> made = new HashMap<>();
    private final Set<Value> factors = new HashSet<>();
    private final Set<Value> otherwise = new HashSet<>();
    private int count;

    private OnnxGraph(Graph graph, Precision precision, OnnxModel model) {
        this.graph = graph;
        this.precision = precision;
        this.model = model;
    }

    /** Writes a graph's nodes into a new model; the constants are read when the model is written. */
    static OnnxModel of(Graph graph, Precision precision) {
        OnnxModel model = OnnxModel.create(graph.name());
        OnnxGraph writer = new OnnxGraph(graph, precision, model);
        writer.inputs();
        writer.findFactors();
        for (Map.Entry<Value, NDArray> constant : graph.constants().entrySet()) {
            writer.constant(constant.getKey(), constant.getValue());
        }
        writer.nameOutputs();
        graph.nodes().forEach(node -> node.operation().onnx().write(new OnnxNodeCall(writer, node)));
        writer.outputs();
        return model;
    }

    Precision precision() {
        return precision;
    }

    private void inputs() {
        List<Value> single = graph.singleInputs();
        for (Value input : graph.inputs()) {
            OnnxType own = type(input.type());
            boolean cast = single.contains(input) && input.type() == DataType.FLOAT32;
            model.input(input.name(), cast ? OnnxType.FLOAT32 : own, dimensions(input));
            names.put(input, cast && own != OnnxType.FLOAT32 ? cast(input.name(), own) : input.name());
        }
    }

    private List<OnnxDimension> dimensions(Value value) {
        List<OnnxDimension> dimensions = new ArrayList<>();
        for (int axis = 0; axis < value.rank(); axis++) {
            Size size = value.shape().get(axis);
            dimensions.add(size.isFixed() ? OnnxDimension.of(size.fixed()) : OnnxDimension.of(dimensionName(size)));
        }
        return dimensions;
    }

    /** The name of a free size; a formula over several is spelt out. */
    private String dimensionName(Size size) {
        String name = graph.sizeNames().get(size);
        if (name != null) {
            return name;
        }
        return size instanceof Size.Axis axis ? axis.array().name() + "_" + axis.axis() : size.toString();
    }

    /** Finds the constants that linear maps multiply by, and those that anything else reads. */
    private void findFactors() {
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Value input = node.inputs().get(i);
                if (graph.constants().containsKey(input)) {
                    (node.operation() == Networks.LINEAR && i == 1 ? factors : otherwise).add(input);
                }
            }
        }
        otherwise.addAll(graph.outputs().values());
    }

    boolean isShared(Value value) {
        return factors.contains(value) && otherwise.contains(value);
    }

    /** The name of a constant matrix that is stored transposed, or null where it is not. */
    String storedTransposed(Value value) {
        return factors.contains(value) && !otherwise.contains(value) ? names.get(value) : null;
    }

    OnnxCall.Quantised quantised(Value value) {
        if (precision != Precision.INT8 || !factors.contains(value)) {
            return null;
        }
        QuantisedWeight weight = new QuantisedWeight(graph.constants().get(value));
        String values = made.computeIfAbsent(List.of("quantised", value), absent -> {
            String name = value.name() + ".int8";
            model.initializer(name, OnnxConstant.of(OnnxType.INT8, weight.shape(), weight::values));
            return name;
        });
        String scales = made.computeIfAbsent(List.of("scales", value), absent -> {
            String name = value.name() + ".scale";
            long[] shape = {weight.shape()[1]};
            model.initializer(name, OnnxConstant.of(OnnxType.FLOAT32, shape, weight::scales));
            return name;
        });
        return new OnnxCall.Quantised(values, scales);
    }

    private void constant(Value value, NDArray array) {
        if (factors.contains(value) && !otherwise.contains(value)) {
            factor(value, array);
            return;
        }
        String name = ownName(value);
        names.put(value, name);
        TensorType type = ConstantBytes.type(value.type(), precision);
        model.initializer(
                name,
                OnnxConstant.of(
                        OnnxType.of(type), array.getShape().getShape(), () -> ConstantBytes.of(array, precision)));
    }

    /** Of a matrix that only linear maps read, the transposed one is stored, as the runtime multiplies by it. */
    private void factor(Value value, NDArray array) {
        if (precision == Precision.INT8) {
            return;
        }
        String name = value.name() + ".transposed";
        names.put(value, name);
        long[] shape = array.getShape().getShape();
        model.initializer(name, OnnxConstant.of(type(value.type()), new long[] {shape[1], shape[0]}, () -> {
            try (NDArray transposed = array.transpose()) {
                return ConstantBytes.of(transposed, precision);
            }
        }));
    }

    /** Nodes give outputs under their own names where they can. */
    private void nameOutputs() {
        List<Value> computed = new ArrayList<>();
        graph.nodes().forEach(node -> computed.addAll(node.outputs()));
        graph.outputs().forEach((name, value) -> {
            boolean cast = type(value.type()) != outputType(name, value);
            if (computed.contains(value) && !names.containsKey(value) && !cast) {
                names.put(value, name);
            }
        });
    }

    private void outputs() {
        graph.outputs().forEach((name, value) -> {
            OnnxType type = outputType(name, value);
            if (!nameOf(value).equals(name)) {
                String same = names.get(value);
                boolean cast = type(value.type()) != type;
                node(
                        cast ? "Cast" : "Identity",
                        List.of(same),
                        List.of(name),
                        cast ? List.of("to", (long) type.code()) : List.of());
            }
            model.output(name, type, dimensions(value));
        });
    }

    private OnnxType outputType(String name, Value value) {
        return value.type() == DataType.FLOAT32 && !Graph.isGrouped(name) ? OnnxType.FLOAT32 : type(value.type());
    }

    OnnxType type(DataType type) {
        return OnnxType.of(ConstantBytes.type(type, precision));
    }

    /** The model's name of an array; arrays that nodes give get theirs here. */
    String nameOf(Value value) {
        return names.computeIfAbsent(value, this::ownName);
    }

    /** An array's own name, unless that is an output's: a module may be called as what comes of it later. */
    private String ownName(Value value) {
        return graph.outputs().containsKey(value.name()) ? fresh(value.name() + "/inner") : value.name();
    }

    String cast(String array, OnnxType type) {
        String name = fresh("Cast");
        node("Cast", List.of(array), List.of(name), List.of("to", (long) type.code()));
        return name;
    }

    /** A name that no array has. */
    String fresh(String operator) {
        return operator + "_" + ++count;
    }

    void node(String operator, List<String> inputs, List<String> outputs, List<Object> namesAndValues) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            attributes.put((String) namesAndValues.get(i), attribute(namesAndValues.get(i + 1)));
        }
        String[] parts = operator.split("::");
        model.node(new OnnxNode(
                parts[parts.length - 1],
                parts.length > 1 ? parts[0] : OnnxNode.STANDARD,
                outputs.get(0),
                inputs,
                outputs,
                attributes));
    }

    private static OnnxAttribute attribute(Object value) {
        if (value instanceof Long integer) {
            return OnnxAttribute.integer(integer);
        }
        if (value instanceof Float real) {
            return OnnxAttribute.real(real);
        }
        if (value instanceof long[] integers) {
            return OnnxAttribute.integers(integers);
        }
        if (value instanceof float[] reals) {
            return OnnxAttribute.reals(reals);
        }
        return OnnxAttribute.text((String) value);
    }

    String integers(long... values) {
        List<Long> key = new ArrayList<>();
        for (long value : values) {
            key.add(value);
        }
        return made.computeIfAbsent(List.of("integers", key), absent -> {
            String name = fresh("integers");
            model.initializer(name, OnnxConstant.integers(values));
            return name;
        });
    }

    String scalar(double value, DataType type) {
        return made.computeIfAbsent(List.of("scalar", value, type), absent -> {
            String name = fresh("scalar");
            TensorType own = ConstantBytes.type(type, precision);
            ByteBuffer bytes = ScalarBytes.of(value, own);
            model.initializer(name, OnnxConstant.of(OnnxType.of(own), new long[0], bytes::duplicate));
            return name;
        });
    }

    /** A size as an int64 array of length 1. */
    String vector(Size size) {
        String known = made.get(size);
        if (known != null) {
            return known;
        }
        String name;
        if (size.isFixed()) {
            return integers(size.fixed());
        } else if (size instanceof Size.Axis axis) {
            name = fresh("Shape");
            node(
                    "Shape",
                    List.of(nameOf(axis.array())),
                    List.of(name),
                    List.of("start", (long) axis.axis(), "end", axis.axis() + 1L));
        } else if (size instanceof Size.Sum sum) {
            name = computed("Add", sum.left(), sum.right());
        } else if (size instanceof Size.Product product) {
            name = computed("Mul", product.left(), product.right());
        } else {
            Size.Quotient quotient = (Size.Quotient) size;
            name = computed("Div", quotient.dividend(), Size.of(quotient.divisor()));
        }
        made.put(size, name);
        return name;
    }

    private String computed(String operator, Size left, Size right) {
        List<String> inputs = List.of(vector(left), vector(right));
        String name = fresh(operator);
        node(operator, inputs, List.of(name), List.of());
        return name;
    }

    /** Sizes as one int64 array. */
    String vector(List<Size> sizes) {
        if (sizes.stream().allMatch(Size::isFixed)) {
            return integers(sizes.stream().mapToLong(Size::fixed).toArray());
        }
        if (sizes.size() == 1) {
            return vector(sizes.get(0));
        }
        String known = made.get(sizes);
        if (known != null) {
            return known;
        }
        List<String> parts = sizes.stream().map(this::vector).toList();
        String name = fresh("sizes");
        node("Concat", parts, List.of(name), List.of("axis", 0L));
        made.put(sizes, name);
        return name;
    }
}
