package org.paperzoo.evaluation.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.training.EpochRecord;

/**
 * What a training did and how good its best weights are on the test split.
 *
 * @param model the card's ID
 * @param seed that was used
 * @param epochs all epochs
 * @param bestEpoch whose weights were kept
 * @param secondsPerStep mean wall time of a training step
 * @param testExamples examples measured
 * @param values what was measured on them
 * @param baselines what simple forecasts make of the same windows; empty for other tasks than forecasting
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingReport(
        String model,
        long seed,
        List<EpochRecord> epochs,
        int bestEpoch,
        double secondsPerStep,
        long testExamples,
        List<MeasuredValue> values,
        List<BaselineErrors> baselines) {

    public TrainingReport {
        epochs = List.copyOf(epochs);
        values = List.copyOf(values);
        baselines = List.copyOf(baselines);
    }

    /**
     * Errors of a forecast that needs no network.
     *
     * @param name {@code naive} (the last value goes on), {@code seasonal-naive} (the last day repeats) or {@code linear}
     *     (each step a linear function of the past)
     * @param mse mean squared error
     * @param mae mean absolute error
     */
    public record BaselineErrors(String name, double mse, double mae) {}

    /** The value of a metric, by the name by which cards refer to it. */
    public double value(String metric) {
        return values.stream()
                .filter(value -> value.answersTo(metric))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the report holds no " + metric))
                .value();
    }
}
