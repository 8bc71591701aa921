package org.paperzoo.evaluation.comparison;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.util.OptionalLong;

/** A loaded contender with the inputs of one setting, ready to be run again and again. */
public interface Trial extends AutoCloseable {

    /**
     * Runs the model once; this call is what is timed. It returns when the outputs are there: an engine that works
     * behind the caller's back, as on a GPU, must be waited for here.
     *
     * @return the outputs, the same at each call and in the same order as the other contenders'; the caller closes them
     */
    NDList run() throws IOException;

    /**
     * Calls from Java into native code: in one step of a generation, in one run of what has no steps; empty where they
     * were not counted.
     */
    default OptionalLong nativeCalls() {
        return OptionalLong.empty();
    }

    @Override
    void close();
}
