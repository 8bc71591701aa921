package org.paperzoo.zoo.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.hub.DamagedException;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.hub.UnreachableException;
import org.paperzoo.testkit.HubServer;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.hub.ModelStore.StoredModel;

/** Against a real server on the loopback address that is laid out as the hub is. */
class ModelStoreTest {

    private static final byte[] CONFIGURATION = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WEIGHTS = new byte[5_000];

    @TempDir
    private Path folder;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        server.put("owner/name", "config.json", CONFIGURATION);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void filesComeFromTheHubOnceAndFromTheCacheAfterThat() throws IOException {
        server.put("owner/name", "pytorch_model.bin", WEIGHTS);
        ModelCard card = card(List.of("model.safetensors", "pytorch_model.bin"), List.of("config.json"));
        StoredModel first = store(false).files(card);
        assertArrayEquals(WEIGHTS, Files.readAllBytes(first.weights()));
        assertEquals("pytorch_model.bin", first.weights().getFileName().toString());
        assertArrayEquals(CONFIGURATION, Files.readAllBytes(first.folder().resolve("config.json")));
        int requests = server.requests().size();
        assertEquals(first, store(true).files(card));
        assertEquals(requests, server.requests().size(), "the second time nothing is asked");
    }

    @Test
    void weightsInShardsAreFoundByTheirIndex() throws IOException {
        server.put("owner/name", "model-1.safetensors", WEIGHTS)
                .put("owner/name", "model-2.safetensors", CONFIGURATION)
                .put(
                        "owner/name",
                        "model.safetensors.index.json",
                        ("{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\","
                                        + " \"c\": \"model-1.safetensors\"}}")
                                .getBytes(StandardCharsets.UTF_8));
        ModelCard card = card(List.of("model.safetensors", "pytorch_model.bin"), List.of("config.json"));
        StoredModel stored = store(false).files(card);
        assertEquals(
                "model.safetensors.index.json", stored.weights().getFileName().toString());
        assertArrayEquals(WEIGHTS, Files.readAllBytes(stored.folder().resolve("model-1.safetensors")));
        assertTrue(Files.exists(stored.folder().resolve("model-2.safetensors")));
        assertEquals(stored, store(true).files(card));
    }

    @Test
    void anIndexWhoseShardsLeaveTheFolderIsRefused() throws IOException {
        server.put(
                "owner/name",
                "model.safetensors.index.json",
                "{\"weight_map\": {\"a\": \"../../outside\"}}".getBytes(StandardCharsets.UTF_8));
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> store(false).files(card(List.of("model.safetensors"), List.of())));
        assertTrue(e.getMessage().contains("may leave its folder"), e.getMessage());
    }

    @Test
    void filesOfTwoRepositoriesAndOfAnAddressComeIntoOneFolder() throws IOException {
        server.put("owner/words", "vocab.json", CONFIGURATION).put("owner/name", "model.safetensors", WEIGHTS);
        CheckpointLocation two = new CheckpointLocation(
                "owner/name",
                null,
                null,
                List.of("model.safetensors"),
                List.of("vocab.json"),
                "owner/words",
                null,
                null,
                null,
                null);
        StoredModel stored = store(false).files(card(two));
        assertArrayEquals(WEIGHTS, Files.readAllBytes(stored.folder().resolve("model.safetensors")));
        assertArrayEquals(CONFIGURATION, Files.readAllBytes(stored.folder().resolve("vocab.json")));
        assertEquals(stored, store(true).files(card(two)));

        server.put("/files/weights.pth", WEIGHTS);
        CheckpointLocation address = new CheckpointLocation(
                null,
                null,
                null,
                List.of("weights.pth"),
                List.of("vocab.json"),
                "owner/words",
                server.endpoint() + "/files/",
                null,
                null,
                null);
        StoredModel mixed = store(false).files(card(address));
        assertArrayEquals(WEIGHTS, Files.readAllBytes(mixed.weights()));
        assertArrayEquals(CONFIGURATION, Files.readAllBytes(mixed.folder().resolve("vocab.json")));
    }

    @Test
    void weightsThatNoProgramMayFetchAreAskedForInTheCardsWords() throws IOException {
        ModelCard card = card(new CheckpointLocation(
                null,
                null,
                null,
                List.of("latest.pth"),
                List.of(),
                null,
                null,
                "state_dict",
                null,
                "fetch the archive by hand and unpack it"));
        String message = assertThrows(
                        UnreachableException.class, () -> store(false).files(card))
                .getMessage();
        assertEquals("mine: fetch the archive by hand and unpack it; then pass --weights", message);
    }

    @Test
    void aDigestOfTheCardIsHeldTo() throws IOException {
        server.put("owner/name", "model.safetensors", WEIGHTS);
        for (byte[] content : List.of(WEIGHTS, CONFIGURATION)) {
            ModelCard card = card(new CheckpointLocation(
                    "owner/name",
                    null,
                    null,
                    List.of("model.safetensors"),
                    List.of(),
                    null,
                    null,
                    null,
                    Map.of("model.safetensors", HubServer.sha256(content)),
                    null));
            if (content == WEIGHTS) {
                store(false).files(card);
            } else {
                assertThrows(DamagedException.class, () -> store(false).files(card));
            }
        }
    }

    @Test
    void anotherRevisionCanBeAskedFor() throws IOException {
        server.put("owner/name", "model.safetensors", WEIGHTS);
        server.tag("owner/name", "v1");
        server.put("owner/name", "model.safetensors", CONFIGURATION);
        ModelCard card = card(List.of("model.safetensors"), List.of());
        assertArrayEquals(
                WEIGHTS, Files.readAllBytes(store(false).at("v1").files(card).weights()));
        assertArrayEquals(
                CONFIGURATION, Files.readAllBytes(store(false).files(card).weights()));
    }

    @Test
    void offlineNothingIsFetched() {
        UnreachableException e = assertThrows(
                UnreachableException.class, () -> store(true).files(card(List.of("model.safetensors"), List.of())));
        assertTrue(e.getMessage().contains("offline"), e.getMessage());
        assertEquals(0, server.requests().size());
    }

    @Test
    void aMissingFileIsNamed() {
        UnreachableException weights = assertThrows(
                UnreachableException.class,
                () -> store(false).files(card(List.of("model.safetensors"), List.of("config.json"))));
        assertTrue(weights.getMessage().contains("no weights: "), weights.getMessage());
        assertTrue(
                weights.getMessage().contains("model.safetensors: 127.0.0.1 has no such file"), weights.getMessage());
        server.put("owner/name", "model.safetensors", WEIGHTS);
        UnreachableException other = assertThrows(
                UnreachableException.class,
                () -> store(false).files(card(List.of("model.safetensors"), List.of("vocab.json"))));
        assertTrue(other.getMessage().contains("vocab.json: 127.0.0.1 has no such file"), other.getMessage());
    }

    @Test
    void aNameThatLeavesTheFolderIsRefused() throws IOException {
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> store(false).files(card(List.of("../../outside"), List.of())));
        assertTrue(e.getMessage().contains("may leave its folder"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("outside")));
    }

    @Test
    void aCacheNamedByAWayRoundIsNoWayOut() throws IOException {
        server.put("owner/name", "model.safetensors", WEIGHTS);
        ModelStore store = new ModelStore(new Hub(settings(folder.resolve("a/../cache"), false)), Hub.Manner.STANDARD);
        assertTrue(Files.exists(store.files(card(List.of("model.safetensors"), List.of("config.json")))
                .weights()));
    }

    @Test
    void aModelWithoutReleasedWeightsSaysHowToGetSome() {
        UnreachableException e =
                assertThrows(UnreachableException.class, () -> store(false).files(card((CheckpointLocation) null)));
        assertTrue(e.getMessage().contains("paperzoo train mine"), e.getMessage());
    }

    private ModelStore store(boolean offline) {
        return new ModelStore(new Hub(settings(folder.resolve("cache"), offline)), Hub.Manner.STANDARD);
    }

    private HubSettings settings(Path cache, boolean offline) {
        return new HubSettings(
                cache,
                server.endpoint(),
                null,
                offline,
                null,
                2,
                new HubSettings.Patience(2, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(5)));
    }

    private static ModelCard card(List<String> weights, List<String> files) {
        return card(new CheckpointLocation("owner/name", null, null, weights, files, null, null, null, null, null));
    }

    private static ModelCard card(CheckpointLocation location) {
        return new ModelCard(
                "mine",
                "t",
                new ModelCard.Paper("p", "P", null, "V"),
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
