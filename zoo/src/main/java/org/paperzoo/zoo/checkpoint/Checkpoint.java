package org.paperzoo.zoo.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Named tensors of a model as its authors released them. Opening reads only the directory of names, types and shapes; a
 * tensor's bytes are read when they are asked for. Implementations are safe for use by several threads.
 */
public interface Checkpoint extends Closeable {

    /** Where the tensors come from, for messages: a file or folder. */
    String source();

    /** Names of all tensors, in the order of the file. */
    Set<String> names();

    /**
     * Describes a tensor.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     */
    TensorInfo info(String name);

    /**
     * Returns a tensor's elements: little-endian, row-major, contiguous, strides resolved. The buffer is read-only or
     * fresh, its position 0 and its limit {@code info(name).bytes()}; a mapped one is valid until the checkpoint is
     * closed.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     * @throws IOException if the file cannot be read, or does not hold what its directory says
     */
    ByteBuffer read(String name) throws IOException;

    /**
     * Copies a tensor's elements to the position of {@code target}, which it moves behind them.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     * @throws IOException as {@link #read}
     */
    default void readInto(String name, ByteBuffer target) throws IOException {
        target.put(read(name));
    }

    /** Whether two names are known, without reading, to be one tensor. */
    default boolean sameStorage(String name, String other) {
        return name.equals(other);
    }
}
