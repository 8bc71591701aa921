package org.paperzoo.leaderboard.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** Writes results as rows: the record whole, and beside it what tables look for. */
final class ResultRows implements AutoCloseable {

    private final PreparedStatement insert;
    private final PreparedStatement newest;

    ResultRows(Connection connection) throws SQLException {
        insert = connection.prepareStatement("INSERT INTO results VALUES"
                + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (address) DO NOTHING");
        newest = connection.prepareStatement(
                "INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (setting) DO UPDATE"
                        + " SET runs = latest.runs + 1,"
                        + " address = CASE WHEN (excluded.started, excluded.address) > (latest.started, latest.address)"
                        + " THEN excluded.address ELSE latest.address END,"
                        + " started = CASE WHEN (excluded.started, excluded.address) > (latest.started, latest.address)"
                        + " THEN excluded.started ELSE latest.started END");
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
        int column = 0;
        insert.setString(++column, stored.address());
        insert.setString(++column, stored.setting());
        insert.setString(++column, result.model());
        insert.setString(++column, result.benchmark());
        insert.setString(++column, result.task());
        insert.setString(++column, provenance.started());
        insert.setLong(++column, result.examples());
        insert.setInt(++column, result.complete() ? 1 : 0);
        insert.setInt(++column, result.quality() ? 1 : 0);
        insert.setString(++column, main.map(MeasuredValue::metric).orElse(null));
        number(++column, main.map(MeasuredValue::value).orElse(null));
        number(++column, main.map(MeasuredValue::low).orElse(null));
        number(++column, main.map(MeasuredValue::high).orElse(null));
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
        newest.setString(1, stored.setting());
        newest.setString(2, result.benchmark());
        newest.setString(3, result.model());
        newest.setString(4, result.task());
        newest.setString(5, stored.address());
        newest.setString(6, provenance.started());
        newest.executeUpdate();
        return true;
    }

    /** Databases differ in what they do with NaN and infinity; the record has them, the column is empty. */
    private void number(int column, Double number) throws SQLException {
        if (number == null || !Double.isFinite(number)) {
            insert.setNull(column, Types.DOUBLE);
        } else {
            insert.setDouble(column, number);
        }
    }

    @Override
    public void close() throws SQLException {
        try (insert) {
            newest.close();
        }
    }
}
