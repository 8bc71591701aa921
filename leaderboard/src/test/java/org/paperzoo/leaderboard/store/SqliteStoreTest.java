package org.paperzoo.leaderboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.zoo.InvalidInputException;

class SqliteStoreTest extends StoreContract {

    @TempDir
    private Path folder;

    @Override
    StoreLocation location() {
        return StoreLocation.of(folder.resolve("deep/results.db").toString());
    }

    @Override
    StoreLocation another() {
        return StoreLocation.of(folder.resolve("another/results.db").toString());
    }

    @Test
    void aRecordThatWasChangedInTheDatabaseIsNotBelieved() throws Exception {
        StoreLocation location = StoreLocation.of(folder.resolve("changed.db").toString());
        try (ResultStore store = ResultStore.open(location)) {
            String address = store.add(SyntheticResults.forecast(0.474, "2026-11-01T00:00:00Z"))
                    .address();
            try (Connection connection = DriverManager.getConnection(location.url());
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE results SET document = REPLACE(document, '0.474', '0.374')");
            }
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> store.find(address));
            assertTrue(e.getMessage().contains("is not what it was when it was stored"), e.getMessage());
        }
    }

    @Test
    void aStoreOfANewerVersionIsLeftAlone() throws Exception {
        StoreLocation location = StoreLocation.of(folder.resolve("newer.db").toString());
        ResultStore.open(location).close();
        try (Connection connection = DriverManager.getConnection(location.url());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO paperzoo_schema VALUES (99)");
        }
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> ResultStore.open(location));
        assertTrue(e.getMessage().contains("newer than"), e.getMessage());
    }

    @Test
    void aFileThatIsNoDatabaseIsToldInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("text.db"), "these are no results\n".repeat(100));
        IOException e = assertThrows(IOException.class, () -> ResultStore.open(StoreLocation.of(file.toString())));
        assertTrue(e.getMessage().contains("text.db"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    @Test
    void linesOfAnEarlierVersionAreTakenOverOnce() throws IOException {
        Path old = folder.resolve("old/results.jsonl");
        Files.createDirectories(old.getParent());
        Result good = SyntheticResults.forecast(0.474, "2026-11-01T00:00:00Z");
        String line = new ObjectMapper().writeValueAsString(good);
        Files.writeString(old, line + "\n" + line.replace("\"cpu\"", "\"abacus\"") + "\n{\"schema\":1,\"mod");
        StoreLocation location =
                StoreLocation.of(old.resolveSibling("results.db").toString());
        try (ResultStore store = ResultStore.open(location)) {
            assertEquals(
                    List.of(good),
                    store.query(ResultQuery.all(10)).stream()
                            .map(StoredResult::result)
                            .toList());
        }
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(old.resolveSibling("results.jsonl.taken-over")));
        try (ResultStore store = ResultStore.open(location)) {
            assertEquals(1, store.size());
        }
    }

    @Test
    void onlyFilesAndPostgresqlAreLocations() {
        assertThrows(IllegalArgumentException.class, () -> StoreLocation.of("jdbc:mysql://root:secret@host/x"));
        assertEquals(
                "jdbc:postgresql://host/board",
                StoreLocation.of("jdbc:postgresql://me:secret@host/board?password=secret")
                        .shown());
    }
}
