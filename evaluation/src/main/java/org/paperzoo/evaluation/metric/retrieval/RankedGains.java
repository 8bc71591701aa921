package org.paperzoo.evaluation.metric.retrieval;

import java.util.Arrays;

/**
 * The gains of a query's documents in descending order of score, equal scores in the order given.
 *
 * @param scores scores, descending
 * @param gains a gain for each
 */
record RankedGains(double[] scores, int[] gains) {

    private static final double LOG_OF_2 = StrictMath.log(2);

    /** Checks that there is a finite score and a gain of zero or more for each document. */
    static void check(double[] scores, int[] gains) {
        if (scores.length != gains.length || scores.length == 0) {
            throw new IllegalArgumentException(scores.length + " scores for " + gains.length + " documents");
        }
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i]) || gains[i] < 0) {
                throw new IllegalArgumentException(
                        "document " + i + " has score " + scores[i] + " and relevance " + gains[i]);
            }
        }
    }

    static RankedGains of(double[] scores, int[] gains) {
        record Document(double score, int gain) {}
        Document[] documents = new Document[scores.length];
        Arrays.setAll(documents, i -> new Document(scores[i] + 0.0, gains[i]));
        Arrays.sort(documents, (left, right) -> Double.compare(right.score(), left.score()));
        return new RankedGains(
                Arrays.stream(documents).mapToDouble(Document::score).toArray(),
                Arrays.stream(documents).mapToInt(Document::gain).toArray());
    }

    /**
     * The discounted gain within the first documents, over the greatest there can be; 0 without gains.
     *
     * @param sharing whether documents of equal scores share their gains
     */
    double normalisedGain(int depth, boolean sharing) {
        double sum = 0;
        for (int start = 0; start < scores.length; ) {
            int end = start + 1;
            while (sharing && end < scores.length && scores[end] == scores[start]) {
                end++;
            }
            double gain = 0;
            double discounts = 0;
            for (int rank = start; rank < end; rank++) {
                gain += gains[rank];
                discounts += discount(rank, depth);
            }
            sum += gain / (end - start) * discounts;
            start = end;
        }
        int[] sorted = gains.clone();
        Arrays.sort(sorted);
        double ideal = 0;
        for (int rank = 0; rank < sorted.length; rank++) {
            ideal += sorted[sorted.length - 1 - rank] * discount(rank, depth);
        }
        return ideal == 0 ? 0 : sum / ideal;
    }

    private static double discount(int rank, int depth) {
        return rank < depth ? LOG_OF_2 / StrictMath.log(rank + 2) : 0;
    }
}
