package org.paperzoo.evaluation.metric.summarisation;

import java.util.List;

/**
 * The references of one segment and its place in the data set, for scores that depend on which segment is the last.
 *
 * @param number place of the segment, such as its line; no two segments of a data set have the same
 * @param texts one reference or more, words parted by spaces
 */
public record NumberedReferences(long number, List<String> texts) {

    public NumberedReferences {
        if (number < 0) {
            throw new IllegalArgumentException("the place of a segment must not be negative, not " + number);
        }
    }
}
