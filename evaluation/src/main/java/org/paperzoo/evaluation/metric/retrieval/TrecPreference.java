package org.paperzoo.evaluation.metric.retrieval;

/** Measures of trec_eval for judgements that are incomplete. */
final class TrecPreference {

    private static final double EPSILON = 1e-5;

    private TrecPreference() {}

    /** Buckley and Voorhees 2004: how often judged relevant documents come before judged others. */
    static double binaryPreference(RankedRelevance relevance) {
        int relevant = relevance.relevant();
        int pairs = Math.min(relevance.judgedNotRelevant(), relevant);
        int notRelevant = 0;
        double sum = 0;
        for (int level : relevance.levels()) {
            if (level >= relevance.least()) {
                sum += notRelevant == 0 ? 1 : 1 - (double) Math.min(notRelevant, relevant) / pairs;
            } else if (level >= 0) {
                notRelevant++;
            }
        }
        return relevant == 0 ? sum : sum / relevant;
    }

    /** Yilmaz and Aslam 2006: average precision inferred from a sample of judgements. */
    static double inferredAveragePrecision(RankedRelevance relevance) {
        int found = 0;
        int notRelevant = 0;
        int notJudged = 0;
        double sum = 0;
        for (int rank = 0; rank < relevance.found(); rank++) {
            int level = relevance.levels()[rank];
            if (level == RankedRelevance.NOT_JUDGED) {
                notJudged++;
            } else if (level >= 0 && level < relevance.least()) {
                notRelevant++;
            } else if (level >= 0) {
                if (rank == 0) {
                    sum += 1;
                } else {
                    double above = rank;
                    sum += 1 / (above + 1)
                            + (above / (above + 1))
                                    * ((found + notRelevant + notJudged) / above)
                                    * ((found + EPSILON) / (found + notRelevant + 2 * EPSILON));
                }
                found++;
            }
        }
        int relevant = relevance.relevant();
        return relevant == 0 ? sum : sum / relevant;
    }
}
