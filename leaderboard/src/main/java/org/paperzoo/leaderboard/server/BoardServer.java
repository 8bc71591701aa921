package org.paperzoo.leaderboard.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.paperzoo.leaderboard.page.Board;
import org.paperzoo.leaderboard.page.PageFile;
import org.paperzoo.leaderboard.page.Scope;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the board. A client that sends or takes its bytes slowly holds one of many threads, and not for longer than some
 * seconds; requests and answers are bounded; nothing is written without a token.
 */
public final class BoardServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(BoardServer.class);

    private static final int THREADS = 128;
    private static final int WAITING = 512;
    private static final int LONGEST_PATH = 500;
    private static final long MOST_BODY_BYTES = 16L << 20;
    private static final String API = "api/";
    private static final String BEARER = "Bearer ";
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    static {
        // The JDK's server reads these once, when it is loaded: seconds for a request to come and an answer to go.
        setUnlessChosen("sun.net.httpserver.maxReqTime", "20");
        setUnlessChosen("sun.net.httpserver.maxRspTime", "60");
        setUnlessChosen("sun.net.httpserver.idleInterval", "20");
        setUnlessChosen("sun.net.httpserver.maxReqHeaders", "64");
        setUnlessChosen("jdk.httpserver.maxConnections", "256");
        setUnlessChosen("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Board board;
    private final Interface programs;
    private final String token;
    private final boolean loopback;

    private BoardServer(HttpServer server, ResultStore store, String token) {
        this.server = server;
        this.token = token;
        loopback = server.getAddress().getAddress().isLoopbackAddress();
        board = new Board(store, Catalogue.standard(), Scope.ALL, false);
        programs = new Interface(store);
        threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING));
        threads.allowCoreThreadTimeOut(true);
    }

    private static void setUnlessChosen(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Starts a server.
     *
     * @param store what it shows, which the caller closes after the server
     * @param address where it listens
     * @param port its port, or 0 for any that is free
     * @param token what a request must bring to write; null where nobody may
     * @throws IOException if the port is taken
     */
    public static BoardServer start(ResultStore store, InetAddress address, int port, String token) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), WAITING);
        BoardServer board = new BoardServer(server, store, token);
        server.createContext("/", board::handle);
        server.setExecutor(board.threads);
        server.start();
        return board;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (IllegalArgumentException e) {
                answer = Answer.error(400, e.getMessage());
            } catch (InvalidInputException e) {
                answer = Answer.error(422, e.getMessage());
            } catch (IOException | RuntimeException e) {
                // What went wrong inside is for the log: it may name files and servers.
                LOGGER.warn("{} failed", exchange.getRequestMethod(), e);
                answer = Answer.error(500, "this failed; the server's log says why");
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (loopback && !isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
            // A page of another site whose name was made to mean this machine.
            return Answer.error(421, "this server answers to localhost alone");
        }
        String raw = exchange.getRequestURI().getPath();
        if (raw == null || raw.length() > LONGEST_PATH) {
            return Answer.error(414, "the path is longer than " + LONGEST_PATH + " characters");
        }
        String path = raw.startsWith("/") ? raw.substring(1) : raw;
        String query = exchange.getRequestURI().getRawQuery();
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" ->
                path.startsWith(API) ? programs.get(path.substring(API.length()), query) : page(path, query);
            case "POST" -> post(exchange, path);
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD, POST");
                yield Answer.error(405, "only reading is possible here");
            }
        };
    }

    private static boolean isLocal(String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":[0-9]{1,5}$", "");
        return LOOPBACK_NAMES.contains(name);
    }

    private Answer page(String path, String query) throws IOException {
        Query filter = Query.of(query, Set.of("after"));
        Optional<PageFile> page = board.page(path, filter.text("after").orElse(null));
        return page.map(Answer::page).orElseGet(() -> Answer.text(404, "There is no such page. Start at /"));
    }

    private Answer post(HttpExchange exchange, String path) throws IOException {
        if (!path.equals(API + "results")) {
            return Answer.error(404, "results are sent to /api/results");
        }
        if (token == null) {
            return Answer.error(403, "this server takes no results: it was started without --token-file");
        }
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null
                || !authorization.startsWith(BEARER)
                || !MessageDigest.isEqual(
                        authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
                        token.getBytes(StandardCharsets.UTF_8))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return Answer.error(401, "wrong token, or none");
        }
        return programs.post(new BoundedBody(exchange.getRequestBody(), MOST_BODY_BYTES));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.mediaType());
        headers.set("Content-Security-Policy", Board.securityPolicy() + "; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cache-Control", "no-cache");
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        if (bodiless) {
            headers.set("Content-Length", String.valueOf(answer.body().length));
        }
        exchange.sendResponseHeaders(
                answer.status(), bodiless || answer.body().length == 0 ? -1 : answer.body().length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }
}
