package org.paperzoo.zoo.training;

import java.util.List;

/**
 * How far a training has come.
 *
 * @param epochs those that are done
 * @param steps made in the epoch that is not done
 * @param lossSum of these steps
 * @param seconds that they took
 */
record TrainingProgress(List<EpochRecord> epochs, int steps, double lossSum, double seconds) {

    static final TrainingProgress NONE = new TrainingProgress(List.of(), 0, 0, 0);

    TrainingProgress {
        epochs = List.copyOf(epochs);
    }
}
