package org.paperzoo.evaluation.metric.retrieval;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The relevance of one query's documents by rank, and what there is to be found: what trec_eval's measures look at.
 *
 * @param levels level by rank; {@link #NOT_POOLED} or {@link #NOT_JUDGED} where there is none
 * @param judged number of judged documents by level, whether found or not
 * @param least least level that counts as relevant, at least 1
 */
record RankedRelevance(int[] levels, int[] judged, int least) {

    /** Nobody looked at the document. */
    static final int NOT_POOLED = -1;
    /** The document was pooled for judging, but has no judgement. */
    static final int NOT_JUDGED = -2;

    private record Scored(String document, float score) {}

    /**
     * Ranks by descending score in single precision, equal scores by descending ID, and keeps the first {@code depth}.
     *
     * @throws IllegalArgumentException if a document was found twice
     */
    static RankedRelevance of(RetrievedDocuments found, RelevanceJudgements judgements, int least, int depth) {
        Scored[] ranking = new Scored[found.documents().size()];
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ranking.length; i++) {
            // Adding zero makes -0 equal 0.
            ranking[i] = new Scored(found.documents().get(i), found.scores()[i] + 0f);
            if (!seen.add(ranking[i].document())) {
                throw new IllegalArgumentException(
                        "query " + found.query() + ": document " + ranking[i].document() + " is there twice");
            }
        }
        Arrays.sort(
                ranking,
                (left, right) -> left.score() != right.score()
                        ? Float.compare(right.score(), left.score())
                        : Utf8Order.INSTANCE.compare(right.document(), left.document()));
        int[] levels = new int[Math.min(ranking.length, depth)];
        for (int rank = 0; rank < levels.length; rank++) {
            Integer level = judgements.levels().get(ranking[rank].document());
            levels[rank] = level == null ? NOT_POOLED : level < 0 ? NOT_JUDGED : level;
        }
        int greatest = judgements.levels().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        int[] judged = new int[Math.max(0, greatest + 1)];
        judgements.levels().values().stream().filter(level -> level >= 0).forEach(level -> judged[level]++);
        return new RankedRelevance(levels, judged, least);
    }

    /** Number of documents found. */
    int found() {
        return levels.length;
    }

    boolean isRelevant(int rank) {
        return levels[rank] >= least;
    }

    /** Number of relevant documents among the first. */
    int relevantWithin(int depth) {
        int relevant = 0;
        for (int rank = 0; rank < Math.min(depth, levels.length); rank++) {
            relevant += isRelevant(rank) ? 1 : 0;
        }
        return relevant;
    }

    int relevantFound() {
        return relevantWithin(levels.length);
    }

    /** Number of relevant documents, found or not. */
    int relevant() {
        return judgedFrom(least);
    }

    /** Number of documents judged at a level or above. */
    int judgedFrom(int level) {
        int count = 0;
        for (int i = level; i < judged.length; i++) {
            count += judged[i];
        }
        return count;
    }

    /** Number of documents judged below the least level that counts as relevant. */
    int judgedNotRelevant() {
        int count = 0;
        for (int i = 0; i < Math.min(least, judged.length); i++) {
            count += judged[i];
        }
        return count;
    }
}
