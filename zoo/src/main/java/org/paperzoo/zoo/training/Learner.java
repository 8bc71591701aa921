package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/** A network and what it is to make small. */
public interface Learner {

    /** The network whose parameters are trained. */
    NamedBlock network();

    /**
     * Runs the network and measures its error.
     *
     * @param pass trains or not
     * @param batch of {@link Examples}
     * @param seed for what the forward draws at random beyond dropout; another one in each training step, 0 in validation
     * @return a scalar, the mean over the batch
     */
    NDArray loss(Pass pass, NDList batch, long seed);
}
