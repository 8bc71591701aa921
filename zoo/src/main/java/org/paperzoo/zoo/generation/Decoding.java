package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;

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
}
