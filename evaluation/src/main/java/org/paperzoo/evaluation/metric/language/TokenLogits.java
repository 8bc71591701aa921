package org.paperzoo.evaluation.metric.language;

/**
 * What a language model says of each place of a text: a logit for every token of its vocabulary. A row is read when it is
 * asked for, so that logits can lie in a file. One thread at a time reads.
 */
public interface TokenLogits {

    /** Number of places. */
    int length();

    /** Number of tokens that a model knows. */
    int vocabulary();

    /**
     * Reads the logits of one place.
     *
     * @param place 0 to {@link #length()}, excluded
     * @param row takes {@link #vocabulary()} numbers
     */
    void read(int place, double[] row);

    /**
     * Logits in memory.
     *
     * @param logits place by place
     * @throws IllegalArgumentException if the array is no whole number of rows
     */
    static TokenLogits of(float[] logits, int vocabulary) {
        if (vocabulary < 1 || logits.length % vocabulary != 0) {
            throw new IllegalArgumentException(logits.length + " logits are no whole number of rows of " + vocabulary);
        }
        return new TokenLogits() {
            @Override
            public int length() {
                return logits.length / vocabulary;
            }

            @Override
            public int vocabulary() {
                return vocabulary;
            }

            @Override
            public void read(int place, double[] row) {
                int start = Math.multiplyExact(place, vocabulary);
                for (int i = 0; i < vocabulary; i++) {
                    row[i] = logits[start + i];
                }
            }
        };
    }
}
