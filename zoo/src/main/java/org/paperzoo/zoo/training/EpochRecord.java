package org.paperzoo.zoo.training;

/**
 * What one epoch did.
 *
 * @param epoch from 1
 * @param rate the learning rate
 * @param trainingLoss mean over its steps
 * @param validationLoss mean over the validation batches after it
 * @param steps number of steps
 * @param seconds wall time of the steps, without validation
 */
public record EpochRecord(
        int epoch, double rate, double trainingLoss, double validationLoss, int steps, double seconds) {}
