package org.paperzoo.zoo.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.hub.ModelStore.StoredModel;

/** Against a real server on the loopback address that is laid out as the hub is. */
class ModelStoreTest {

    @TempDir
    Path cache;

    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = served.get(path);
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (path.endsWith("short.bin")) {
                exchange.sendResponseHeaders(200, body.length + 10L);
                exchange.getResponseBody().write(body);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void filesComeFromTheHubOnceAndFromTheCacheAfterThat() throws IOException {
        serve("/owner/name/resolve/main/config.json", "{}");
        serve("/owner/name/resolve/main/pytorch_model.bin", "weights");
        ModelCard card = card(List.of("model.safetensors", "pytorch_model.bin"), List.of("config.json"), null);
        StoredModel first = store(false).files(card);
        assertEquals("weights", Files.readString(first.weights()));
        assertEquals("pytorch_model.bin", first.weights().getFileName().toString());
        assertEquals(List.of("Bearer secret", "Bearer secret", "Bearer secret"), tokens);
        int requests = asked.size();
        store(false).files(card(List.of("pytorch_model.bin"), List.of("config.json"), null));
        assertEquals(requests, asked.size(), "the second time nothing is fetched");
    }

    @Test
    void anotherHostGetsNoToken() throws IOException {
        serve("/files/weights.pth", "weights");
        ModelCard card = card(List.of("weights.pth"), List.of(), address() + "/files/");
        assertTrue(Files.exists(store(false).files(card).weights()));
        assertEquals(List.of("null"), tokens);
    }

    @Test
    void offlineNothingIsFetched() {
        UnreachableException e = assertThrows(
                UnreachableException.class,
                () -> store(true).files(card(List.of("model.safetensors"), List.of(), null)));
        assertTrue(e.getMessage().contains("offline"), e.getMessage());
        assertEquals(List.of(), asked);
    }

    @Test
    void aFileThatBreaksOffLeavesNothingBehind() throws IOException {
        serve("/owner/name/resolve/main/short.bin", "half");
        assertThrows(IOException.class, () -> store(false).files(card(List.of("short.bin"), List.of(), null)));
        try (Stream<Path> files = Files.walk(cache)) {
            assertFalse(files.anyMatch(Files::isRegularFile));
        }
    }

    @Test
    void aMissingFileIsNamedWithTheServersAnswer() {
        UnreachableException e = assertThrows(
                UnreachableException.class,
                () -> store(false).files(card(List.of("model.safetensors"), List.of(), null)));
        assertTrue(e.getMessage().contains("model.safetensors: the server answers 404"), e.getMessage());
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.stop(0);
        UnreachableException e = assertThrows(
                UnreachableException.class,
                () -> store(false).files(card(List.of("model.safetensors"), List.of(), null)));
        assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
    }

    @Test
    void aNameThatLeavesTheFolderIsRefused() {
        IOException e = assertThrows(
                IOException.class, () -> store(false).files(card(List.of("../../outside"), List.of(), null)));
        assertTrue(e.getMessage().contains("leaves the model's folder"), e.getMessage());
    }

    @Test
    void aCacheMayBeNamedByAWayRound() throws IOException {
        serve("/owner/name/resolve/main/w.bin", "weights");
        ModelStore store = new ModelStore(cache.resolve("no/../here"), address(), null, false);
        assertEquals(
                cache.resolve("here/models/mine/main/w.bin"),
                store.files(card(List.of("w.bin"), List.of(), null)).weights());
    }

    @Test
    void aModelWithoutReleasedWeightsSaysHowToGetSome() {
        ModelCard card = new ModelCard(
                "mine",
                "t",
                paper(),
                "forecasting",
                "informer",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        UnreachableException e =
                assertThrows(UnreachableException.class, () -> store(false).files(card));
        assertTrue(e.getMessage().contains("paperzoo train mine"), e.getMessage());
    }

    private ModelStore store(boolean offline) {
        return new ModelStore(cache, address(), "secret", offline);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(String path, String body) {
        served.put(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private static ModelCard.Paper paper() {
        return new ModelCard.Paper("p", "P", null, "V");
    }

    private static ModelCard card(List<String> weights, List<String> files, String url) {
        CheckpointLocation location =
                new CheckpointLocation(url == null ? "owner/name" : null, null, null, weights, files, null, url, null);
        return new ModelCard(
                "mine",
                "t",
                paper(),
                "forecasting",
                "informer",
                null,
                null,
                null,
                location,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
