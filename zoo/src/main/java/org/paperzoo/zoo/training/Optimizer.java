package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** Turns gradients into new parameters, in place. */
public interface Optimizer extends AutoCloseable {

    /**
     * Changes every parameter by its gradient and sets the gradients to zero. Called after a backward pass.
     *
     * @param rate the learning rate
     * @param norm the largest norm of all gradients together: longer ones are shortened to it before the step; infinite to
     *     leave them
     * @param scale of the loss that the gradients are of: taken off them first, and moved afterwards
     */
    void step(double rate, double norm, LossScale scale);

    /** What it must remember from step to step, by name: arrays that a resumption fills in place. */
    Map<String, NDArray> state();

    @Override
    void close();
}
