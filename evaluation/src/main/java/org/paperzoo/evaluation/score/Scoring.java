package org.paperzoo.evaluation.score;

import java.util.Objects;
import java.util.function.Function;
import org.paperzoo.evaluation.metric.Metric;

/**
 * A metric and the examples that it will score.
 *
 * @param metric the metric
 * @param examples the examples, which the one who runs the scoring closes
 * @param significance how intervals and comparisons are made from the user's settings
 */
public record Scoring<P, R>(
        Metric<P, R> metric, Examples<P, R> examples, Function<SignificanceSettings, Significance<P, R>> significance) {

    public Scoring {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(examples, "examples");
        Objects.requireNonNull(significance, "significance");
    }

    /** A metric with intervals from the percentile bootstrap, and comparisons from the paired one. */
    public static <P, R> Scoring<P, R> of(Metric<P, R> metric, Examples<P, R> examples) {
        return new Scoring<>(metric, examples, settings -> new ResamplingSignificance<>(metric, settings));
    }

    /** The same with intervals and comparisons as the metric's reference makes them. */
    public Scoring<P, R> withSignificance(Function<SignificanceSettings, Significance<P, R>> other) {
        return new Scoring<>(metric, examples, other);
    }
}
