package org.paperzoo.zoo.torchscript;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** A tensor's elements, asked for when the archive is written and not before. */
@FunctionalInterface
public interface TensorContent {

    /**
     * Writes all elements, little-endian, in the order in which they lie in memory. It may write in pieces, so that no
     * tensor has to fit one buffer.
     *
     * @param channel takes all of a buffer at once
     */
    void writeTo(WritableByteChannel channel) throws IOException;
}
