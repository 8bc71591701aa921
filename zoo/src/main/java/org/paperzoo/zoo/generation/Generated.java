package org.paperzoo.zoo.generation;

import java.util.Arrays;

/**
 * One generated sequence.
 *
 * @param tokens the prompt (most often the decoder's start token alone) and what was generated, to the end token where
 *     there is one; without padding
 * @param score beam search: the sum of the processed log-probabilities of the generated tokens, divided by their number
 *     to the power of the length penalty. Greedy search and sampling: the sum of the log-probabilities (natural) that
 *     the network itself gives the tokens, before any penalty, ban or temperature
 */
public record Generated(long[] tokens, double score) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Generated that
                && Double.compare(score, that.score) == 0
                && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + Double.hashCode(score);
    }

    @Override
    public String toString() {
        return "Generated[tokens=" + Arrays.toString(tokens) + ", score=" + score + "]";
    }
}
