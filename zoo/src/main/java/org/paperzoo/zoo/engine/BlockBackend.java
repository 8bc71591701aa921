package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDList;
import java.util.List;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** Blocks on the PyTorch engine, operation by operation. */
public final class BlockBackend implements Backend {

    private final NamedBlock network;
    private final List<GraphDefinition> definitions;

    /** A backend over a network with its weights; closing it leaves them to their owner. */
    public BlockBackend(NamedBlock network, List<GraphDefinition> definitions) {
        this.network = network;
        this.definitions = definitions;
    }

    @Override
    public EngineName engine() {
        return EngineName.PYTORCH;
    }

    @Override
    public NamedBlock network() {
        return network;
    }

    @Override
    public NDList run(String graph, NDList inputs) {
        GraphDefinition definition = GraphDefinition.find(definitions, graph);
        Pass pass = Pass.inference();
        return pass.scopedList(() -> definition.body().forward(pass, inputs));
    }

    @Override
    public EncoderDecoder generator() {
        if (network instanceof EncoderDecoder generator) {
            return generator;
        }
        throw new IllegalStateException(network.getClass().getSimpleName() + " does not generate");
    }

    @Override
    public void close() {
        // The weights belong to whoever loaded them.
    }
}
