package org.paperzoo.evaluation.score;

import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;

/**
 * How far a score can be trusted. Units are what is drawn together: accumulators of one example each, in the order of the
 * examples.
 */
public interface Significance<P, R> {

    /** Intervals of a system's values. */
    Bootstrap.Intervals intervals(List<? extends Accumulator<P, R>> units);

    /**
     * Compares two systems over the same examples.
     *
     * @throws IllegalArgumentException if they have scored different numbers of examples
     */
    PairedComparison compare(List<? extends Accumulator<P, R>> baseline, List<? extends Accumulator<P, R>> system);
}
