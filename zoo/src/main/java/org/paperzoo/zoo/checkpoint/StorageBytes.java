package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one storage of a PyTorch file, wherever they lie and however they are packed. */
interface StorageBytes {

    /** Number of bytes. */
    long size();

    /**
     * Returns a part of the storage, read-only.
     *
     * @param offset first byte; offset + length is at most {@link #size()}
     * @param what what is read, for messages
     */
    ByteBuffer slice(long offset, long length, String what) throws IOException;
}
