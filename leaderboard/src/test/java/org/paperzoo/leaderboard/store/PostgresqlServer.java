package org.paperzoo.leaderboard.store;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, from what is installed; it refuses to run as root, so root lends it another user. */
final class PostgresqlServer implements AutoCloseable {

    private static final long LONGEST_SECONDS = 120;

    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgresqlServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** The folder with {@code initdb} and {@code pg_ctl}, if PostgreSQL is installed. */
    static Optional<Path> programs() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(place));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(places::add);
            }
        }
        return places.stream()
                .filter(place ->
                        Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("pg_ctl")))
                .findFirst();
    }

    static PostgresqlServer start(Path programs) throws IOException {
        Path folder = Path.of(
                run(List.of("mktemp", "-d", "/tmp/paperzoo-postgresql-XXXXXX")).strip());
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        PostgresqlServer server = new PostgresqlServer(programs, folder, port);
        run(List.of(
                programs.resolve("initdb").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-U",
                "paperzoo",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync"));
        run(List.of(
                programs.resolve("pg_ctl").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off",
                "start"));
        return server;
    }

    /** The JDBC address of one of its databases. */
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=paperzoo";
    }

    @Override
    public void close() throws IOException {
        run(List.of(
                programs.resolve("pg_ctl").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-m",
                "immediate",
                "stop"));
        run(List.of("rm", "-rf", folder.toString()));
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a program of PostgreSQL runs", e);
        }
    }

    private static String run(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            whole.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        whole.addAll(command);
        // To a file: the server that pg_ctl starts would hold a pipe open.
        Path output = Files.createTempFile("paperzoo-postgresql-", ".log");
        try {
            Process process = new ProcessBuilder(whole)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!ended(process)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end");
            }
            String text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
