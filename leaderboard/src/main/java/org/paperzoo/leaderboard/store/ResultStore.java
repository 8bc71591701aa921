package org.paperzoo.leaderboard.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * All results, in one file (SQLite) or on a PostgreSQL server that a team shares. What is in it is never changed. Safe for
 * several threads and processes.
 */
public final class ResultStore implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{4,64}");
    private static final char BEHIND_ALL_DIGITS = 'g';

    private final StoreLocation location;
    private final Connections connections;

    private ResultStore(StoreLocation location, Connections connections) {
        this.location = location;
        this.connections = connections;
    }

    /**
     * Opens a store; one that is not there is made.
     *
     * @throws InvalidInputException if a newer version of the project made it
     * @throws IOException if it cannot be reached, or is no store
     */
    public static ResultStore open(StoreLocation location) throws IOException {
        Connections connections = new Connections(location);
        try {
            Migrations.run(connections, location);
            ResultStore store = new ResultStore(location, connections);
            if (location.file() != null) {
                LinesOfOldStore.takeOver(store, location.file().resolveSibling("results.jsonl"));
            }
            return store;
        } catch (IOException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** Opens the store that the environment names ({@link StoreLocation#standard}). */
    public static ResultStore standard() throws IOException {
        return open(StoreLocation.standard());
    }

    /** Where it is. */
    public StoreLocation location() {
        return location;
    }

    /**
     * Adds a result; one that is there already stays.
     *
     * @return the result with its address
     * @throws RefusedException if its provenance is unknown, or it contradicts itself
     */
    public StoredResult add(Result result) throws IOException {
        PreparedResult prepared = PreparedResult.of(result);
        addPrepared(List.of(prepared));
        return prepared.stored();
    }

    /**
     * Adds results, all or none.
     *
     * @return how many of them were new
     * @throws RefusedException if one's provenance is unknown, or it contradicts itself
     */
    public int addAll(Collection<Result> results) throws IOException {
        List<PreparedResult> prepared = new ArrayList<>(results.size());
        for (Result result : results) {
            prepared.add(PreparedResult.of(result));
        }
        return addPrepared(prepared);
    }

    /**
     * Adds results that were checked, all or none.
     *
     * @return how many of them were new
     */
    public int addPrepared(Collection<PreparedResult> results) throws IOException {
        return connections.write(connection -> {
            int added = 0;
            try (ResultRows rows = new ResultRows(connection)) {
                for (PreparedResult result : results) {
                    added += rows.add(result.stored(), result.document()) ? 1 : 0;
                }
            }
            return added;
        });
    }

    /**
     * Adds what a run kept of its examples. What is there already stays.
     *
     * @throws NoSuchElementException if there is no such result
     */
    public void keep(String address, KeptExamples kept) throws IOException {
        Map<String, byte[]> files = KeptFiles.write(kept);
        connections.write(connection -> {
            if (document(connection, address).isEmpty()) {
                throw new NoSuchElementException("no result " + address);
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (address, name) DO NOTHING")) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    insert.setString(1, address);
                    insert.setString(2, file.getKey());
                    insert.setBytes(3, file.getValue());
                    insert.executeUpdate();
                }
            }
            return null;
        });
    }

    /** What a run kept of its examples to look at, without its pictures and states; empty where it kept nothing. */
    public Optional<KeptExamples> examples(String address) throws IOException {
        Optional<byte[]> examples = keptFile(address, KeptFiles.EXAMPLES);
        return examples.isEmpty() ? Optional.empty() : Optional.of(KeptFiles.readExamples(examples.get()));
    }

    /** What a run kept to be compared by: its metrics' states; empty where it kept nothing. */
    public Optional<KeptExamples> units(String address) throws IOException {
        Optional<byte[]> units = keptFile(address, KeptFiles.UNITS);
        return units.isEmpty() ? Optional.empty() : Optional.of(KeptFiles.readUnits(units.get()));
    }

    /** A picture that a run kept, by the name that its examples give it. */
    public Optional<byte[]> picture(String address, String name) throws IOException {
        return KeptFiles.isPicture(name) ? keptFile(address, name) : Optional.empty();
    }

    private Optional<byte[]> keptFile(String address, String name) throws IOException {
        return connections.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT bytes FROM kept WHERE address = ? AND name = ?")) {
                query.setString(1, address);
                query.setString(2, name);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Finds a result by its address or the beginning of it.
     *
     * @throws NoSuchElementException if there is none, or several begin so
     * @throws InvalidInputException if what is stored is not what the address was made from
     */
    public StoredResult find(String beginning) throws IOException {
        if (!BEGINNING.matcher(beginning).matches()) {
            throw new NoSuchElementException("no result " + beginning
                    + "; expected an address of 64 hexadecimal digits, or at least 4 of its first ones");
        }
        List<StoredResult> found = select(
                "SELECT r.address, r.document FROM results r WHERE r.address >= ? AND r.address < ? LIMIT 2",
                List.of(beginning, beginning + BEHIND_ALL_DIGITS));
        if (found.size() != 1) {
            throw new NoSuchElementException(
                    found.isEmpty() ? "no result " + beginning : "several results begin with " + beginning);
        }
        return found.get(0);
    }

    /** Results, newest first. */
    public List<StoredResult> query(ResultQuery query) throws IOException {
        List<Object> parameters = new ArrayList<>();
        // Of the newest ones, the narrower table is searched and sorted.
        String table = query.latest() ? "l" : "r";
        String from = query.latest() ? "latest l JOIN results r ON r.address = l.address" : "results r";
        String where = query.where(table, parameters);
        parameters.add(query.limit());
        return select(
                "SELECT r.address, r.document FROM " + from + where + " ORDER BY " + table + ".started DESC, " + table
                        + ".address DESC LIMIT ?",
                parameters);
    }

    private List<StoredResult> select(String sql, List<Object> parameters) throws IOException {
        return connections.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.size(); i++) {
                    query.setObject(i + 1, parameters.get(i));
                }
                List<StoredResult> results = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        results.add(read(rows.getString(1), rows.getString(2)));
                    }
                }
                return results;
            }
        });
    }

    private StoredResult read(String address, String document) throws InvalidInputException {
        if (!ContentAddress.of(document).equals(address)) {
            throw new InvalidInputException("store " + location.shown() + ": result " + address
                    + " is not what it was when it was stored: its content has another address");
        }
        try {
            return new StoredResult(address, JSON.readValue(document, Result.class));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    "store " + location.shown() + ": result " + address + ": " + JsonFault.of(e), e);
        }
    }

    private static Optional<String> document(Connection connection, String address) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT document FROM results WHERE address = ?")) {
            query.setString(1, address);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /** Number of results. */
    public long size() throws IOException {
        return connections.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT SUM(runs) FROM counts");
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0L;
            }
        });
    }

    /** What there is of each benchmark, in the order of their IDs. */
    public List<BenchmarkSummary> benchmarks() throws IOException {
        return connections.read(Summaries::benchmarks);
    }

    /** The models that have results, with the number of their runs, in the order of their IDs. */
    public Map<String, Long> models() throws IOException {
        return connections.read(connection -> {
            Map<String, Long> models = new LinkedHashMap<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT model, SUM(runs) FROM counts GROUP BY model ORDER BY model");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    models.put(rows.getString(1), rows.getLong(2));
                }
            }
            return models;
        });
    }

    /** The earlier and later runs of a result's setting, newest first. */
    public List<StoredResult> history(StoredResult result, int limit) throws IOException {
        return select(
                "SELECT r.address, r.document FROM results r WHERE r.setting = ?"
                        + " ORDER BY r.started DESC, r.address DESC LIMIT ?",
                List.of(result.setting(), limit));
    }

    /**
     * Adds values that others report, all or none.
     *
     * @return how many of them were new
     * @throws RefusedException if one does not tell where it comes from
     */
    public int addReported(Collection<ReportedValue> values) throws IOException {
        for (ReportedValue value : values) {
            value.check();
        }
        return connections.write(connection -> ReportedRows.add(connection, values));
    }

    /** Values that others report, of a benchmark and a model; null for all. */
    public List<ReportedValue> reported(String benchmark, String model) throws IOException {
        return connections.read(connection -> ReportedRows.select(connection, benchmark, model));
    }

    @Override
    public void close() {
        connections.close();
    }
}
