package org.paperzoo.evaluation.metric.retrieval;

/** Measures of trec_eval that follow from the precision at ranks. */
final class TrecPrecision {

    /** What trec_eval adds before it cuts a number of documents off to an integer. */
    private static final double ALMOST_ONE = 0.9;

    private TrecPrecision() {}

    /** Precision at the ranks of relevant documents, over all relevant ones. */
    static double averagePrecision(RankedRelevance relevance) {
        return averageAt(relevance, Integer.MAX_VALUE);
    }

    static double averageAt(RankedRelevance relevance, int cut) {
        double sum = 0;
        int found = 0;
        for (int rank = 0; rank < Math.min(cut, relevance.found()); rank++) {
            if (relevance.isRelevant(rank)) {
                found++;
                sum += (double) found / (rank + 1);
            }
        }
        return found == 0 ? 0 : sum / relevance.relevant();
    }

    /** Over the cut, even where fewer documents were found. */
    static double at(RankedRelevance relevance, int cut) {
        return (double) relevance.relevantWithin(cut) / cut;
    }

    static double recallAt(RankedRelevance relevance, int cut) {
        int relevant = relevance.relevant();
        return relevant == 0 ? 0 : (double) relevance.relevantWithin(cut) / relevant;
    }

    /** Over the best that the cut allows. */
    static double relativeAt(RankedRelevance relevance, int cut) {
        int relevant = relevance.relevant();
        return relevant == 0 ? 0 : (double) relevance.relevantWithin(cut) / Math.min(cut, relevant);
    }

    static double successAt(RankedRelevance relevance, int cut) {
        return relevance.relevantWithin(cut) > 0 ? 1 : 0;
    }

    /** Precision at as many documents as are relevant. */
    static double atRelevant(RankedRelevance relevance) {
        return recallAt(relevance, relevance.relevant());
    }

    static double reciprocalRank(RankedRelevance relevance) {
        for (int rank = 0; rank < relevance.found(); rank++) {
            if (relevance.isRelevant(rank)) {
                return 1.0 / (rank + 1);
            }
        }
        return 0;
    }

    /** The greatest precision at or beyond shares of recall. */
    static double[] interpolated(RankedRelevance relevance, double[] recalls) {
        double[] values = new double[recalls.length];
        int cut = recalls.length - 1;
        int found = relevance.relevantFound();
        while (cut >= 0 && documents(recalls[cut], relevance) > found) {
            cut--;
        }
        double greatest = relevance.found() == 0 ? 0 : (double) found / relevance.found();
        for (int rank = relevance.found(); rank > 0 && found > 0; rank--) {
            greatest = Math.max(greatest, (double) found / rank);
            if (relevance.isRelevant(rank - 1)) {
                while (cut >= 0 && found == documents(recalls[cut], relevance)) {
                    values[cut--] = greatest;
                }
                found--;
            }
        }
        while (cut >= 0) {
            values[cut--] = greatest;
        }
        return values;
    }

    static double elevenPoints(RankedRelevance relevance, double[] recalls) {
        double[] values = interpolated(relevance, recalls);
        double sum = 0;
        // From the greatest recall down, as trec_eval adds.
        for (int i = values.length - 1; i >= 0; i--) {
            sum += values[i];
        }
        return sum / values.length;
    }

    /** Precision at multiples of the number of relevant documents. */
    static double[] atMultiples(RankedRelevance relevance, double[] multiples) {
        double[] values = new double[multiples.length];
        for (int i = 0; i < values.length; i++) {
            int documents = documents(multiples[i], relevance);
            values[i] = documents == 0 ? 0 : at(relevance, documents);
        }
        return values;
    }

    private static int documents(double share, RankedRelevance relevance) {
        return (int) (share * relevance.relevant() + ALMOST_ONE);
    }
}
