package org.paperzoo.evaluation.metric.summarisation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MeanMetric.Shares;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A metric that scores each example by itself and reports means over examples: a {@link MeanMetric} whose scores can be
 * asked for one by one.
 *
 * @param <P> what is predicted for one example
 * @param <R> what the data set says of it
 */
abstract class ExampleMeans<P, R> implements AdditiveMetric<P, R> {

    private final MeanMetric<P, R> means;
    private final List<String> names;
    private final int headline;

    /**
     * @param names the values, in the order of {@link #scores}
     * @param headline index of the headline value among them
     */
    ExampleMeans(MetricDefinition definition, List<String> names, int headline) {
        this.names = List.copyOf(names);
        this.headline = headline;
        means = new MeanMetric<P, R>(
                        definition, names, (prediction, reference) -> Shares.ofValues(scores(prediction, reference)))
                .withHeadline(headline);
    }

    /**
     * The scores of one example, in the order of the values.
     *
     * @throws IllegalArgumentException if the example cannot be scored; one line
     */
    public abstract double[] scores(P prediction, R reference);

    /** Names of the values, in the order of {@link #scores}. */
    public final List<String> valueNames() {
        return names;
    }

    /** Name of the value that is the headline. */
    public final String headlineName() {
        return names.get(headline);
    }

    @Override
    public final MetricDefinition definition() {
        return means.definition();
    }

    @Override
    public final Accumulator<P, R> newAccumulator() {
        return means.newAccumulator();
    }

    @Override
    public final Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        return means.restore(state);
    }

    @Override
    public final double[] statistics(Accumulator<P, R> accumulator) {
        return means.statistics(accumulator);
    }

    @Override
    public final MetricResult resultOf(double[] statistics) {
        return means.resultOf(statistics);
    }
}
