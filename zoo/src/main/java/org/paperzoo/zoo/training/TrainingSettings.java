package org.paperzoo.zoo.training;

import java.util.List;

/**
 * How a training runs.
 *
 * @param epochs the largest number of epochs, at least 1
 * @param batchSize examples in a batch, at least 1; what does not fill an epoch's last step is left out
 * @param accumulation batches whose gradients make one step, at least 1
 * @param patience epochs without a better one after which it stops, at least 1
 * @param optimizer turns gradients into steps
 * @param groups parameters that are trained otherwise
 * @param rate the learning rate of each step
 * @param clipping the largest norm of the gradients of a step; infinite for no bound
 * @param mixedPrecision whether the forward is PyTorch's automatic mixed precision of float16 and float32
 * @param average decay of the moving average of weights that is validated and kept, in (0, 1); 0 for none
 * @param seed decides initial weights, the order of examples, dropout and what network and examples draw
 */
public record TrainingSettings(
        int epochs,
        int batchSize,
        int accumulation,
        int patience,
        OptimizerSettings optimizer,
        List<ParameterGroup> groups,
        LearningRate rate,
        double clipping,
        boolean mixedPrecision,
        double average,
        long seed) {

    public TrainingSettings {
        requirePositive("epochs", epochs);
        requirePositive("batch size", batchSize);
        requirePositive("accumulation", accumulation);
        requirePositive("patience", patience);
        groups = List.copyOf(groups);
        if (!(clipping > 0)) {
            throw new IllegalArgumentException("gradients are clipped to a norm greater than 0, not " + clipping);
        }
        if (!(average >= 0 && average < 1)) {
            throw new IllegalArgumentException("the decay of the average is in [0, 1), not " + average);
        }
    }

    /** Adam without weight decay, clipping or average. */
    public TrainingSettings(int epochs, int batchSize, int patience, LearningRate rate, long seed) {
        this(
                epochs,
                batchSize,
                1,
                patience,
                OptimizerSettings.Adam.plain(),
                List.of(),
                rate,
                Double.POSITIVE_INFINITY,
                false,
                0,
                seed);
    }

    public TrainingSettings withOptimizer(OptimizerSettings other, ParameterGroup... otherGroups) {
        return new TrainingSettings(
                epochs,
                batchSize,
                accumulation,
                patience,
                other,
                List.of(otherGroups),
                rate,
                clipping,
                mixedPrecision,
                average,
                seed);
    }

    public TrainingSettings withAccumulation(int batches) {
        return new TrainingSettings(
                epochs, batchSize, batches, patience, optimizer, groups, rate, clipping, mixedPrecision, average, seed);
    }

    public TrainingSettings withClipping(double norm) {
        return new TrainingSettings(
                epochs,
                batchSize,
                accumulation,
                patience,
                optimizer,
                groups,
                rate,
                norm,
                mixedPrecision,
                average,
                seed);
    }

    public TrainingSettings withMixedPrecision() {
        return new TrainingSettings(
                epochs, batchSize, accumulation, patience, optimizer, groups, rate, clipping, true, average, seed);
    }

    public TrainingSettings withAverage(double decay) {
        return new TrainingSettings(
                epochs,
                batchSize,
                accumulation,
                patience,
                optimizer,
                groups,
                rate,
                clipping,
                mixedPrecision,
                decay,
                seed);
    }

    /** Steps that an epoch over so many examples makes. */
    int stepsPerEpoch(int examples) {
        return examples / (batchSize * accumulation);
    }

    /**
     * Everything by which two trainings differ. The number of epochs, which a resumption may raise, takes part only where the
     * rate depends on it.
     */
    String identity() {
        boolean dependsOnLength = rate instanceof LearningRate.Linear
                || rate instanceof LearningRate.Cosine
                || rate instanceof LearningRate.Polynomial;
        return (dependsOnLength ? "epochs " + epochs + ", " : "")
                + "batch " + batchSize
                + (accumulation == 1 ? "" : " x " + accumulation)
                + ", optimizer " + optimizer
                + (groups.isEmpty() ? "" : ", groups " + groups)
                + ", rate " + rate
                + (Double.isInfinite(clipping) ? "" : ", clipping " + clipping)
                + (mixedPrecision ? ", mixed precision" : "")
                + (average == 0 ? "" : ", average " + average)
                + ", seed " + seed;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, not " + value);
        }
    }
}
