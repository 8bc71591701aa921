package org.paperzoo.evaluation.score;

import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.Metric;

/**
 * How far a score can be trusted. Units are what is drawn together: accumulators of one example each, in the order of the
 * examples.
 */
public interface Significance<P, R> {

    /** Intervals from the percentile bootstrap, and the test that the settings ask for: of any metric. */
    static <P, R> Significance<P, R> of(Metric<P, R> metric, SignificanceSettings settings) {
        return new ResamplingSignificance<>(metric, settings);
    }

    /** Intervals of a system's values. */
    Bootstrap.Intervals intervals(List<? extends Accumulator<P, R>> units);

    /**
     * Compares two systems over the same examples.
     *
     * @throws IllegalArgumentException if they have scored different numbers of examples
     */
    PairedComparison compare(List<? extends Accumulator<P, R>> baseline, List<? extends Accumulator<P, R>> system);
}
