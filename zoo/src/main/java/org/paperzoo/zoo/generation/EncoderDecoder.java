package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDList;

/**
 * A network that text generation drives: an encoder that runs once, and a decoder that runs token by token over a
 * key/value cache. Blocks implement it on the PyTorch engine; other runtimes implement it over graphs.
 */
public interface EncoderDecoder {

    /** Number of tokens that {@link Decoding#step} scores. */
    int vocabularySize();

    /**
     * Encodes a batch and opens a decoding over it.
     *
     * @param inputs what the encoder takes, batch axis first: for text the token ids {@code [B, S]} int64 and the
     *     attention mask {@code [B, S]} int64 (1 where a token is, 0 at padding)
     * @param beams rows of the decoding for each member of the batch: row {@code b * beams + i} belongs to member
     *     {@code b}
     * @param maxLength the largest number of tokens that will be fed to a row
     */
    Decoding decode(NDList inputs, int beams, int maxLength);
}
