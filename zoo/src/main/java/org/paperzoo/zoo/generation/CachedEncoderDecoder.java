package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;

/**
 * An encoder-decoder block whose decoder runs over keys and values of earlier tokens: what eager decoding and exported
 * graphs share. {@link #remember} and {@link #step} make the same calls whatever the sizes of their inputs (but for a step
 * over one token, which may spare what only several need), so that each can be recorded as a graph.
 */
public interface CachedEncoderDecoder extends EncoderDecoder {

    /** Whether the network scores a vocabulary: a bare encoder, or encoder and decoder alone, may not. */
    boolean generates();

    /** What every layer's cache of the decoder looks like. */
    CacheLayout cacheLayout();

    /** The largest number of tokens that a row may be fed, or {@link Integer#MAX_VALUE}. */
    int maxPositions();

    /**
     * Runs the encoder.
     *
     * @param inputs tokens and mask {@code [B, S]}
     * @return keys and values {@code [B, H, S, d]} of all layers' cross-attention in turn, each contiguous; then the bias
     *     of the source's mask {@code [B, 1, 1, S]}
     */
    NDList remember(Pass pass, NDList inputs);

    /**
     * Scores of the token that follows.
     *
     * @param tokens {@code [N, L]} int64, where N is a multiple of the source's B
     * @param past the self-attention's memory of the tokens before those
     * @param remembered what {@link #remember} returned
     * @return {@code [N, V]}: the scores after the last of the tokens
     */
    NDArray step(Pass pass, NDArray tokens, Past past, NDList remembered);

    /**
     * The steps of one decoding. A network overrides this to compute once what all steps share; by default each is
     * {@link #step}.
     *
     * @param maxLength the largest number of tokens that a row will be fed
     * @param manager owns what the steps share, and is closed with the decoding
     */
    default CachedDecoding.Step steps(Pass pass, NDList remembered, int maxLength, NDManager manager) {
        return (tokens, past) -> step(pass, tokens, past, remembered);
    }

    /**
     * Checks that a decoding may hold so many tokens.
     *
     * @throws IllegalStateException if the network does not score a vocabulary
     * @throws IllegalArgumentException if it has no positions for so many tokens
     */
    default void requireLength(int maxLength) {
        if (!generates()) {
            throw new IllegalStateException("a network without a head over the vocabulary does not generate");
        }
        if (maxLength > maxPositions()) {
            throw new IllegalArgumentException(
                    maxLength + " tokens are too many: the network has positions for " + maxPositions());
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the network does not score a vocabulary
     * @throws IllegalArgumentException if it has no positions for so many tokens
     */
    @Override
    default Decoding decode(NDList inputs, int beams, int maxLength) {
        return CachedDecoding.open(this, inputs, beams, maxLength);
    }
}
