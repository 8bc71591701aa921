package org.paperzoo.evaluation.comparison.contender;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Work;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.WorkCount;
import org.paperzoo.zoo.nn.NamedBlock;

/** What one run of a network is: one forward, or one generation; and which sizes its inputs have. */
public sealed interface ModelRun permits ForwardRun, GenerationRun {

    String LENGTH = "length";
    String HEIGHT = "height";
    String WIDTH = "width";
    String NEW_TOKENS = "new tokens";
    String BEAMS = "beams";

    /** What a model's run is: a generation where it generates, else a forward. */
    static ModelRun of(ComparedModel model) throws IOException {
        NamedBlock network = model.declared();
        List<GraphDefinition> definitions = model.architecture().graphs(network);
        boolean generates =
                definitions.stream().anyMatch(definition -> definition.name().equals(DecodingGraphs.ENCODER));
        return generates
                ? GenerationRun.of(model.configuration(), network, definitions)
                : ForwardRun.of(network, definitions);
    }

    /** The sizes of a run beside the batch, in the order in which they are shown, each with its usual value. */
    Map<String, Integer> usualSizes();

    /**
     * Checks that the network can run at some sizes.
     *
     * @throws IllegalArgumentException if it cannot; the message is one line
     */
    void check(Setting setting);

    /** The inputs of a setting, the same at each call with the engine's random numbers in the same state. */
    NDList inputs(NDManager manager, Setting setting);

    /**
     * Prepares a run.
     *
     * @return runs once over the inputs; the caller closes the outputs
     */
    Function<NDList, NDList> on(Backend backend, Setting setting);

    /** Calls from Java into native code in one step on an engine that runs graphs. */
    long nativeCalls(EngineName engine);

    /** Calls from Java into native code in one step where blocks run the network, counted at least. */
    long nativeCallsOfBlocks(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager);

    /** Records what has to be counted, and counts the work of any setting from then on. */
    Function<Setting, Work> work(NamedBlock loaded, List<GraphDefinition> definitions, NDManager manager);

    /** The inputs that a setting gets from a seed. */
    default NDList inputs(NDManager manager, Setting setting, long seed) {
        Engine.getEngine(ComparedModel.ENGINE).setRandomSeed((int) seed);
        return inputs(manager, setting);
    }

    /** Shapes of a setting's inputs. */
    default List<Shape> shapes(Setting setting) {
        try (NDManager manager = ComparedModel.manager()) {
            return inputs(manager, setting).stream()
                    .map(array -> array.getShape())
                    .toList();
        }
    }

    /** Counted work as the report has it. */
    static Work of(WorkCount.Counted counted) {
        return new Work(counted.flops(), counted.bytes());
    }
}
