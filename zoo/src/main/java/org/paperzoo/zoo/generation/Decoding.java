package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A decoding under way: its rows' caches live in native memory until it is closed. Not safe for several threads. */
public interface Decoding extends AutoCloseable {

    /**
     * Feeds further tokens to every row.
     *
     * @param tokens {@code [N, L]} int64 for all {@code N = B * beams} rows; {@code L} is 1 but for a prompt.
     *     The caller closes them after the step: caches must not hold on to them
     * @return the scores of the token that follows, before any softmax: {@code [N, vocabularySize]} float32; the caller
     *     closes it
     */
    NDArray step(NDArray tokens);

    /**
     * Lets every row go on from what another one was fed: row {@code i} takes the place of row {@code sources[i]}. Rows of
     * one member of the batch only exchange places among themselves.
     */
    void reorder(int[] sources);

    @Override
    void close();

    /**
     * Checks the tokens of a step.
     *
     * @param tokens their shape
     * @param rows number of rows of the decoding
     * @param length tokens that every row holds before the step
     * @param maxLength the largest number of tokens that a row may hold
     * @return tokens that every row holds after it
     * @throws IllegalArgumentException if the shape does not fit, or they are too many
     */
    static int lengthAfter(Shape tokens, long rows, int length, int maxLength) {
        if (tokens.dimension() != 2 || tokens.get(0) != rows || tokens.get(1) < 1) {
            throw new IllegalArgumentException(
                    "a step takes tokens of shape (" + rows + ", at least 1), not " + tokens);
        }
        if (tokens.get(1) > maxLength - length) {
            throw new IllegalArgumentException("the decoding was opened for " + maxLength + " tokens; it holds "
                    + length + " and is fed " + tokens.get(1) + " more");
        }
        return length + (int) tokens.get(1);
    }
}
