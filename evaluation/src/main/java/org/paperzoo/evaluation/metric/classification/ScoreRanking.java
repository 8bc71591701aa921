package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;

/**
 * The counts of positives and negatives at and above each distinct score, greatest first: what curves are drawn from.
 *
 * @param truePositives positives with at least the score, ascending to all positives
 * @param falsePositives negatives with at least the score, ascending to all negatives
 */
record ScoreRanking(long[] truePositives, long[] falsePositives) {

    /** Ranks scores of which some are positives; finite scores. */
    static ScoreRanking of(double[] scores, boolean[] positives) {
        int size = scores.length;
        // A score and its label in one sortable long would lose a bit, so positives and negatives are sorted apart.
        double[] above = new double[size];
        double[] below = new double[size];
        int aboveCount = 0;
        int belowCount = 0;
        for (int i = 0; i < size; i++) {
            // Adding zero turns -0.0 into 0.0, which sorting would tell apart.
            if (positives[i]) {
                above[aboveCount++] = scores[i] + 0.0;
            } else {
                below[belowCount++] = scores[i] + 0.0;
            }
        }
        Arrays.sort(above, 0, aboveCount);
        Arrays.sort(below, 0, belowCount);
        long[] truePositives = new long[size];
        long[] falsePositives = new long[size];
        int groups = 0;
        int i = aboveCount;
        int j = belowCount;
        while (i > 0 || j > 0) {
            double score = j == 0 || (i > 0 && above[i - 1] >= below[j - 1]) ? above[i - 1] : below[j - 1];
            while (i > 0 && above[i - 1] == score) {
                i--;
            }
            while (j > 0 && below[j - 1] == score) {
                j--;
            }
            truePositives[groups] = aboveCount - i;
            falsePositives[groups] = belowCount - j;
            groups++;
        }
        return new ScoreRanking(Arrays.copyOf(truePositives, groups), Arrays.copyOf(falsePositives, groups));
    }

    private int groups() {
        return truePositives.length;
    }

    long positives() {
        return truePositives[groups() - 1];
    }

    long negatives() {
        return falsePositives[groups() - 1];
    }

    /** The share of pairs of a positive and a negative in which the positive scores higher, ties half; NaN without pairs. */
    double areaUnderRoc() {
        double halves = 0;
        long before = 0;
        long falseBefore = 0;
        for (int i = 0; i < groups(); i++) {
            halves += (double) (falsePositives[i] - falseBefore) * (before + truePositives[i]);
            before = truePositives[i];
            falseBefore = falsePositives[i];
        }
        return halves / (2.0 * positives() * negatives());
    }

    /** The sum of the steps of recall times the precision at their ends; 0 without positives. */
    double averagePrecision() {
        if (positives() == 0) {
            return 0;
        }
        double sum = 0;
        long before = 0;
        for (int i = 0; i < groups(); i++) {
            sum += (double) (truePositives[i] - before) / positives() * precision(i);
            before = truePositives[i];
        }
        return sum;
    }

    /** The area under precision over recall by the trapezoidal rule, from precision 1 at recall 0; NaN without positives. */
    double areaUnderPrecision() {
        double sum = 0;
        long before = 0;
        double precisionBefore = 1;
        for (int i = 0; i < groups(); i++) {
            sum += (double) (truePositives[i] - before) / positives() * (precision(i) + precisionBefore) / 2;
            before = truePositives[i];
            precisionBefore = precision(i);
        }
        return positives() == 0 ? Double.NaN : sum;
    }

    private double precision(int group) {
        return (double) truePositives[group] / (truePositives[group] + falsePositives[group]);
    }

    /**
     * The area under the ROC curve up to a rate of false positives, scaled so that chance is 0.5 and perfection 1 (McClish
     * 1989).
     */
    double partialAreaUnderRoc(double mostFalse) {
        double area = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < groups(); i++) {
            double nextX = (double) falsePositives[i] / negatives();
            double nextY = (double) truePositives[i] / positives();
            if (nextX > mostFalse) {
                nextY = y + (nextY - y) * (mostFalse - x) / (nextX - x);
                area += (mostFalse - x) * (y + nextY) / 2;
                break;
            }
            area += (nextX - x) * (y + nextY) / 2;
            x = nextX;
            y = nextY;
        }
        double least = mostFalse * mostFalse / 2;
        return 0.5 * (1 + (area - least) / (mostFalse - least));
    }
}
