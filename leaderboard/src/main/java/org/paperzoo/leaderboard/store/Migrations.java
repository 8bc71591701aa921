package org.paperzoo.leaderboard.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Brings a database's tables to the form that this version knows. Each step is a file of SQL that every supported database
 * understands, run in one transaction with the note that it is done.
 */
final class Migrations {

    /** The form that this version knows: the number of the last step. */
    static final int NEWEST = 1;

    private static final int TRIES = 20;
    private static final int PAUSE_MILLIS = 100;

    private Migrations() {}

    /**
     * Runs the steps that are missing. Several processes may do so at once: one does it, the others find it done.
     *
     * @throws InvalidInputException if a newer version of the project made the database
     */
    static void run(Connections connections, StoreLocation location) throws IOException {
        IOException last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                int version = connections.read(Migrations::version);
                if (version > NEWEST) {
                    throw new InvalidInputException("store " + location.shown() + ": its form is " + version
                            + ", newer than " + NEWEST + ", which this version of paperzoo knows; use a newer one");
                }
                if (version == NEWEST) {
                    return;
                }
                connections.write(connection -> step(connection, version + 1));
            } catch (InvalidInputException e) {
                throw e;
            } catch (IOException e) {
                // Another process may have been faster; the next look at the version tells.
                last = e;
                pause();
            }
        }
        throw last == null ? new IOException("store " + location.shown() + ": its tables could not be made") : last;
    }

    private static int version(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "paperzoo_schema", null)) {
            if (!tables.next()) {
                return 0;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM paperzoo_schema")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static int step(Connection connection, int version) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            if (version == 1) {
                statement.execute("CREATE TABLE paperzoo_schema (version INTEGER PRIMARY KEY)");
            }
            for (String command : script(version).split(";\\s*\\n")) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
        try (PreparedStatement note = connection.prepareStatement("INSERT INTO paperzoo_schema VALUES (?)")) {
            note.setInt(1, version);
            note.executeUpdate();
        }
        return version;
    }

    private static String script(int version) throws IOException {
        try (InputStream script = Migrations.class.getResourceAsStream(version + ".sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process makes the store", e);
        }
    }
}
