package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Computes what does not depend on the inputs once and for all, and drops what no output needs. */
final class Folding {

    private Folding() {}

    static Graph fold(Graph graph) {
        Map<Value, NDArray> constants = new LinkedHashMap<>(graph.constants());
        List<Node> kept = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (isFixed(node, constants)) {
                List<NDArray> inputs = new ArrayList<>();
                node.inputs().forEach(input -> inputs.add(input == null ? null : constants.get(input)));
                NDList computed = node.operation().eager().run(inputs, fixedAttributes(node));
                for (int i = 0; i < computed.size(); i++) {
                    constants.put(node.outputs().get(i), computed.get(i));
                }
            } else {
                kept.add(node);
            }
        }
        return withoutUnused(graph.with(kept, constants));
    }

    /** An array made from nothing, such as a range, stays: its input only says on which device. */
    private static boolean isFixed(Node node, Map<Value, NDArray> constants) {
        return !node.inputs().isEmpty()
                && node.inputs().stream().filter(Objects::nonNull).allMatch(constants::containsKey)
                && node.attributes().values().stream().allMatch(Folding::isFixed);
    }

    private static boolean isFixed(Object attribute) {
        if (attribute instanceof List<?> list) {
            return list.stream().allMatch(Folding::isFixed);
        }
        return !(attribute instanceof Size size) || size.isFixed();
    }

    private static Attributes fixedAttributes(Node node) {
        List<Object> namesAndValues = new ArrayList<>();
        node.attributes().forEach((name, value) -> {
            namesAndValues.add(name);
            namesAndValues.add(fixed(value));
        });
        return Attributes.of(namesAndValues.toArray());
    }

    private static Object fixed(Object attribute) {
        if (attribute instanceof List<?> sizes) {
            return sizes.stream().mapToLong(size -> ((Size) size).fixed()).toArray();
        }
        return attribute instanceof Size size ? size.fixed() : attribute;
    }

    static Graph withoutUnused(Graph graph) {
        Set<Value> needed = new HashSet<>(graph.outputs().values());
        List<Node> kept = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Node node = graph.nodes().get(i);
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(0, node);
                needed.addAll(Graph.reads(node));
            }
        }
        Map<Value, NDArray> constants = new LinkedHashMap<>(graph.constants());
        constants.keySet().removeIf(value -> !needed.contains(value));
        return graph.with(kept, constants);
    }
}
