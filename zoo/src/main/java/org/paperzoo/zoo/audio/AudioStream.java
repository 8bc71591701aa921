package org.paperzoo.zoo.audio;

import java.io.Closeable;
import java.io.IOException;

/** Sound that is decoded as it is read, so that an hour takes no more memory than a second. */
public interface AudioStream extends Closeable {

    /** Samples of each channel in a second. */
    int rate();

    /** Number of channels. */
    int channels();

    /**
     * Reads the next samples.
     *
     * @param target takes the samples in [-1, 1], channel by channel at each instant
     * @return how many instants were read, at least 1; -1 at the end
     * @throws org.paperzoo.zoo.InvalidInputException if the file is broken from here on
     */
    int read(float[] target) throws IOException;
}
