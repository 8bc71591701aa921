package org.paperzoo.leaderboard.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** Writes results as rows: the record whole, and beside it what tables look for. */
final class ResultRows implements AutoCloseable {

    private final PreparedStatement insert;
    private final PreparedStatement newest;
    private final PreparedStatement counts;

    ResultRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement("INSERT INTO results VALUES"
                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (address) DO NOTHING");
        newest = connection.prepareStatement("INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, 1)"
                + " ON CONFLICT (setting) DO UPDATE SET runs = latest.runs + 1,"
                + " address = " + ofTheNewer("address") + ", goodness = " + ofTheNewer("goodness") + ", started = "
                + ofTheNewer("started") + " RETURNING runs");
        counts = connection.prepareStatement("INSERT INTO counts VALUES (?, ?, ?, ?, 1)"
                + " ON CONFLICT (benchmark, model) DO UPDATE SET runs = counts.runs + 1,"
                + " settings = counts.settings + excluded.settings");
    }

    private static String ofTheNewer(String column) {
        return "CASE WHEN (excluded.started, excluded.address) > (latest.started, latest.address) THEN excluded."
                + column + " ELSE latest." + column + " END";
    }

    /**
     * Writes a result.
     *
     * @return whether it was new
     */
    boolean add(StoredResult stored, String document) throws SQLException {
        Result result = stored.result();
        var provenance = result.provenance();
        Optional<MeasuredValue> main = stored.mainValue();
        String setting = stored.setting();
        int column = 0;
        insert.setString(++column, stored.address());
        insert.setString(++column, setting);
        insert.setString(++column, result.model());
        insert.setString(++column, result.benchmark());
        insert.setString(++column, result.task());
        insert.setString(++column, provenance.started());
        insert.setLong(++column, result.examples());
        insert.setInt(++column, result.complete() ? 1 : 0);
        insert.setInt(++column, result.quality() ? 1 : 0);
        insert.setString(++column, main.map(MeasuredValue::metric).orElse(null));
        number(insert, ++column, main.map(MeasuredValue::value).orElse(null));
        number(insert, ++column, main.map(MeasuredValue::low).orElse(null));
        number(insert, ++column, main.map(MeasuredValue::high).orElse(null));
        if (main.isPresent()) {
            insert.setInt(++column, main.get().higherIsBetter() ? 1 : 0);
        } else {
            insert.setNull(++column, Types.INTEGER);
        }
        insert.setString(++column, provenance.engine());
        insert.setString(++column, provenance.engineVersion());
        insert.setString(++column, provenance.device());
        insert.setString(++column, provenance.precision());
        insert.setString(++column, provenance.processor());
        insert.setDouble(++column, result.speed().examplesPerSecond());
        insert.setDouble(++column, result.speed().p50Millis());
        insert.setString(++column, provenance.weightsSha256());
        insert.setString(++column, provenance.dataSha256());
        insert.setString(++column, document);
        if (insert.executeUpdate() == 0) {
            return false;
        }
        newest.setString(1, setting);
        newest.setString(2, result.benchmark());
        newest.setString(3, result.model());
        newest.setString(4, stored.address());
        newest.setString(5, provenance.started());
        number(newest, 6, goodness(result, main));
        boolean freshSetting;
        try (ResultSet runs = newest.executeQuery()) {
            freshSetting = runs.next() && runs.getLong(1) == 1;
        }
        counts.setString(1, result.benchmark());
        counts.setString(2, result.model());
        counts.setString(3, result.task());
        counts.setInt(4, freshSetting ? 1 : 0);
        counts.executeUpdate();
        return true;
    }

    /** Databases differ in what they do with NaN and infinity; the record has them, the column is empty. */
    private static void number(PreparedStatement statement, int column, Double number) throws SQLException {
        if (number == null || !Double.isFinite(number)) {
            statement.setNull(column, Types.DOUBLE);
        } else {
            statement.setDouble(column, number);
        }
    }

    /** The main value, negated where less is better, of results that can be the best: whole splits, trained weights. */
    private static Double goodness(Result result, Optional<MeasuredValue> main) {
        return result.complete() && result.quality()
                ? main.map(value -> value.higherIsBetter() ? value.value() : -value.value())
                        .orElse(null)
                : null;
    }

    @Override
    public void close() throws SQLException {
        try (insert;
                newest) {
            counts.close();
        }
    }
}
