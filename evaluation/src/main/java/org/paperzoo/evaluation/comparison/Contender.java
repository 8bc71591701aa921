package org.paperzoo.evaluation.comparison;

import java.io.IOException;
import java.util.OptionalDouble;

/** One way to run the model that is compared: an engine with its options. Nothing is loaded yet. */
public interface Contender {

    /** Name in tables and pictures, such as {@code ONNX Runtime}; different for each contender of a comparison. */
    String name();

    /**
     * Builds the model and reads its weights. The caller takes the time and the growth of resident memory, so whatever
     * is needed before the first input belongs here, and what other contenders share, such as the start of a native
     * library, does not.
     *
     * @throws IOException if the model cannot be had or is broken
     */
    LoadedContender load() throws IOException;

    /** Milliseconds that it took to make what is loaded, once and for all; empty where nothing had to be made. */
    default OptionalDouble exportMillis() {
        return OptionalDouble.empty();
    }

    /** Whether what is loaded had to be made once, and an earlier run had kept it. */
    default boolean cached() {
        return false;
    }
}
