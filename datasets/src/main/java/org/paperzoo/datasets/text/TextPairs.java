package org.paperzoo.datasets.text;

import java.io.Closeable;
import java.io.IOException;

/** Pairs one after another, read as they are asked for. */
public interface TextPairs extends Closeable {

    /** The next pair, or null behind the last one. */
    TextPair next() throws IOException;

    /** Number of pairs where it is known without reading, else -1. */
    default long size() {
        return -1;
    }

    @Override
    default void close() throws IOException {}
}
