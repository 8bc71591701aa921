package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;

/**
 * How one example's scores order its labels, as scikit-learn 1.2.1 measures it. Equal scores share the worst place.
 *
 * @param averagePrecision mean over true labels of the share of true labels among those of at least the same score; 1
 *     where all or no labels are true
 * @param coverage number of labels of at least the least score of a true label; 0 without true labels
 * @param rankingLoss share of pairs of a true and a false label in which the false one scores at least as high; 0 where
 *     all or no labels are true
 */
record LabelOrder(double averagePrecision, double coverage, double rankingLoss) {

    /** @param numbers the scores, then 1 for each label that is true and 0 for others */
    static LabelOrder of(double[] numbers) {
        int labels = numbers.length / 2;
        double[] trueScores = new double[labels];
        double[] falseScores = new double[labels];
        int trues = 0;
        int falses = 0;
        for (int i = 0; i < labels; i++) {
            if (numbers[labels + i] == 1) {
                trueScores[trues++] = numbers[i] + 0.0;
            } else {
                falseScores[falses++] = numbers[i] + 0.0;
            }
        }
        Arrays.sort(trueScores, 0, trues);
        Arrays.sort(falseScores, 0, falses);
        double precisions = 0;
        long wrongPairs = 0;
        int truesAbove = 0;
        int falsesAbove = 0;
        for (int i = trues - 1; i >= 0; i--) {
            // Equal scores are taken together: all of them stand at the place of the last.
            while (truesAbove < trues && trueScores[trues - 1 - truesAbove] >= trueScores[i]) {
                truesAbove++;
            }
            while (falsesAbove < falses && falseScores[falses - 1 - falsesAbove] >= trueScores[i]) {
                falsesAbove++;
            }
            precisions += (double) truesAbove / (truesAbove + falsesAbove);
            wrongPairs += falsesAbove;
        }
        boolean mixed = trues > 0 && falses > 0;
        return new LabelOrder(
                mixed ? precisions / trues : 1,
                trues == 0 ? 0 : trues + falsesAbove,
                mixed ? (double) wrongPairs / ((long) trues * falses) : 0);
    }

    double[] toNumbers() {
        return new double[] {averagePrecision, coverage, rankingLoss};
    }
}
