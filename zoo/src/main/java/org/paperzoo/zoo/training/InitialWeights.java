package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.paperzoo.zoo.nn.NamedBlock;

/** Where a training begins. */
@FunctionalInterface
public interface InitialWeights {

    /** At the random values of the network's paper, drawn from the training's seed. */
    InitialWeights RANDOM = (network, manager) -> {};

    /**
     * Fills a network. What it leaves empty gets random values.
     *
     * @param network holds nothing yet
     * @param manager will own its parameters
     */
    void fill(NamedBlock network, NDManager manager) throws IOException;
}
