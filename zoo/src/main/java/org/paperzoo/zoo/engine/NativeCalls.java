package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.Map;
import org.paperzoo.zoo.generation.CacheLayout;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.Tracer;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * How many calls from Java into native code engines make for one run of a graph, or for one step of a decoder. Those of
 * runtimes follow from the code of their backends; blocks make as many as they call operations, and more: each result
 * is freed by another, and indices and shapes take some too, so that their number is a lower bound.
 */
public final class NativeCalls {

    /** Of an array handed to ONNX Runtime: whether it is contiguous, its address, the tensor over it, and freeing that. */
    private static final long ONNX_ARRAY = 4;

    private NativeCalls() {}

    /**
     * Operations that blocks call, counted by recording them.
     *
     * @param network has its weights
     * @param definition of the graph; of {@link DecodingGraphs#DECODER} a step over one token is counted
     * @param manager on the device and engine of the weights
     */
    public static long ofBlocks(NamedBlock network, GraphDefinition definition, NDManager manager) {
        Map<String, Integer> sizes = new HashMap<>();
        definition.sizes().forEach((name, size) -> sizes.put(name, Math.max(size.least(), size.recorded())));
        if (definition.name().equals(DecodingGraphs.DECODER)) {
            sizes.put(DecodingGraphs.TOKENS, 1);
        }
        return Tracer.operations(network, definition, manager, sizes);
    }

    /** Of TorchScript: one for each argument (a group is one), one to run, one to read the result; and freeing all. */
    public static long ofTorchScript(GraphDefinition definition) {
        long grouped = definition.groups().values().stream()
                .mapToLong(group -> group.size() - 1L)
                .sum();
        return torchScript(definition.inputs().size() - grouped);
    }

    /** Of a decoder's step on TorchScript: cache and encoder's memory are lists that stay in native memory. */
    public static long ofTorchScriptStep() {
        return torchScript(1);
    }

    private static long torchScript(long arguments) {
        return 2 * arguments + 3;
    }

    /** Of ONNX Runtime: the run, its arrays, and making and freeing those of the outputs. */
    public static long ofOnnx(GraphDefinition definition) {
        return onnx(definition.inputs().size(), definition.outputs().size());
    }

    /** Of a decoder's step on ONNX Runtime: as any run's with tokens and scores, and the old cache is freed. */
    public static long ofOnnxStep(CacheLayout layout) {
        return onnx(1, 1) + 2L * layout.layers();
    }

    private static long onnx(long inputs, long outputs) {
        return 1 + ONNX_ARRAY * inputs + (ONNX_ARRAY + 2) * outputs;
    }
}
