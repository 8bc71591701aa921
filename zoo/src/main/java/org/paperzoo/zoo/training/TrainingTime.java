package org.paperzoo.zoo.training;

/**
 * How far a training has come.
 *
 * @param epoch from 1
 * @param step from 1, counted over all epochs
 * @param steps of the whole training, if it is not stopped early
 */
public record TrainingTime(int epoch, long step, long steps) {

    public TrainingTime {
        if (epoch < 1 || step < 1 || steps < step) {
            throw new IllegalArgumentException("epoch " + epoch + ", step " + step + " of " + steps);
        }
    }
}
