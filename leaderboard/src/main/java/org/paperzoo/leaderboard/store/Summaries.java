package org.paperzoo.leaderboard.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.leaderboard.store.BenchmarkSummary.Best;

/** What a whole store holds, in few numbers. */
final class Summaries {

    /** The better of two values is the greater one, or the greater one of their negatives. */
    private static final String BEST = "SELECT benchmark, address, model, metric, value FROM ("
            + "SELECT r.benchmark, r.address, r.model, r.metric, r.value, ROW_NUMBER() OVER (PARTITION BY r.benchmark"
            + " ORDER BY CASE WHEN r.higher_is_better = 1 THEN r.value ELSE -r.value END DESC, r.address) AS place"
            + " FROM latest l JOIN results r ON r.address = l.address"
            + " WHERE r.complete = 1 AND r.quality = 1 AND r.value IS NOT NULL) AS ranked WHERE place = 1";

    private Summaries() {}

    static List<BenchmarkSummary> benchmarks(Connection connection) throws SQLException {
        Map<String, Best> best = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(BEST);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                best.put(
                        rows.getString(1),
                        new Best(rows.getString(2), rows.getString(3), rows.getString(4), rows.getDouble(5)));
            }
        }
        List<BenchmarkSummary> summaries = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT l.benchmark, COUNT(DISTINCT l.model), COUNT(*),"
                                + " SUM(l.runs), MIN(l.task)"
                                + " FROM latest l GROUP BY l.benchmark ORDER BY l.benchmark");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                summaries.add(new BenchmarkSummary(
                        rows.getString(1),
                        rows.getString(5),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        best.get(rows.getString(1))));
            }
        }
        return summaries;
    }
}
