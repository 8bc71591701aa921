package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.operations.Networks;

/**
 * Takes batch normalisation by fixed statistics into the convolution before it: its scale into the weights, the rest into
 * the shift. What is computed differs from the network by rounding alone.
 */
public final class NormalisationFolding {

    private NormalisationFolding() {}

    /** The same graph with fewer nodes; the new weights hang on the managers of the old ones. */
    public static Graph apply(Graph graph) {
        Uses uses = Uses.of(graph);
        Map<Value, NDArray> constants = new LinkedHashMap<>(graph.constants());
        Map<Value, Value> renamed = new HashMap<>();
        Map<Node, Node> folded = new HashMap<>();
        for (Node norm : graph.nodes()) {
            if (norm.operation() != Networks.BATCH_NORM) {
                continue;
            }
            Node convolution = uses.onlyFor(norm.inputs().get(0), Networks.CONVOLUTION);
            if (convolution != null && allConstant(convolution, norm, constants)) {
                folded.put(convolution, fold(convolution, norm, constants));
                folded.put(norm, null);
                renamed.put(convolution.output(), norm.output());
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Node kept = folded.containsKey(node) ? folded.get(node) : node;
            if (kept != null) {
                nodes.add(renamed(kept, renamed));
            }
        }
        return Folding.withoutUnused(graph.with(nodes, constants));
    }

    private static boolean allConstant(Node convolution, Node norm, Map<Value, NDArray> constants) {
        return constants
                        .keySet()
                        .containsAll(convolution
                                .inputs()
                                .subList(1, convolution.inputs().size()))
                && constants.keySet().containsAll(norm.inputs().subList(1, 5));
    }

    private static Node fold(Node convolution, Node norm, Map<Value, NDArray> constants) {
        Value weightValue = convolution.inputs().get(1);
        NDArray weight = wide(constants.get(weightValue)); // [out, in, ...]
        NDArray mean = wide(constants.get(norm.inputs().get(1)));
        NDArray variance = wide(constants.get(norm.inputs().get(2)));
        NDArray gamma = wide(constants.get(norm.inputs().get(3)));
        NDArray beta = wide(constants.get(norm.inputs().get(4)));
        NDArray scale = gamma.div(variance.add((Double) norm.number("epsilon")).sqrt()); // [out]
        long[] column = new long[weight.getShape().dimension()];
        Arrays.fill(column, 1);
        column[0] = -1;
        NDArray shift = beta.sub(mean.mul(scale)); // [out]
        if (convolution.inputs().size() > 2) {
            shift = shift.add(wide(constants.get(convolution.inputs().get(2))).mul(scale));
        }
        Value foldedWeight = constant(convolution.name() + "/weight", weightValue.shape());
        Value foldedShift = constant(
                convolution.name() + "/shift", List.of(weightValue.shape().get(0)));
        constants.put(foldedWeight, weight.mul(scale.reshape(column)).toType(DataType.FLOAT32, false));
        constants.put(foldedShift, shift.toType(DataType.FLOAT32, false));
        return new Node(
                convolution.name(),
                convolution.operation(),
                List.of(convolution.inputs().get(0), foldedWeight, foldedShift),
                convolution.attributes(),
                norm.outputs());
    }

    private static NDArray wide(NDArray array) {
        return array.toType(DataType.FLOAT64, false);
    }

    private static Value constant(String name, List<Size> shape) {
        return new Value(name, DataType.FLOAT32, shape.size(), (value, axis) -> shape.get(axis));
    }

    private static Node renamed(Node node, Map<Value, Value> renamed) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        node.attributes().forEach((name, value) -> attributes.put(name, renamed(value, renamed)));
        return new Node(node.name(), node.operation(), node.inputs(), attributes, node.outputs());
    }

    private static Object renamed(Object attribute, Map<Value, Value> renamed) {
        if (attribute instanceof List<?> list) {
            return list.stream().map(element -> renamed(element, renamed)).toList();
        }
        return attribute instanceof Size size ? renamed(size, renamed) : attribute;
    }

    private static Size renamed(Size size, Map<Value, Value> renamed) {
        if (size instanceof Size.Axis axis) {
            return new Size.Axis(renamed.getOrDefault(axis.array(), axis.array()), axis.axis());
        }
        if (size instanceof Size.Sum sum) {
            return new Size.Sum(renamed(sum.left(), renamed), renamed(sum.right(), renamed));
        }
        if (size instanceof Size.Product product) {
            return new Size.Product(renamed(product.left(), renamed), renamed(product.right(), renamed));
        }
        if (size instanceof Size.Quotient quotient) {
            return new Size.Quotient(renamed(quotient.dividend(), renamed), quotient.divisor());
        }
        return size;
    }
}
