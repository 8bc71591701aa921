package org.paperzoo.evaluation.metric.retrieval;

import java.util.Map;

/**
 * What is known of the documents of one query.
 *
 * @param query the query's ID
 * @param levels level of relevance by document: 0 for judged and not relevant, negative for looked at without judgement
 */
public record RelevanceJudgements(String query, Map<String, Integer> levels) {

    /** Levels are counted in an array. */
    private static final int GREATEST_LEVEL = 32_767;

    public RelevanceJudgements {
        levels = Map.copyOf(levels);
        levels.forEach((document, level) -> {
            if (level > GREATEST_LEVEL) {
                throw new IllegalArgumentException("query " + query + ": the relevance " + level + " of document "
                        + document + " is above " + GREATEST_LEVEL);
            }
        });
    }
}
