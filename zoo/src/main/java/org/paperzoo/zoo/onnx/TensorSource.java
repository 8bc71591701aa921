package org.paperzoo.zoo.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where a tensor's elements come from when a model is written, one tensor at a time. */
@FunctionalInterface
public interface TensorSource {

    /**
     * Reads the elements: little-endian, row-major, contiguous, between the buffer's position and limit. May be called
     * more than once, and gives the same each time.
     */
    ByteBuffer read() throws IOException;
}
