package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One forward of a network as data: what is computed from which arrays, right at all sizes of its inputs. A graph is what
 * the writers of TorchScript and ONNX write; it does not run by itself.
 *
 * @param name such as {@code encoder}
 * @param inputs in the order in which they are given
 * @param constants arrays that are the same in every run, with their values: parameters under the checkpoint's names, and
 *     what was computed from them. The values belong to the network that was recorded, or to {@code owner}
 * @param nodes in an order in which they can run
 * @param outputs by the names that callers know, in order; several names may stand for one array
 * @param inputGroups inputs that belong together, by the name of the group: inputs named {@code past.0}, {@code past.1} …
 * @param states groups of outputs that take the place of a group of inputs in the next run: output group to input group
 * @param sizeNames names of the free sizes
 */
public record Graph(
        String name,
        List<Value> inputs,
        Map<Value, NDArray> constants,
        List<Node> nodes,
        Map<String, Value> outputs,
        Map<String, List<Value>> inputGroups,
        Map<String, String> states,
        Map<Size, String> sizeNames) {

    public Graph {
        inputs = List.copyOf(inputs);
        constants = Collections.unmodifiableMap(constants);
        nodes = List.copyOf(nodes);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        inputGroups = Collections.unmodifiableMap(new LinkedHashMap<>(inputGroups));
        states = Map.copyOf(states);
        sizeNames = Map.copyOf(sizeNames);
    }

    /** The same graph with other nodes and constants; both may be fewer. */
    Graph with(List<Node> newNodes, Map<Value, NDArray> newConstants) {
        return new Graph(name, inputs, newConstants, newNodes, outputs, inputGroups, states, sizeNames);
    }

    /** The arrays that a node reads: its inputs, and those whose sizes its attributes ask for. */
    static Set<Value> reads(Node node) {
        Set<Value> reads = new LinkedHashSet<>();
        node.inputs().stream().filter(input -> input != null).forEach(reads::add);
        reads.addAll(sizesRead(node));
        return reads;
    }

    /** The arrays whose sizes a node's attributes ask for. */
    static Set<Value> sizesRead(Node node) {
        Set<Value> reads = new LinkedHashSet<>();
        node.attributes().values().forEach(attribute -> sizes(attribute, reads));
        return reads;
    }

    private static void sizes(Object attribute, Set<Value> reads) {
        if (attribute instanceof List<?> list) {
            list.forEach(element -> sizes(element, reads));
        } else if (attribute instanceof Size.Axis axis) {
            reads.add(axis.array());
        } else if (attribute instanceof Size.Sum sum) {
            sizes(sum.left(), reads);
            sizes(sum.right(), reads);
        } else if (attribute instanceof Size.Product product) {
            sizes(product.left(), reads);
            sizes(product.right(), reads);
        } else if (attribute instanceof Size.Quotient quotient) {
            sizes(quotient.dividend(), reads);
        }
    }

    /**
     * Whether an output belongs to a group, as its name says: {@code remembered.0}. What a group holds goes into another
     * run, or another graph's, as it is, in whatever precision the graphs compute.
     */
    public static boolean isGrouped(String output) {
        return output.matches(".+\\.\\d+");
    }

    /** The inputs that belong to no group. */
    public List<Value> singleInputs() {
        List<Value> single = new ArrayList<>(inputs);
        inputGroups.values().forEach(single::removeAll);
        return single;
    }
}
