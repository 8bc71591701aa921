package org.paperzoo.datasets;

import java.io.Closeable;
import java.io.IOException;

/**
 * Examples one after another, read as they are asked for.
 *
 * @param <E> a record
 */
public interface Examples<E extends Record> extends Closeable {

    /**
     * The next example, or null behind the last one.
     *
     * @throws InvalidDataException if it is not what the data set's format says; the message names file and place
     */
    E next() throws IOException;

    /** Number of examples where it is known without reading, else -1. */
    default long size() {
        return -1;
    }

    @Override
    default void close() throws IOException {}
}
