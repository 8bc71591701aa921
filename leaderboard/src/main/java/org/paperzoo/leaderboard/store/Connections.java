package org.paperzoo.leaderboard.store;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.sqlite.SQLiteConfig;

/**
 * A few connections to the database, each used by one thread at a time. A file is opened with a write-ahead log: one
 * process writes while others read, and writers wait for each other.
 */
final class Connections implements AutoCloseable {

    /** What is done with a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException, IOException;
    }

    private static final int MOST = 8;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int TRIES = 5;
    private static final Set<String> GIVING_WAY = Set.of("40001", "40P01");
    private static final int CONNECT_SECONDS = 10;
    private static final int CACHE_KIBIBYTES = 32_768;

    private final StoreLocation location;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    Connections(StoreLocation location) throws IOException {
        this.location = location;
        if (location.file() != null) {
            Path folder = location.file().getParent();
            Files.createDirectories(folder);
        }
    }

    /** Runs work that only reads. */
    <T> T read(Work<T> work) throws IOException {
        return borrow(work);
    }

    /** Runs work in one transaction: all of it is done, or nothing. */
    <T> T write(Work<T> work) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work);
            } catch (IOException e) {
                if (attempt == TRIES || !gaveWay(e)) {
                    throw e;
                }
            }
        }
    }

    /** Whether a transaction was undone for the sake of another that waited for it: it can be run again. */
    private static boolean gaveWay(IOException e) {
        return e.getCause() instanceof SQLException cause && GIVING_WAY.contains(String.valueOf(cause.getSQLState()));
    }

    private <T> T writeOnce(Work<T> work) throws IOException {
        return borrow(connection -> {
            connection.setAutoCommit(false);
            T value = work.on(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return value;
        });
    }

    private <T> T borrow(Work<T> work) throws IOException {
        permits.acquireUninterruptibly();
        Connection connection = null;
        boolean sound = false;
        try {
            connection = take();
            T value = work.on(connection);
            sound = true;
            return value;
        } catch (SQLException e) {
            dropIdle();
            throw told(e);
        } finally {
            giveBack(connection, sound);
            permits.release();
        }
    }

    private Connection take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new SQLException("the store is closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return connect();
    }

    /** Where one connection broke, the server may have gone and come back: the others are not trusted either. */
    private void dropIdle() {
        synchronized (idle) {
            idle.forEach(Connections::closeQuietly);
            idle.clear();
        }
    }

    /** A connection on which something failed is not used again: it may be broken, or within a transaction. */
    private void giveBack(Connection connection, boolean sound) {
        if (connection == null) {
            return;
        }
        synchronized (idle) {
            if (sound && !closed) {
                idle.push(connection);
                return;
            }
        }
        closeQuietly(connection);
    }

    private Connection connect() throws SQLException {
        Connection connection;
        if (location.file() == null) {
            Properties properties = new Properties();
            properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
            properties.setProperty("ApplicationName", "paperzoo");
            connection = DriverManager.getConnection(location.url(), properties);
        } else {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(PATIENCE_MILLIS);
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
            // A transaction that reads first and writes then would fail where another has written in between.
            config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
            config.setCacheSize(-CACHE_KIBIBYTES);
            connection = config.createConnection(location.url());
        }
        return connection;
    }

    /** An error of the database in the words of an error of input and output. */
    private IOException told(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String message = "store " + location.shown() + ": " + e.getMessage();
        if (state.startsWith("08")) {
            ConnectException unreachable = new ConnectException(message);
            unreachable.initCause(e);
            return unreachable;
        }
        return new IOException(message, e);
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(Connections::closeQuietly);
            idle.clear();
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up: the work is done, or has failed with an error of its own.
            assert e != null;
        }
    }
}
