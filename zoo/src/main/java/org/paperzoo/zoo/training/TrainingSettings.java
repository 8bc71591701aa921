package org.paperzoo.zoo.training;

/**
 * How a training runs.
 *
 * @param epochs the largest number of epochs, at least 1
 * @param batchSize examples in a step, at least 1; an epoch's last, smaller batch is left out
 * @param patience epochs without a better validation loss after which it stops, at least 1
 * @param rate the learning rate of each epoch
 * @param seed decides initial weights, the order of examples, dropout and what the network draws
 */
public record TrainingSettings(int epochs, int batchSize, int patience, LearningRate rate, long seed) {

    public TrainingSettings {
        requirePositive("epochs", epochs);
        requirePositive("batch size", batchSize);
        requirePositive("patience", patience);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
