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

    private static final String BEST = "SELECT r.benchmark, r.address, r.model, r.metric, r.value FROM latest l"
            + " JOIN (SELECT benchmark, MAX(goodness) AS most FROM latest GROUP BY benchmark) b"
            + " ON l.benchmark = b.benchmark AND l.goodness = b.most"
            + " JOIN results r ON r.address = l.address ORDER BY r.started DESC, r.address DESC";

    private Summaries() {}

    static List<BenchmarkSummary> benchmarks(Connection connection) throws SQLException {
        Map<String, Best> best = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(BEST);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                best.putIfAbsent( // of equals, the newest
                        rows.getString(1),
                        new Best(rows.getString(2), rows.getString(3), rows.getString(4), rows.getDouble(5)));
            }
        }
        List<BenchmarkSummary> summaries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT benchmark, COUNT(*), SUM(settings), SUM(runs), MIN(task) FROM counts"
                                + " GROUP BY benchmark ORDER BY benchmark");
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
