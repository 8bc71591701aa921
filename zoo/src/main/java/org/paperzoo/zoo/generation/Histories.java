package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** The tokens of every row of a decoding, on the host. All rows have the same length. */
final class Histories {

    private final long[][] rows;
    private int length;

    /** Every row begins with the prompt. */
    Histories(int rows, long[] prompt) {
        this.rows = new long[rows][];
        Arrays.setAll(this.rows, row -> Arrays.copyOf(prompt, prompt.length + 16));
        length = prompt.length;
    }

    int rows() {
        return rows.length;
    }

    int length() {
        return length;
    }

    /** The tokens of a row; those at {@link #length()} and after are none. Not to be changed. */
    long[] row(int row) {
        return rows[row];
    }

    long[] copy(int row) {
        return Arrays.copyOf(rows[row], length);
    }

    /** Gives each row one more token. */
    void append(long[] tokens) {
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length == length) {
                rows[row] = Arrays.copyOf(rows[row], length + (length >> 1) + 1);
            }
            rows[row][length] = tokens[row];
        }
        length++;
    }

    /** Row {@code i} takes the tokens of row {@code sources[i]}. */
    void reorder(int[] sources) {
        long[][] before = rows.clone();
        for (int row = 0; row < rows.length; row++) {
            if (sources[row] != row) {
                rows[row] = before[sources[row]].clone();
            }
        }
    }

    /** The last tokens of every row as the decoder is fed them. */
    NDArray tail(NDManager manager, int count) {
        long[] tokens = new long[rows.length * count];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], length - count, tokens, row * count, count);
        }
        return manager.create(tokens, new Shape(rows.length, count)); // [N, count]
    }
}
