package org.paperzoo.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.paperzoo.leaderboard.server.BoardServer;
import org.paperzoo.leaderboard.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code paperzoo serve}: the board in a browser, live. */
@Command(
        name = "serve",
        description = "Serve the leaderboard's pages, and a JSON interface described by /api/openapi.json, until it is"
                + " interrupted.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Who may reach it: this machine alone, unless --host says otherwise. Who may write: nobody, unless there is a",
            "token; with one, POST /api/results with \"Authorization: Bearer TOKEN\" adds results.",
            "Example:",
            "  paperzoo serve --port 8080"
        })
final class ServeCommand implements Callable<Integer> {

    private static final int SHORTEST_TOKEN = 16;

    @Mixin
    private StoreOption store;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8090",
            description = "The port, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "The address to listen on (default: this machine alone).")
    private String host;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that requests must bring to add results (default: nobody may).")
    private Path tokenFile;

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port " + port + "; expected 0 to 65535");
        }
        InetAddress address = host == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        String token = token();
        try (ResultStore results = store.open();
                BoardServer server = start(results, address, token)) {
            String shown = server.address().getAddress().isLoopbackAddress()
                    ? "localhost"
                    : server.address().getAddress().getHostAddress();
            System.out.println("Serving " + results.location().shown() + " at "
                    + URI.create("http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":"
                            + server.address().getPort() + "/"));
            System.out.flush();
            untilInterrupted();
        }
        return 0;
    }

    private BoardServer start(ResultStore results, InetAddress address, String token) throws IOException {
        try {
            return BoardServer.start(results, address, port, token);
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    "--port " + port + ": " + e.getMessage() + "; try another, or 0 for any that is free", e);
        }
    }

    private String token() throws IOException {
        if (tokenFile == null) {
            return null;
        }
        String token = Files.readString(tokenFile).strip();
        if (token.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "--token-file " + tokenFile + ": its token is shorter than " + SHORTEST_TOKEN + " characters");
        }
        return token;
    }

    private static void untilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
