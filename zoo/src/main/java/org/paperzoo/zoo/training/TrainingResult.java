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

    /**
     * The epoch with the greatest merit where that was measured, else with the smallest validation loss; of equal ones the
     * last, whose weights were kept.
     */
    public EpochRecord best() {
        Comparator<EpochRecord> last = Comparator.comparingInt(EpochRecord::epoch);
        return epochs.stream()
                .filter(epoch -> epoch.merit() != null)
                .max(Comparator.comparingDouble(EpochRecord::merit).thenComparing(last))
                .orElseGet(() -> epochs.stream()
                        .min(Comparator.comparingDouble(EpochRecord::validationLoss)
                                .thenComparing(last.reversed()))
                        .orElseThrow());
    }

    /** Mean wall time of a training step in seconds. */
    public double secondsPerStep() {
        double seconds = epochs.stream().mapToDouble(EpochRecord::seconds).sum();
        return seconds / epochs.stream().mapToInt(EpochRecord::steps).sum();
    }
}
