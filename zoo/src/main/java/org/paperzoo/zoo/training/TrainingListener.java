package org.paperzoo.zoo.training;

import java.util.List;

/** Hears of a training's progress, on the training's thread. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * A training goes on that was ended before.
     *
     * @param epochs those that were made then, without the one that was not finished
     */
    default void resumed(List<EpochRecord> epochs) {}

    /**
     * A step was made.
     *
     * @param epoch from 1
     * @param step from 1
     * @param steps number of steps in an epoch
     * @param loss of this step
     */
    default void step(int epoch, int step, int steps, double loss) {}

    /** An epoch was made, validated and saved. */
    default void epoch(EpochRecord epoch) {}

    /** The last epoch was made: what follows, if anything does, measures the weights. */
    default void ended() {}

    /**
     * Whether the training shall be saved and ended here, to be resumed some day. Asked after each step and each batch of
     * validation.
     */
    default boolean wantsToStop() {
        return false;
    }
}
