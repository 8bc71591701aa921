package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** The examples of one split, each under its number. */
public interface Examples {

    /** How many there are. */
    int size();

    /**
     * Puts some of them into a batch.
     *
     * @param indices numbers of the examples, each in {@code [0, size())}
     * @param seed for what is drawn at random in preparing them (crops, flips, masks); another one in each training step, 0
     *     in validation, where nothing is drawn
     * @param manager owns the arrays
     * @return what the learner expects, batch axis first
     */
    NDList batch(int[] indices, long seed, NDManager manager);
}
