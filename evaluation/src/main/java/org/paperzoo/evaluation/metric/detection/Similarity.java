package org.paperzoo.evaluation.metric.detection;

/**
 * How alike a detection and an annotation of the same picture are, 0 to 1.
 *
 * @param <P> the detections of a picture
 * @param <R> the annotations of a picture
 */
@FunctionalInterface
public interface Similarity<P extends ScoredObjects, R extends AnnotatedObjects> {

    /** The similarity of one detection and one annotation. Safe for several threads. */
    double between(P detections, int detection, R annotations, int annotation);

    /**
     * Checks that detections and annotations can be compared.
     *
     * @throws IllegalArgumentException if not; one line
     */
    default void check(P detections, R annotations) {}
}
