package org.paperzoo.zoo.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.graph.operations.Reductions;
import org.paperzoo.zoo.graph.operations.Shaping;

/**
 * Finds dot-product attention as blocks spell it out, {@code softmax(queries · keysᵀ + biases) · values}, and makes one
 * node of it, which runtimes have a kernel for that never writes the scores to memory.
 */
public final class AttentionFusion {

    private AttentionFusion() {}

    /** The same graph with every attention as one node. */
    public static Graph apply(Graph graph) {
        Uses uses = Uses.of(graph);
        Map<Node, Node> replaced = new HashMap<>();
        Set<Node> absorbed = new HashSet<>();
        for (Node last : graph.nodes()) {
            if (last.operation() == Networks.MATMUL) {
                List<Node> parts = new ArrayList<>();
                Node attention = match(last, uses, parts);
                if (attention != null) {
                    replaced.put(last, attention);
                    absorbed.addAll(parts);
                }
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!absorbed.contains(node)) {
                nodes.add(replaced.getOrDefault(node, node));
            }
        }
        return graph.with(nodes, graph.constants());
    }

    /** The attention that ends with a product, or null; the other nodes that it stands for are added to {@code parts}. */
    private static Node match(Node last, Uses uses, List<Node> parts) {
        Node softmax = uses.onlyFor(last.inputs().get(0), Reductions.SOFTMAX);
        if (softmax == null
                || softmax.integer("axis") != softmax.output().rank() - 1
                || uses.isSized(softmax.output())) {
            return null;
        }
        parts.add(softmax);
        List<Value> biases = new ArrayList<>();
        Value scores = softmax.inputs().get(0);
        for (Node add = uses.onlyFor(scores, Arithmetic.ADD);
                add != null && add.inputs().size() == 2 && !uses.isSized(scores);
                add = uses.onlyFor(scores, Arithmetic.ADD)) {
            parts.add(add);
            biases.add(0, add.inputs().get(1));
            scores = add.inputs().get(0);
        }
        Node product = uses.onlyFor(scores, Networks.MATMUL);
        if (product == null || uses.isSized(scores)) {
            return null;
        }
        Node keys = uses.onlyFor(product.inputs().get(1), Shaping.TRANSPOSE);
        if (keys == null || !swapsLastTwo(keys) || uses.isSized(keys.output())) {
            return null;
        }
        parts.add(product);
        parts.add(keys);
        List<Value> inputs = new ArrayList<>(List.of(
                product.inputs().get(0), keys.inputs().get(0), last.inputs().get(1)));
        boolean alike = inputs.stream()
                        .allMatch(input -> input.rank() == 4
                                && input.type() == inputs.get(0).type())
                && biases.stream().allMatch(bias -> bias.type() == inputs.get(0).type());
        if (!alike) {
            return null;
        }
        inputs.addAll(biases);
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("scale", 1.0);
        return new Node(last.name(), Networks.ATTENTION, inputs, attributes, last.outputs());
    }

    private static boolean swapsLastTwo(Node transpose) {
        long[] axes = transpose.integers("axes");
        int rank = axes.length;
        for (int axis = 0; axis < rank - 2; axis++) {
            if (axes[axis] != axis) {
                return false;
            }
        }
        return rank >= 2 && axes[rank - 1] == rank - 2 && axes[rank - 2] == rank - 1;
    }
}
