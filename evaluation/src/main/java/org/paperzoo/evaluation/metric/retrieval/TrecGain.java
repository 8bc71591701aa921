package org.paperzoo.evaluation.metric.retrieval;

/**
 * Measures of trec_eval that weigh documents by their level of relevance, which is their gain as it stands: discounted
 * cumulative gain (Järvelin and Kekäläinen 2002) with the discount {@code log2(rank + 1)}, and G.
 */
final class TrecGain {

    private static final double LOG_OF_2 = StrictMath.log(2);

    private TrecGain() {}

    private static double log2(double x) {
        // Exact at powers of two, which StrictMath's quotient is not always.
        int exponent = Math.getExponent(x);
        return x == Math.scalb(1.0, exponent) ? exponent : StrictMath.log(x) / LOG_OF_2;
    }

    private static double gainAt(RankedRelevance relevance, int rank) {
        return rank < relevance.found() ? Math.max(0, relevance.levels()[rank]) : 0;
    }

    /** The gains of judged documents in descending order, one by one; 0 behind the last. */
    private static final class IdealGains {
        private final int[] judged;
        private int level;
        private int taken;

        IdealGains(RankedRelevance relevance) {
            judged = relevance.judged();
            level = judged.length - 1;
        }

        double next() {
            taken++;
            while (level > 0 && taken > judged[level]) {
                level--;
                taken = 1;
            }
            return Math.max(0, level);
        }
    }

    static double discounted(RankedRelevance relevance) {
        return discountedAt(relevance, Integer.MAX_VALUE);
    }

    static double discountedAt(RankedRelevance relevance, int cut) {
        double sum = 0;
        for (int rank = 0; rank < Math.min(cut, relevance.found()); rank++) {
            double gain = gainAt(relevance, rank);
            if (gain > 0) {
                sum += gain / log2(rank + 2);
            }
        }
        IdealGains gains = new IdealGains(relevance);
        double ideal = 0;
        int rank = 0;
        for (double gain = gains.next(); gain > 0 && rank < cut; gain = gains.next()) {
            ideal += gain / log2(rank + 2);
            rank++;
        }
        return ideal > 0 ? sum / ideal : sum;
    }

    /** nDCG at the rank of each relevant document, found or not. */
    static double atRelevant(RankedRelevance relevance) {
        IdealGains gains = new IdealGains(relevance);
        double sum = 0;
        double cumulated = 0;
        double ideal = 0;
        int found = 0;
        int relevant = 0;
        double idealGain = 1;
        for (int rank = 0; rank < relevance.found() || idealGain > 0; rank++) {
            double gain = gainAt(relevance, rank);
            cumulated += gain / log2(rank + 2);
            idealGain = gains.next();
            if (idealGain > 0) {
                relevant++;
                ideal += idealGain / log2(rank + 2);
            }
            if (gain > 0) {
                sum += cumulated / ideal;
                found++;
            }
        }
        sum += relevant == 0 ? 0 : (relevant - found) * cumulated / ideal;
        return sum > 0 ? sum / relevant : 0;
    }

    /** The mean of nDCG where the ideal gain falls to another level, and at the last document if that comes later. */
    static double atLevels(RankedRelevance relevance) {
        if (relevance.relevant() == 0) {
            return 0;
        }
        IdealGains gains = new IdealGains(relevance);
        double sum = 0;
        int points = 0;
        double cumulated = 0;
        double ideal = 0;
        double before = relevance.judged().length - 1;
        int rank = 0;
        while (before > 0) {
            double gain = gains.next();
            if (gain != before) {
                if (ideal > 0) {
                    sum += cumulated / ideal;
                    points++;
                }
                before = gain;
            }
            cumulated += gainAt(relevance, rank) / log2(rank + 2);
            if (gain > 0) {
                ideal += gain / log2(rank + 2);
            }
            rank++;
        }
        if (rank < relevance.found()) {
            while (rank < relevance.found()) {
                cumulated += gainAt(relevance, rank) / log2(rank + 2);
                rank++;
            }
            sum += cumulated / ideal;
            points++;
        }
        return sum / points;
    }

    /** Gains divided by the logarithm of what the ranking lost before them, over all gains there are. */
    static double gain(RankedRelevance relevance) {
        IdealGains gains = new IdealGains(relevance);
        double sum = 0;
        double cumulated = 0;
        double cost = 0;
        double ideal = 0;
        double idealGain = 1;
        for (int rank = 0; rank < relevance.found() || idealGain > 0; rank++) {
            idealGain = gains.next();
            ideal += idealGain;
            cost += Math.max(idealGain, 1);
            double gain = gainAt(relevance, rank);
            cumulated += gain;
            if (gain > 0) {
                sum += gain / log2(2 + cost - cumulated);
            }
        }
        return ideal > 0 ? sum / ideal : 0;
    }

    /** The same with gains of 1 for what is relevant. */
    static double binary(RankedRelevance relevance) {
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < relevance.found(); rank++) {
            if (relevance.isRelevant(rank)) {
                found++;
                sum += 1 / log2(3 + rank - found);
            }
        }
        return found == 0 ? 0 : sum / relevance.relevant();
    }
}
