package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import org.paperzoo.zoo.nn.KeyValueCache;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;

/** A decoding over a block: keys and values of the tokens fed so far are kept, so that a step computes only its own. */
public final class CachedDecoding implements Decoding {

    /** What an architecture's decoder does with further tokens. */
    @FunctionalInterface
    public interface Step {

        /**
         * Computes the scores of the token that follows.
         *
         * @param tokens {@code [N, L]} int64
         * @param past has room for the {@code L} tokens; the step extends every layer
         * @return a new array {@code [N, vocabularySize]}; every other array that the step makes is closed for it
         */
        NDArray scores(NDArray tokens, Past past);
    }

    private final NDManager manager; // owns what the decoding keeps
    private final long rows;
    private final KeyValueCache cache;
    private final Step step;
    private boolean closed;

    private CachedDecoding(NDManager manager, long rows, KeyValueCache cache, Step step) {
        this.manager = manager;
        this.rows = rows;
        this.cache = cache;
        this.step = step;
    }

    /** Runs a network's encoder and opens a decoding over what it makes of the inputs. */
    static CachedDecoding open(CachedEncoderDecoder network, NDList inputs, int beams, int maxLength) {
        network.requireLength(maxLength);
        Pass pass = Pass.inference();
        NDList remembered = pass.scopedList(() -> network.remember(pass, inputs));
        NDManager manager =
                inputs.head().getManager().newSubManager(inputs.head().getDevice());
        NDScope.unregister(remembered);
        remembered.attach(manager);
        long rows = inputs.head().getShape().get(0) * beams;
        CacheLayout layout = network.cacheLayout();
        KeyValueCache cache =
                new KeyValueCache(manager, layout.layers(), rows, layout.heads(), layout.headWidth(), maxLength);
        return new CachedDecoding(manager, rows, cache, network.steps(pass, remembered, maxLength, manager));
    }

    @Override
    public NDArray step(NDArray tokens) {
        if (closed) {
            throw new IllegalStateException("the decoding is closed");
        }
        int length = Decoding.lengthAfter(tokens.getShape(), rows, cache.length(), cache.maxLength()) - cache.length();
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
