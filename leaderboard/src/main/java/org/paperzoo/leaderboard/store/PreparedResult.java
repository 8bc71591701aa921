package org.paperzoo.leaderboard.store;

import org.paperzoo.evaluation.result.Result;

/**
 * A result that the store would take: checked, and written out in the form that its address is made from.
 *
 * @param stored the result and its address
 * @param document its canonical JSON
 */
public record PreparedResult(StoredResult stored, String document) {

    /**
     * Checks a result and addresses it.
     *
     * @throws RefusedException if its provenance is unknown, or it contradicts itself
     */
    public static PreparedResult of(Result result) throws RefusedException {
        ResultRules.check(result);
        String document = ContentAddress.canonical(result);
        return new PreparedResult(new StoredResult(ContentAddress.of(document), result), document);
    }
}
