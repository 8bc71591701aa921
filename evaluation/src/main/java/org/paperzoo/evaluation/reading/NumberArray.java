package org.paperzoo.evaluation.reading;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Numbers along several axes in a file. The first axis is that of rows; all others make a row, the last one contiguous. */
public interface NumberArray extends Closeable {

    /** Lengths of the axes. */
    List<Long> shape();

    /** Number of rows. */
    int rows();

    /** Numbers in a row. */
    int width();

    /** Whether the numbers are bytes from 0 to 255. */
    boolean ofBytes();

    /** Where a row stands, for messages. */
    String where(int row);

    /** The numbers of a row. */
    double[] row(int row) throws IOException;

    /**
     * Opens an array by the end of the file's name: {@code .npy}, or {@code .safetensors} with one tensor.
     *
     * @throws IOException if it is broken, or not as long as its header says; nothing of the size that a header claims is
     *     allocated before that is known
     * @throws IllegalArgumentException if the name ends otherwise
     */
    static NumberArray open(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".npy")) {
            return NpyFile.open(file);
        } else if (name.endsWith(".safetensors")) {
            return TensorTable.open(file, null);
        }
        throw new IllegalArgumentException(file + ": expected a name that ends with .npy or .safetensors");
    }
}
