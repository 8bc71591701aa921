package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;

/** The examples of one split, each under its number. */
public interface Examples {

    /** How many there are. */
    int size();

    /**
     * Puts some of them into a batch. While a step is made the next batch is prepared on another thread, but never two at
     * once.
     *
     * @param indices numbers of the examples, each in {@code [0, size())}
     * @param seed for what is drawn at random in preparing them (crops, flips, masks); another one for each batch of a
     *     training, 0 in validation, where nothing is drawn
     * @param manager owns the arrays
     * @return what the learner expects, batch axis first
     * @throws IOException if an example cannot be read
     */
    NDList batch(int[] indices, long seed, NDManager manager) throws IOException;

    /**
     * Changes the order of an epoch, which is a shuffled one, so that batches hold examples of like length, say. The batches
     * are the order's stretches.
     *
     * @param order a permutation of the numbers, to be changed in place
     * @param batchSize examples of a batch
     * @param seed for what is drawn at random
     */
    default void arrange(int[] order, int batchSize, long seed) {}
}
