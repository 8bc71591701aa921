package org.paperzoo.leaderboard.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Rows of values that others report. */
final class ReportedRows {

    private ReportedRows() {}

    static int add(Connection connection, Collection<ReportedValue> values) throws SQLException {
        int added = 0;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO reported VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (address) DO NOTHING")) {
            for (ReportedValue value : values) {
                insert.setString(1, ContentAddress.of(ContentAddress.canonical(value)));
                insert.setString(2, value.model());
                insert.setString(3, value.benchmark());
                insert.setString(4, value.dataset());
                insert.setString(5, value.metric());
                insert.setString(6, value.metricId());
                insert.setDouble(7, value.value());
                insert.setString(8, value.source());
                insert.setString(9, value.protocol());
                added += insert.executeUpdate();
            }
        }
        return added;
    }

    static List<ReportedValue> select(Connection connection, String benchmark, String model) throws SQLException {
        List<String> parameters = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        if (benchmark != null) {
            conditions.add("benchmark = ?");
            parameters.add(benchmark);
        }
        if (model != null) {
            conditions.add("model = ?");
            parameters.add(model);
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT model, benchmark, dataset, metric, metric_id, value, source, protocol" + " FROM reported"
                        + where + " ORDER BY model, dataset, metric, address")) {
            for (int i = 0; i < parameters.size(); i++) {
                query.setString(i + 1, parameters.get(i));
            }
            List<ReportedValue> values = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    values.add(new ReportedValue(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getDouble(6),
                            rows.getString(7),
                            rows.getString(8)));
                }
            }
            return values;
        }
    }
}
