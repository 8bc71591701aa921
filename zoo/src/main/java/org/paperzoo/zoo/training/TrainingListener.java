package org.paperzoo.zoo.training;

/** Hears of a training's progress, on the training's thread. */
public interface TrainingListener {

    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

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
