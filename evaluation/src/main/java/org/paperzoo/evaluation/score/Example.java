package org.paperzoo.evaluation.score;

import java.io.IOException;

/**
 * One prediction with its reference. Both may still have to be loaded: what is costly to read or decode is loaded by the
 * thread that scores it.
 *
 * @param where where it stands, for messages, such as {@code hyp.txt:12}
 * @param prediction what was predicted
 * @param reference what is right
 */
public record Example<P, R>(String where, Source<? extends P> prediction, Source<? extends R> reference) {

    /** Something to be loaded, by any one thread. */
    @FunctionalInterface
    public interface Source<T> {

        /**
         * Loads it.
         *
         * @throws IOException if it cannot be read or is broken; the message says where
         */
        T load() throws IOException;
    }

    /** An example that is in memory. */
    public static <P, R> Example<P, R> of(String where, P prediction, R reference) {
        return new Example<>(where, () -> prediction, () -> reference);
    }
}
