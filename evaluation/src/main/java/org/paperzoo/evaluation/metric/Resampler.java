package org.paperzoo.evaluation.metric;

/** Examples kept apart, to be weighed anew. Safe for several threads. */
public interface Resampler {

    /** Number of units (as a rule, examples) to draw from. */
    int size();

    /**
     * The values of a data set in which each unit occurs as often as said. Where the metric's definition has a sentinel
     * for "undefined" (COCO's -1), this gives NaN instead. Sums may be rounded here, in an order that depends on nothing
     * but the units.
     *
     * @param multiplicities how often each unit occurs, {@link #size()} numbers of zero or more
     */
    MetricResult result(int[] multiplicities);
}
