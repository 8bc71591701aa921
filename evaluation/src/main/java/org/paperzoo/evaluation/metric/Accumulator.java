package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a metric remembers of the examples it has seen.
 *
 * <p>Merging is associative and exact: however examples are split over accumulators and in whatever order these are
 * merged, {@link #result()} gives the same digits. States therefore hold integer counts, exact sums ({@link ExactSum})
 * or a record for each example, never rounded sums.
 *
 * <p>For one thread. An update that is refused leaves the state as it was.
 */
public interface Accumulator<P, R> {

    /**
     * Takes one example.
     *
     * @throws IllegalArgumentException if the two do not fit each other or hold what cannot be scored; one line
     */
    void update(P prediction, R reference);

    /**
     * Takes over all that another has seen, leaving it unchanged.
     *
     * @throws IllegalArgumentException if the other is of another metric, of other settings, or has seen an example that
     *     this has seen too, as far as examples have names
     */
    void merge(Accumulator<P, R> other);

    /** Number of examples seen. */
    long size();

    /**
     * The values over all examples seen. The accumulator can go on afterwards.
     *
     * @throws IllegalStateException if no example was seen
     */
    MetricResult result();

    /**
     * The whole state as JSON, for {@link Metric#restore}: exact, with the metric's ID, and equal for accumulators that
     * have seen the same examples.
     */
    JsonNode state();
}
