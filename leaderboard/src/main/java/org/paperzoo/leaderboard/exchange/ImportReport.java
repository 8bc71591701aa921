package org.paperzoo.leaderboard.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.store.PreparedResult;
import org.paperzoo.leaderboard.store.RefusedException;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultStore;

/**
 * What an import did so far. Records go to the store in batches, each of which is taken whole; one that is refused is
 * noted, and the others are taken.
 */
public final class ImportReport {

    private static final int BATCH = 1000;
    private static final int MOST_REASONS = 20;

    private final ResultStore store;
    private final List<PreparedResult> results = new ArrayList<>();
    private final List<ReportedValue> values = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private int added;
    private int known;
    private int refused;

    ImportReport(ResultStore store) {
        this.store = store;
    }

    /** Takes a result whose file says that it has an address; null where it says none. */
    void take(String where, String address, Result result) throws IOException {
        try {
            PreparedResult prepared = PreparedResult.of(result);
            String actual = prepared.stored().address();
            if (address != null && !actual.equals(address)) {
                throw new RefusedException("it was changed after it was addressed: its address is given as "
                        + shown(address) + ", its content has " + actual);
            }
            results.add(prepared);
        } catch (RefusedException e) {
            refuse(where, e.getMessage());
            return;
        }
        if (results.size() == BATCH) {
            flush();
        }
    }

    void take(String where, ReportedValue value) throws IOException {
        try {
            value.check();
        } catch (RefusedException e) {
            refuse(where, e.getMessage());
            return;
        }
        values.add(value);
        if (values.size() == BATCH) {
            flush();
        }
    }

    void refuse(String where, String reason) {
        refused++;
        if (reasons.size() < MOST_REASONS) {
            reasons.add(where + ": refused: " + reason);
        }
    }

    void flush() throws IOException {
        if (!results.isEmpty()) {
            int fresh = store.addPrepared(results);
            added += fresh;
            known += results.size() - fresh;
            results.clear();
        }
        if (!values.isEmpty()) {
            int fresh = store.addReported(values);
            added += fresh;
            known += values.size() - fresh;
            values.clear();
        }
    }

    /** Number of records that were new. */
    public int added() {
        return added;
    }

    /** Number of records that were in the store already. */
    public int known() {
        return known;
    }

    /** Number of records that were refused. */
    public int refused() {
        return refused;
    }

    /** Why the first of those were refused, a line each. */
    public List<String> reasons() {
        return List.copyOf(reasons);
    }

    private static String shown(String text) {
        return text.length() > 70 ? text.substring(0, 70) + "…" : text;
    }
}
