package org.paperzoo.evaluation.comparison;

import java.io.IOException;
import java.util.OptionalLong;

/** A contender that is ready for inputs. Closing it frees its native memory. */
public interface LoadedContender extends AutoCloseable {

    /** Size in bytes of the files that it was loaded from; empty where there are none. */
    default OptionalLong bytesOnDisk() {
        return OptionalLong.empty();
    }

    /**
     * Makes the inputs of a setting. Every contender of a comparison must make the same ones: the outputs are compared.
     *
     * @throws IOException if the contender cannot run that setting
     */
    Trial open(Setting setting) throws IOException;

    @Override
    void close();
}
