package org.paperzoo.zoo.training;

import java.util.Comparator;
import java.util.List;

/**
 * What a training did. The network holds the weights of the best epoch.
 *
 * @param epochs all epochs, those before a resumption too; at least one
 */
public record TrainingResult(List<EpochRecord> epochs) {

    public TrainingResult {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a training has at least one epoch");
        }
    }

    /** The epoch with the smallest validation loss; of equal ones the last, whose weights were kept. */
    public EpochRecord best() {
        return epochs.stream()
                .min(Comparator.comparingDouble(EpochRecord::validationLoss)
                        .thenComparing(
                                Comparator.comparingInt(EpochRecord::epoch).reversed()))
                .orElseThrow();
    }

    /** Mean wall time of a training step in seconds. */
    public double secondsPerStep() {
        double seconds = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        return seconds / epochs.stream().mapToInt(EpochRecord::steps).sum();
    }
}
