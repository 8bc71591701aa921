package org.paperzoo.evaluation.metric.image;

/**
 * What a classifier says of one generated picture.
 *
 * @param index the picture's place among all, from 0, by which it falls into a split
 * @param probabilities of each class, none negative, that add up to 1; held uncopied
 */
public record ClassProbabilities(long index, double[] probabilities) {

    /** How far the sum may be from 1: what single precision loses over many classes. */
    private static final double SLACK = 1e-3;

    public ClassProbabilities {
        if (index < 0) {
            throw new IllegalArgumentException("a picture's place is from 0 on, not " + index);
        }
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + SLACK)) {
                throw new IllegalArgumentException(
                        "picture " + index + " has the probability " + probabilities[i] + " of class " + i);
            }
            sum += probabilities[i];
        }
        if (!(Math.abs(sum - 1) <= SLACK)) {
            throw new IllegalArgumentException(
                    "the probabilities of picture " + index + " add up to " + sum + ", not to 1");
        }
    }
}
