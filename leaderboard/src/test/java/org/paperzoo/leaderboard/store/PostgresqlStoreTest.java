package org.paperzoo.leaderboard.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.paperzoo.leaderboard.SyntheticResults;

/** The same on a real PostgreSQL, where it is installed. */
class PostgresqlStoreTest extends StoreContract {

    private static PostgresqlServer server;
    private static int databases;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> programs = PostgresqlServer.programs();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed (apt-get install postgresql)");
        server = PostgresqlServer.start(programs.get());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    StoreLocation location() throws Exception {
        return another();
    }

    @Override
    StoreLocation another() throws Exception {
        String name = "board" + ++databases;
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return StoreLocation.of(server.url(name));
    }

    @Test
    void theStoreGoesOnWhenItsConnectionsBreak() throws Exception {
        try (ResultStore store = ResultStore.open(another())) {
            store.add(SyntheticResults.forecast(0.474, "2026-11-01T00:00:00Z"));
            try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                    Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND datname = 'board" + databases + "'");
            }
            assertThrows(IOException.class, store::size);
            assertEquals(1, store.size());
        }
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() {
        assertThrows(
                ConnectException.class,
                () -> ResultStore.open(StoreLocation.of("jdbc:postgresql://127.0.0.1:1/nowhere?user=x")));
    }
}
