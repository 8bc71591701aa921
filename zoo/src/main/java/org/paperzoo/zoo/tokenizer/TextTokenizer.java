package org.paperzoo.zoo.tokenizer;

/** Turns text into a model's tokens and back. Safe for several threads. */
public interface TextTokenizer {

    /**
     * Encodes a text with the special tokens that the model expects around it.
     *
     * @param text any text; what cannot be encoded becomes the unknown token
     * @param maxLength the largest number of tokens, special ones included; what is longer loses its end
     */
    long[] encode(String text, int maxLength);

    /** Decodes tokens, leaving special ones out and spaces as they are. */
    String decode(long[] tokens);
}
