package org.paperzoo.zoo.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who reads which array of a graph. */
public final class Uses {

    private final Map<Value, Integer> counts = new HashMap<>();
    private final Map<Value, Node> makers = new HashMap<>();
    private final Map<Value, Node> readers = new HashMap<>();
    private final Set<Value> sized = new HashSet<>();

    private Uses() {}

    /** Reads a graph. */
    public static Uses of(Graph graph) {
        Uses uses = new Uses();
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> uses.makers.put(output, node));
            uses.sized.addAll(Graph.sizesRead(node));
            for (Value read : node.inputs()) {
                if (read != null) {
                    uses.counts.merge(read, 1, Integer::sum);
                    uses.readers.put(read, node);
                }
            }
        }
        // An output is read by whoever runs the graph.
        graph.outputs().values().forEach(output -> uses.counts.merge(output, 1, Integer::sum));
        return uses;
    }

    /** The node that gives an array; null for inputs and constants. */
    public Node maker(Value value) {
        return makers.get(value);
    }

    /** The only node that has to do with an array, or null if there is none, there are several, or others ask for its sizes. */
    public Node onlyReader(Value value) {
        return counts.getOrDefault(value, 0) == 1 && !sized.contains(value) ? readers.get(value) : null;
    }

    /** The node that gives an array, if it is of this operation and nobody else reads the array. */
    Node onlyFor(Value value, Operation operation) {
        Node maker = makers.get(value);
        boolean alone = maker != null && maker.operation() == operation && counts.getOrDefault(value, 0) == 1;
        return alone ? maker : null;
    }

    /** Whether some attribute asks for the sizes of an array. */
    boolean isSized(Value value) {
        return sized.contains(value);
    }
}
