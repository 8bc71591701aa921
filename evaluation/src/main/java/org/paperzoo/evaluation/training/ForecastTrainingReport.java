package org.paperzoo.evaluation.training;

import java.util.List;
import org.paperzoo.zoo.training.EpochRecord;

/**
 * What a training did and how well its best weights forecast the test split, on standardised values, in whole batches as
 * the authors measure.
 *
 * @param model the card's ID
 * @param seed that was used
 * @param epochs all epochs
 * @param bestEpoch whose weights were kept
 * @param testWindows windows measured
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param secondsPerStep mean wall time of a training step
 * @param baselines what simple forecasts make of the same windows
 */
public record ForecastTrainingReport(
        String model,
        long seed,
        List<EpochRecord> epochs,
        int bestEpoch,
        int testWindows,
        double mse,
        double mae,
        double secondsPerStep,
        List<BaselineErrors> baselines) {

    public ForecastTrainingReport {
        epochs = List.copyOf(epochs);
        baselines = List.copyOf(baselines);
    }

    /**
     * Errors of a forecast that learns nothing.
     *
     * @param name {@code naive} (the last value goes on) or {@code seasonal-naive} (the last day repeats)
     * @param mse mean squared error
     * @param mae mean absolute error
     */
    public record BaselineErrors(String name, double mse, double mae) {}
}
