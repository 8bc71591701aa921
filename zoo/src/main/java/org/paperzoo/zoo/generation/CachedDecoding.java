package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.paperzoo.zoo.nn.KeyValueCache;
import org.paperzoo.zoo.nn.Pass;

/** A decoding over a block: keys and values of the tokens fed so far are kept, so that a step computes only its own. */
public final class CachedDecoding implements Decoding {

    /** What an architecture's decoder does with further tokens. */
    @FunctionalInterface
    public interface Step {

        /**
         * Computes the scores of the token that follows.
         *
         * @param tokens {@code [N, L]} int64
         * @param cache has room for the {@code L} tokens; the step extends every layer and does not advance it
         * @return a new array {@code [N, vocabularySize]}; every other array that the step makes is closed for it
         */
        NDArray scores(NDArray tokens, KeyValueCache cache);
    }

    private final NDManager manager;
    private final long rows;
    private final KeyValueCache cache;
    private final Step step;
    private boolean closed;

    /**
     * Opens a decoding.
     *
     * @param manager owns what the decoding keeps; closed with it
     * @param rows number of rows {@code N}
     */
    public CachedDecoding(NDManager manager, long rows, KeyValueCache cache, Step step) {
        this.manager = manager;
        this.rows = rows;
        this.cache = cache;
        this.step = step;
    }

    @Override
    public NDArray step(NDArray tokens) {
        if (closed) {
            throw new IllegalStateException("the decoding is closed");
        }
        Shape shape = tokens.getShape();
        if (shape.dimension() != 2 || shape.get(0) != rows || shape.get(1) < 1) {
            throw new IllegalArgumentException("a step takes tokens of shape (" + rows + ", at least 1), not " + shape);
        }
        int length = (int) shape.get(1);
        cache.reserve(length);
        NDArray scores = Pass.inference().scoped(() -> step.scores(tokens, cache)); // [N, V]
        cache.advance(length);
        return scores;
    }

    @Override
    public void reorder(int[] sources) {
        cache.reorder(sources);
    }

    @Override
    public void close() {
        closed = true;
        cache.close();
        manager.close();
    }
}
