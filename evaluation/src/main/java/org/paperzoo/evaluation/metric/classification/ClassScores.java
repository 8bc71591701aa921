package org.paperzoo.evaluation.metric.classification;

import org.paperzoo.evaluation.metric.PairwiseSum;

/** What models say of one example: a number for each class. */
public final class ClassScores {

    private ClassScores() {}

    /** The class of the greatest score, the first of several. */
    public static int greatest(double[] scores) {
        int greatest = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[greatest]) {
                greatest = i;
            }
        }
        return greatest;
    }

    /** Probabilities from logits, in double precision: {@code exp(x - max) / sum}. */
    public static double[] softmax(double[] logits) {
        double greatest = logits[greatest(logits)];
        double[] probabilities = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = StrictMath.exp(logits[i] - greatest);
        }
        // In numpy's order: whether examples tie depends on the last digit.
        double sum = PairwiseSum.of(probabilities, logits.length);
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** Checks scores and the label that they are scored against. */
    static void check(double[] scores, Integer label) {
        checkFinite(scores);
        if (label == null || label < 0 || label >= scores.length) {
            throw new IllegalArgumentException(
                    "the label " + label + " is none of the " + scores.length + " classes, which count from 0");
        }
    }

    static void checkFinite(double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("there are no scores");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw new IllegalArgumentException("the score of class " + i + " is " + scores[i]);
            }
        }
    }

    /** Checks that scores are shares of one, to 1e-5 as in scikit-learn. */
    static void checkProbabilities(double[] scores) {
        double sum = 0;
        for (double score : scores) {
            if (score < 0 || score > 1) {
                throw new IllegalArgumentException(
                        "the score " + score + " is no probability; logits go through a softmax first");
            }
            sum += score;
        }
        if (Math.abs(sum - 1) > 1e-5 + 1e-8) {
            throw new IllegalArgumentException("the probabilities sum to " + sum + ", not 1");
        }
    }
}
