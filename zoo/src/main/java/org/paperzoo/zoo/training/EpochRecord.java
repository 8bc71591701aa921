package org.paperzoo.zoo.training;

/**
 * What one epoch did.
 *
 * @param epoch from 1
 * @param rate the learning rate of its last step
 * @param trainingLoss mean over its batches
 * @param validationLoss mean over the validation batches after it
 * @param merit what the training's {@link Merit} found after it, or null where it was not asked
 * @param steps number of steps
 * @param seconds wall time of the steps, without validation
 */
public record EpochRecord(
        int epoch, double rate, double trainingLoss, double validationLoss, Double merit, int steps, double seconds) {}
