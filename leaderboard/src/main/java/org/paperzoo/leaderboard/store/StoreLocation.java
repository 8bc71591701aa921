package org.paperzoo.leaderboard.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a store is.
 *
 * @param url its JDBC address
 * @param file its file, or null where a server has it
 */
public record StoreLocation(String url, Path file) {

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String JDBC = "jdbc:";

    /**
     * Reads a location: a JDBC address of PostgreSQL, or a file, which need not exist yet.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static StoreLocation of(String text) {
        if (text.startsWith(POSTGRESQL)) {
            return new StoreLocation(text, null);
        }
        if (text.startsWith(JDBC)) {
            throw new IllegalArgumentException(
                    "no store at " + withoutSecrets(text) + ": expected a file or " + POSTGRESQL + "//HOST/DATABASE");
        }
        try {
            Path file = Path.of(text).toAbsolutePath().normalize();
            return new StoreLocation("jdbc:sqlite:" + file, file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no store at " + text + ": " + e.getReason(), e);
        }
    }

    /**
     * The location that the environment names: {@code PAPERZOO_STORE}, else {@code results.db} in {@code PAPERZOO_HOME},
     * else in {@code .paperzoo} of the user's home.
     */
    public static StoreLocation standard() {
        String store = System.getenv("PAPERZOO_STORE");
        if (store != null && !store.isBlank()) {
            return of(store);
        }
        String home = System.getenv("PAPERZOO_HOME");
        Path folder =
                home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".paperzoo") : Path.of(home);
        return of(folder.resolve("results.db").toString());
    }

    /** The location without passwords, to print. */
    public String shown() {
        return file == null ? withoutSecrets(url) : file.toString();
    }

    private static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        String address = query < 0 ? url : url.substring(0, query);
        return address.replaceAll("//[^/@]*@", "//");
    }
}
