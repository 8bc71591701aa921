package org.paperzoo.evaluation.metric.retrieval;

import java.util.List;

/**
 * What a system found for one query.
 *
 * @param query the query's ID
 * @param documents IDs of documents, in any order
 * @param scores a score for each, greater for what is rather relevant; held uncopied
 */
public record RetrievedDocuments(String query, List<String> documents, float[] scores) {

    public RetrievedDocuments {
        documents = List.copyOf(documents);
        if (documents.size() != scores.length) {
            throw new IllegalArgumentException(
                    "query " + query + ": " + scores.length + " scores for " + documents.size() + " documents");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "query " + query + ": the score of document " + documents.get(i) + " is NaN");
            }
        }
    }

    /** What a system says of a query that it left out. */
    public static RetrievedDocuments none(String query) {
        return new RetrievedDocuments(query, List.of(), new float[0]);
    }
}
