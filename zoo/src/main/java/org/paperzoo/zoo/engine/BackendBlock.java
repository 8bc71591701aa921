package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** A graph of a network as a block, which is what DJL's predictors run on whatever engine. */
public final class BackendBlock extends NamedBlock {

    private final Backend backend;
    private final String graph;

    /** A block that runs one graph; the network's parameters, where the engine needs them, are its own. */
    public BackendBlock(Backend backend, String graph) {
        this.backend = backend;
        this.graph = graph;
        child("network", backend.network());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return backend.run(graph, inputs);
    }
}
