package org.paperzoo.zoo.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.Uses;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.graph.operations.Networks;

/**
 * Which nodes of a graph oneDNN computes in one call: a convolution or linear map over a weight that is laid out for it,
 * with the activation after it, and for a convolution the sum that it goes into. Pictures are kept with their channels
 * together, as its fastest kernels want them.
 */
final class OneDnnCalls {

    /** What one call computes: a product, perhaps a sum, perhaps an activation. */
    private record Call(Node product, Value addend, String activation) {}

    private final Graph graph;
    private final OneDnnWeights weights;
    private final Map<Node, Call> calls = new HashMap<>();
    private final Set<Node> absorbed = new HashSet<>();

    private OneDnnCalls(Graph graph, OneDnnWeights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    static OneDnnCalls of(Graph graph, OneDnnWeights weights) {
        OneDnnCalls calls = new OneDnnCalls(graph, weights);
        Uses uses = Uses.of(graph);
        for (Node node : graph.nodes()) {
            if (OneDnnWeights.packs(node, graph)) {
                calls.find(node, uses);
            }
        }
        return calls;
    }

    private void find(Node product, Uses uses) {
        Node last = product;
        Value addend = null;
        Node reader = uses.onlyReader(last.output());
        boolean convolution = product.operation() == Networks.CONVOLUTION;
        if (convolution && isSum(reader) && !calls.containsKey(reader) && !absorbed.contains(reader)) {
            Value other = reader.inputs().get(0) == last.output()
                    ? reader.inputs().get(1)
                    : reader.inputs().get(0);
            // The addend must be there when the call is made, which stands in the sum's place.
            if (other != last.output() && other.shape().equals(last.output().shape())) {
                absorbed.add(last);
                addend = other;
                last = reader;
                reader = uses.onlyReader(last.output());
            }
        }
        String activation = activation(reader, convolution);
        if (!activation.equals("none")) {
            absorbed.add(last);
            last = reader;
        }
        calls.put(last, new Call(product, addend, activation));
    }

    private static boolean isSum(Node node) {
        return node != null
                && node.operation() == Arithmetic.ADD
                && node.inputs().size() == 2;
    }

    private static String activation(Node reader, boolean convolution) {
        if (reader != null && reader.operation() == Arithmetic.RELU) {
            return "relu";
        }
        return !convolution && reader != null && reader.operation() == Arithmetic.GELU ? "gelu" : "none";
    }

    /** Whether a later node's call computes this one too. */
    boolean absorbs(Node node) {
        return absorbed.contains(node);
    }

    /** The call that computes a node, or null where it is written as ever. */
    String expression(Node node, TorchScriptGraph writer) {
        Call call = calls.get(node);
        if (call == null) {
            return null;
        }
        Node product = call.product();
        String x = writer.nameOf(product.inputs().get(0));
        String weight = weights.place(graph.constants().get(product.inputs().get(1)));
        String shift =
                product.inputs().size() > 2 ? writer.nameOf(product.inputs().get(2)) : "None";
        if (product.operation() == Networks.LINEAR) {
            String algorithm = call.activation().equals("gelu") ? "none" : "";
            return "ops.mkldnn._linear_pointwise(" + x + ", " + weight + ", " + shift + ", \"" + call.activation()
                    + "\", [], \"" + algorithm + "\")";
        }
        String form = OneDnnWeights.integers(product, "paddings") + ", " + OneDnnWeights.integers(product, "strides")
                + ", " + OneDnnWeights.integers(product, "dilations") + ", " + product.integer("groups");
        String together = "torch.contiguous(" + x + ", memory_format=2)";
        String alone =
                "ops.mkldnn._convolution_pointwise(" + together + ", " + weight + ", " + shift + ", " + form + ", \"";
        if (call.addend() == null) {
            return alone + call.activation() + "\", [], \"\")";
        }
        boolean bare = call.activation().equals("none");
        String addend = writer.nameOf(call.addend());
        String joined = "ops.mkldnn._convolution_pointwise(" + together + ", torch.contiguous(" + addend
                + ", memory_format=2), " + weight + ", " + shift + ", " + form + ", \"add\", 1., "
                + (bare ? "None" : "\"" + call.activation() + "\"") + ", [], None)";
        // Of one place, the order of channels and places cannot be told, and oneDNN refuses the sum.
        String sum = "torch.add(" + alone + "none\", [], \"\"), " + addend + ")";
        return joined + " if torch.ne(torch.mul(torch.size(" + addend + ", 2), torch.size(" + addend + ", 3)), 1) else "
                + (bare ? sum : "torch." + call.activation() + "(" + sum + ")");
    }
}
