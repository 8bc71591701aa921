package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/**
 * Weights that oneDNN lays out anew once, after an archive is loaded, so that no call has to: those of convolutions and of
 * large linear maps. A weight that nothing else reads takes the place of the plain one; one that is also looked up (a tied
 * embedding) gets a place of its own, {@code packed.<name>}.
 */
final class OneDnnWeights {

    /** Below so many elements the plain product is as fast. */
    private static final long LARGE = 1 << 18;

    private static final String OWN_PLACE = "packed.";

    private final Map<NDArray, String> places = new IdentityHashMap<>();
    private final Map<String, String> preparations = new LinkedHashMap<>();

    private OneDnnWeights() {}

    /**
     * Finds the weights of an archive's graphs.
     *
     * @param names the archive's name of each constant
     */
    static OneDnnWeights of(List<Graph> graphs, Map<NDArray, String> names, TorchScriptArchive archive) {
        OneDnnWeights weights = new OneDnnWeights();
        Map<NDArray, Integer> otherUses = new IdentityHashMap<>();
        for (Graph graph : graphs) {
            for (Node node : graph.nodes()) {
                for (int i = 0; i < node.inputs().size(); i++) {
                    NDArray array = graph.constants().get(node.inputs().get(i));
                    if (array != null && (i != 1 || !packs(node, graph))) {
                        otherUses.merge(array, 1, Integer::sum);
                    }
                }
            }
        }
        for (Graph graph : graphs) {
            for (Node node : graph.nodes()) {
                if (packs(node, graph)) {
                    NDArray weight = graph.constants().get(node.inputs().get(1));
                    weights.add(node, weight, names.get(weight), otherUses.containsKey(weight), archive);
                }
            }
        }
        return weights;
    }

    /** Whether a node multiplies by a constant that is worth laying out anew. */
    static boolean packs(Node node, Graph graph) {
        if (node.operation() == Networks.CONVOLUTION) {
            return node.inputs().get(1).rank() == 4
                    && graph.constants().containsKey(node.inputs().get(1));
        }
        Value weight = node.operation() == Networks.LINEAR ? node.inputs().get(1) : null;
        return graph.constants().containsKey(weight)
                && graph.constants().get(weight).getShape().size() >= LARGE;
    }

    private void add(Node node, NDArray weight, String name, boolean shared, TorchScriptArchive archive) {
        if (places.containsKey(weight)) {
            return;
        }
        String place = name;
        if (shared) {
            place = OWN_PLACE + name;
            archive.alias(place, name);
        }
        String reference = archive.reference(place);
        places.put(weight, reference);
        preparations.put(
                reference,
                node.operation() == Networks.CONVOLUTION
                        ? "ops.mkldnn._reorder_convolution_weight(" + reference + ", "
                                + integers(node, "paddings") + ", " + integers(node, "strides") + ", "
                                + integers(node, "dilations") + ", " + node.integer("groups") + ", None)"
                        : "ops.mkldnn._reorder_linear_weight(" + reference + ", None)");
    }

    /** An attribute of a node as a list. */
    static String integers(Node node, String attribute) {
        return Arrays.toString(node.integers(attribute));
    }

    /** The expression of a weight as oneDNN wants it. */
    String place(NDArray weight) {
        return places.get(weight);
    }

    /** The body of the method that lays the weights out, to be run once. */
    String preparation() {
        StringBuilder body = new StringBuilder();
        preparations.forEach((place, packed) ->
                body.append(place).append(" = ").append(packed).append('\n'));
        return body.append("return None").toString();
    }
}
