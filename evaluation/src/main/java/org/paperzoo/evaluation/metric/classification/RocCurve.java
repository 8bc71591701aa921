package org.paperzoo.evaluation.metric.classification;

import java.util.stream.IntStream;

/**
 * The rates of false and of true positives as a threshold falls, as scikit-learn 1.2.1 draws them: from (0, 0), without
 * the points that lie on a line between their neighbours' counts.
 *
 * @param falsePositiveRates ascending from 0 to 1
 * @param truePositiveRates ascending from 0 to 1
 */
public record RocCurve(double[] falsePositiveRates, double[] truePositiveRates) {

    /** The curve of scores, greater for what is rather positive. */
    public static RocCurve of(double[] scores, boolean[] positives) {
        if (scores.length == 0 || scores.length != positives.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + positives.length + " labels");
        }
        ClassScores.checkFinite(scores);
        ScoreRanking ranking = ScoreRanking.of(scores, positives);
        long[] hits = ranking.truePositives();
        long[] alarms = ranking.falsePositives();
        int[] kept = IntStream.range(0, hits.length)
                .filter(i -> i == 0
                        || i == hits.length - 1
                        || hits[i + 1] - hits[i] != hits[i] - hits[i - 1]
                        || alarms[i + 1] - alarms[i] != alarms[i] - alarms[i - 1])
                .toArray();
        double[] falseRates = new double[kept.length + 1];
        double[] trueRates = new double[kept.length + 1];
        for (int i = 0; i < kept.length; i++) {
            falseRates[i + 1] = (double) alarms[kept[i]] / ranking.negatives();
            trueRates[i + 1] = (double) hits[kept[i]] / ranking.positives();
        }
        return new RocCurve(falseRates, trueRates);
    }
}
