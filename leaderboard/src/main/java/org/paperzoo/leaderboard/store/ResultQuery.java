package org.paperzoo.leaderboard.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Which results, newest first.
 *
 * @param benchmark ID of the benchmark, or null for all
 * @param model zoo ID of the model, or null for all
 * @param engine name of the engine, or null for all
 * @param device device, or null for all
 * @param latest whether of results of the same setting only the newest
 * @param after the address behind which the answer goes on, or null from the start
 * @param limit the most results to give, 1 to 10000000
 */
public record ResultQuery(
        String benchmark, String model, String engine, String device, boolean latest, String after, int limit) {

    private static final int MOST = 10_000_000;

    public ResultQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + "; expected 1 to " + MOST);
        }
        if (after != null && !ContentAddress.isOne(after)) {
            throw new IllegalArgumentException("after is not an address of 64 hexadecimal digits");
        }
    }

    /** The newest result of every setting. */
    public static ResultQuery latestOf(String benchmark, String model, int limit) {
        return new ResultQuery(benchmark, model, null, null, true, null, limit);
    }

    /** All results. */
    public static ResultQuery all(int limit) {
        return new ResultQuery(null, null, null, null, false, null, limit);
    }

    /** The same behind a result. */
    public ResultQuery behind(String address) {
        return new ResultQuery(benchmark, model, engine, device, latest, address, limit);
    }

    /**
     * The condition, with its parameters added to a list.
     *
     * @param table the table, {@code r} or {@code l}, that is searched by benchmark, model and time
     */
    String where(String table, List<Object> parameters) {
        List<String> conditions = new ArrayList<>();
        equal(table + ".benchmark", benchmark, conditions, parameters);
        equal(table + ".model", model, conditions, parameters);
        equal("r.engine", engine, conditions, parameters);
        equal("r.device", device, conditions, parameters);
        if (after != null) {
            conditions.add("(" + table + ".started, " + table
                    + ".address) < (SELECT a.started, a.address FROM results a WHERE a.address = ?)");
            parameters.add(after);
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static void equal(String column, String value, List<String> conditions, List<Object> parameters) {
        if (value != null) {
            conditions.add(column + " = ?");
            parameters.add(value);
        }
    }
}
