package org.paperzoo.leaderboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.leaderboard.page.SampleBoard;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;

class BoardServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN = "a token of more than sixteen characters";

    @TempDir
    private static Path folder;

    private static ResultStore store;
    private static BoardServer server;
    private static SampleBoard sample;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        store = ResultStore.open(StoreLocation.of(folder.resolve("results.db").toString()));
        sample = SampleBoard.fill(store);
        server = BoardServer.start(store, InetAddress.getLoopbackAddress(), 0, TOKEN);
    }

    @AfterAll
    static void stop() {
        server.close();
        store.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.address().getPort() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return CLIENT.send(request(path).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    /** Sends bytes as they are, which no client would let us; gives the first line of the answer. */
    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            String answer = new String(in.readNBytes(15), StandardCharsets.ISO_8859_1);
            return answer.strip();
        }
    }

    @Test
    void everyAnswerCarriesItsSecurityPolicy() throws Exception {
        for (String path : List.of("/", "/api/results", "/nothing", "/assets/board.js", "/api/x?y=z")) {
            var headers = get(path).headers();
            String policy = headers.firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
            assertFalse(policy.contains("unsafe"), policy);
            assertEquals("nosniff", headers.firstValue("X-Content-Type-Options").orElse(""));
        }
        assertEquals(
                "text/javascript; charset=utf-8",
                get("/assets/board.js").headers().firstValue("Content-Type").orElse(""));
        assertEquals(200, get("/assets/uPlot.js").statusCode());
    }

    @Test
    void textsFromOutsideAreNeverMarkup() throws Exception {
        for (String path : List.of(
                "/benchmark/ett-h1-m-24.html",
                "/model/bart-large-xsum.html",
                "/run/" + sample.texts + ".html",
                "/run/" + sample.texts + "/examples-1.html")) {
            String page = get(path).body();
            assertFalse(page.contains("<script>"), path);
            assertFalse(page.contains("<img src=x"), path);
        }
        assertTrue(get("/run/" + sample.texts + ".html").body().contains("&lt;script&gt;window.hacked=1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/assets/../../store/1.sql",
                "/assets/..%2f..%2fstore%2f1.sql",
                "/assets/%2e%2e/1.sql",
                "/benchmark/..%2f..%2fx.html",
                "/benchmark/a%2Fb.html",
                "/model/%00.html",
                "/run/0000.html",
                "/run/" + "0000000000000000000000000000000000000000000000000000000000000000" + "/units.json.gz",
                "/api/results/..%2f..%2fetc",
                "/api/",
                "/api"
            })
    void pathsThatLeadElsewhereLeadNowhere(String path) throws Exception {
        assertTrue(
                raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .contains(" 404"),
                path);
    }

    @Test
    void hugeAndBrokenRequestsAreRefused() throws Exception {
        assertTrue(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .contains(" 414"));
        assertEquals(400, get("/?after=" + "a".repeat(3000)).statusCode());
        assertEquals(400, get("/api/results?limit=1000000").statusCode());
        assertEquals(400, get("/api/results?limit=x").statusCode());
        assertEquals(400, get("/api/results?limit=1&limit=2").statusCode());
        assertEquals(400, get("/api/results?surprise=1").statusCode());
        assertEquals(400, get("/api/results?after=1").statusCode());
        assertEquals(400, get("/api/results?latest=perhaps").statusCode());
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            headers.append("X-").append(i).append(": y\r\n");
        }
        String answer = raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        assertFalse(answer.contains(" 200"), answer);
    }

    @Test
    void aForeignNameForThisMachineIsRefused() throws Exception {
        assertTrue(raw("GET / HTTP/1.1\r\nHost: attacker.example\r\nConnection: close\r\n\r\n")
                .contains(" 421"));
        assertTrue(raw("GET / HTTP/1.1\r\nHost: localhost.attacker.example:80\r\nConnection: close\r\n\r\n")
                .contains(" 421"));
        assertTrue(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\nConnection: close\r\n\r\n")
                .contains(" 200"));
    }

    @Test
    void slowClientsKeepNobodyWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), server.address().getPort());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                slow.add(socket);
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(200, get("/").statusCode());
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void programsReadResultsInPages() throws Exception {
        JsonNode first = json("/api/results?limit=4");
        assertEquals(4, first.get("results").size());
        JsonNode second =
                json("/api/results?limit=100&after=" + first.get("next").asText());
        assertEquals(store.size() - 4, second.get("results").size());
        assertFalse(second.has("next"));
        JsonNode papers =
                json("/api/results/" + sample.forecast.substring(0, 10)).get("papers");
        assertEquals(0.577, papers.get(0).get("paper").asDouble());
        assertEquals(
                25,
                json("/api/results/" + sample.forecast + "/examples")
                        .get("examples")
                        .size());
        assertEquals(
                5,
                json("/api/results?latest=true&benchmark=ett-h1-m-24")
                        .get("results")
                        .size());
        assertEquals(4, json("/api/benchmarks").get("benchmarks").size());
        assertTrue(json("/api/models").get("models").has("detr-resnet-50"));
        assertEquals(
                1, json("/api/reported?benchmark=ett-h1-m-24").get("reported").size());
        assertEquals(404, get("/api/results/0000").statusCode());
        HttpResponse<String> head = CLIENT.send(
                request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void theDescriptionNamesEveryAddressAndEachAnswers() throws Exception {
        JsonNode description = json("/api/openapi.json");
        assertEquals("3.1.0", description.get("openapi").asText());
        for (var path : description.get("paths").properties()) {
            if (path.getValue().has("get")) {
                String address = path.getKey().replace("{address}", sample.forecast);
                assertEquals(200, get(address).statusCode(), address);
            }
        }
        for (JsonNode reference : description.findValues("$ref")) {
            assertFalse(description.at(reference.asText().substring(1)).isMissingNode(), reference.asText());
        }
    }

    @Test
    void nothingIsWrittenWithoutTheToken() throws Exception {
        long before = store.size();
        String body = JSON.writeValueAsString(SyntheticResults.forecast(0.7, "2026-11-11T00:00:00Z"));
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
        assertEquals(
                401,
                CLIENT.send(request("/api/results").POST(publisher).build(), BodyHandlers.ofString())
                        .statusCode());
        assertEquals(
                401,
                CLIENT.send(
                                request("/api/results")
                                        .header("Authorization", "Bearer wrong")
                                        .POST(publisher)
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode());
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            assertTrue(
                    raw(method + " /api/results HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .contains(" 405"),
                    method);
        }
        assertEquals(before, store.size());
        HttpRequest.Builder allowed = request("/api/results").header("Authorization", "Bearer " + TOKEN);
        HttpResponse<String> added = CLIENT.send(allowed.copy().POST(publisher).build(), BodyHandlers.ofString());
        assertEquals(200, added.statusCode(), added.body());
        assertEquals(1, JSON.readTree(added.body()).get("added").asInt());
        assertEquals(before + 1, store.size());
        HttpResponse<String> refused = CLIENT.send(
                allowed.copy()
                        .POST(HttpRequest.BodyPublishers.ofString(body.replace("\"cpu\"", "\"abacus\"")))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("expected cpu, gpu or gpu:N"), refused.body());
    }

    @Test
    void withoutATokenNobodyWrites() throws Exception {
        try (BoardServer closed = BoardServer.start(store, InetAddress.getLoopbackAddress(), 0, null)) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + closed.address().getPort() + "/api/results"))
                    .header("Authorization", "Bearer null")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertEquals(403, CLIENT.send(request, BodyHandlers.ofString()).statusCode());
        }
    }
}
