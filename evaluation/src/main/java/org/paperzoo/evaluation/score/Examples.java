package org.paperzoo.evaluation.score;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** Examples that are read one by one, in order. One thread at a time asks for the next. */
@FunctionalInterface
public interface Examples<P, R> extends Closeable {

    /**
     * The next example, or null behind the last one.
     *
     * @throws IOException if it cannot be read or is broken; the message says where
     */
    Example<P, R> next() throws IOException;

    /** How many of them a thread takes at a time, so that threads seldom wait for each other; for text, cheap to score. */
    default int takenAtOnce() {
        return 64;
    }

    @Override
    default void close() throws IOException {}

    /** Examples from memory. */
    static <P, R> Examples<P, R> of(Iterable<Example<P, R>> examples) {
        Iterator<Example<P, R>> iterator = examples.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }
}
