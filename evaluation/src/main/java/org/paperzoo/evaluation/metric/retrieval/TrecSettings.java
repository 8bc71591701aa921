package org.paperzoo.evaluation.metric.retrieval;

import java.util.List;

/**
 * What trec_eval is to measure, and how.
 *
 * @param measures measures as its {@code -m} takes them, such as {@code map}, {@code P.5,10}, {@code official} or {@code
 *     all_trec}
 * @param headline the value that is the metric's headline, by the name that trec_eval prints, such as {@code ndcg_cut_10}
 * @param relevanceLevel least level that counts as relevant ({@code -l}), at least 1
 * @param depth number of documents of each query that are looked at ({@code -M}), at least 1
 * @param complete whether queries without any document found count, with the least values ({@code -c})
 */
public record TrecSettings(List<String> measures, String headline, int relevanceLevel, int depth, boolean complete) {

    public TrecSettings {
        measures = List.copyOf(measures);
        if (relevanceLevel < 1 || depth < 1) {
            throw new IllegalArgumentException(
                    "the level of relevance and the depth must be at least 1, not " + relevanceLevel + " and " + depth);
        }
    }

    /** The official measures with {@code map} as headline, as trec_eval runs without options. */
    public static TrecSettings official() {
        return of("map", "official");
    }

    /** Some measures, with trec_eval's defaults for the rest. */
    public static TrecSettings of(String headline, String... measures) {
        return new TrecSettings(List.of(measures), headline, 1, Integer.MAX_VALUE, false);
    }

    String idPart() {
        return (relevanceLevel == 1 ? "" : "-l" + relevanceLevel)
                + (depth == Integer.MAX_VALUE ? "" : "-m" + depth)
                + (complete ? "-c" : "");
    }
}
