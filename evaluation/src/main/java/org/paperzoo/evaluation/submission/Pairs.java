package org.paperzoo.evaluation.submission;

import java.io.Closeable;
import java.io.IOException;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Predictions beside their references, one example after another in the order of the data set.
 *
 * @param <P> what was predicted for an example
 * @param <R> what the data set says of it
 */
interface Pairs<P, R> extends Closeable {

    /**
     * One example.
     *
     * @param where where its prediction stands, for messages
     */
    record Pair<P, R>(String where, P prediction, R reference) {}

    /**
     * The next example, or null behind the last one of the data set.
     *
     * @throws InvalidDataException if there is no prediction for it, or one that is broken; the message names its id and
     *     the file
     */
    Pair<P, R> next() throws IOException;

    /** Number of examples, or -1 where only reading them all would tell. */
    default long size() {
        return -1;
    }

    /**
     * Refuses predictions of what the data set does not have. Called behind the last example.
     *
     * @throws InvalidDataException if there is one; the message names its id and the file
     */
    default void requireNoMore() throws IOException {}

    @Override
    default void close() throws IOException {}
}
