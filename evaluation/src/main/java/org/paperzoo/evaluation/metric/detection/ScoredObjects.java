package org.paperzoo.evaluation.metric.detection;

/** What a detector found in one picture. Scores are finite, areas finite and not negative. */
public interface ScoredObjects {

    /** Number of objects. */
    int size();

    /** Confidence of an object; only the order matters. */
    double score(int object);

    /** Category of an object, in the data set's own numbering. */
    int category(int object);

    /** Area of an object in pixels, by which it falls into small, medium or large where nothing matches it. */
    double area(int object);
}
