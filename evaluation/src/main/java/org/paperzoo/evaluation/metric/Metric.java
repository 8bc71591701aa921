package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A measure of predictions against references. Immutable and safe for several threads; the accumulators that it makes
 * belong to one thread each.
 *
 * @param <P> what a model predicts for one example
 * @param <R> what the data set says of it
 */
public interface Metric<P, R> {

    /** What is measured, and by whose definition. */
    MetricDefinition definition();

    /** An accumulator that has seen nothing. */
    Accumulator<P, R> newAccumulator();

    /**
     * An accumulator with a state that {@link Accumulator#state()} wrote, in this process or another.
     *
     * @throws InvalidInputException if the state is of another metric, or damaged; the message names the field
     */
    Accumulator<P, R> restore(JsonNode state) throws InvalidInputException;

    /**
     * Keeps examples apart so that they can be weighed anew, which is what a bootstrap does. Each unit is an accumulator
     * of this metric that has seen what is to be drawn together: as a rule, one example.
     */
    default Resampler resampler(List<? extends Accumulator<P, R>> units) {
        return new MergingResampler<>(this, units);
    }

    /** How many resamples a confidence interval takes unless the user says otherwise. */
    default int defaultResamples() {
        return 1000;
    }

    /**
     * Scores predictions against references in one go.
     *
     * @throws IllegalArgumentException if there are none, their numbers differ, or one is refused; the message gives its
     *     index
     */
    default MetricResult evaluate(List<? extends P> predictions, List<? extends R> references) {
        if (predictions.size() != references.size()) {
            throw new IllegalArgumentException(definition().id() + ": " + predictions.size() + " predictions for "
                    + references.size() + " references");
        }
        if (predictions.isEmpty()) {
            throw new IllegalArgumentException(definition().id() + ": there is nothing to score");
        }
        Accumulator<P, R> accumulator = newAccumulator();
        for (int i = 0; i < predictions.size(); i++) {
            try {
                accumulator.update(predictions.get(i), references.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("example " + i + ": " + e.getMessage(), e);
            }
        }
        return accumulator.result();
    }
}
