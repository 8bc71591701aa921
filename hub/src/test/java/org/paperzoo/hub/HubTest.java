package org.paperzoo.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.hub.Hub.Manner;
import org.paperzoo.hub.Hub.Present;
import org.paperzoo.hub.RemoteFile.AtAddress;
import org.paperzoo.hub.RemoteFile.InRepository;
import org.paperzoo.testkit.HubServer;
import org.paperzoo.testkit.HubServer.Fault;

/** Against a real server on the loopback address that is laid out as the hub is, and misbehaves. */
class HubTest {

    private static final String REPOSITORY = "owner/name";
    private static final byte[] SMALL = "{\"small\": true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LARGE = bytes(300_000, 1);
    private static final HubSettings.Patience QUICK =
            new HubSettings.Patience(4, Duration.ofMillis(1), Duration.ofMillis(200), Duration.ofMillis(400));

    @TempDir
    private Path folder;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        server.put(REPOSITORY, "config.json", SMALL).put(REPOSITORY, "deep/model.safetensors", LARGE);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private HubSettings settings(String token, boolean offline) {
        return new HubSettings(
                folder.resolve("cache"), server.endpoint(), token, offline, folder.resolve("other"), 4, QUICK);
    }

    private Hub hub() {
        return new Hub(settings("secret", false));
    }

    private Hub offline() {
        return new Hub(settings(null, true));
    }

    private static InRepository small() {
        return InRepository.ofModel(REPOSITORY, "main", "config.json");
    }

    private static InRepository large() {
        return InRepository.ofModel(REPOSITORY, "main", "deep/model.safetensors");
    }

    private AtAddress at(String path) {
        return (AtAddress) RemoteFile.parse(server.endpoint() + path);
    }

    private String blob() {
        return "/blobs/" + HubServer.sha256(LARGE);
    }

    @Test
    void filesComeFromTheHubOnceAndFromTheCacheAfterThat() throws IOException {
        List<Present> first = hub().bring(List.of(small(), large()), Manner.STANDARD);
        assertArrayEquals(SMALL, Files.readAllBytes(first.get(0).path()));
        assertArrayEquals(LARGE, Files.readAllBytes(first.get(1).path()));
        assertEquals(HubServer.sha256(LARGE), first.get(1).sha256());
        assertEquals(server.commit(REPOSITORY), ((InRepository) first.get(0).resolved()).revision());
        int requests = server.requests().size();
        assertEquals(first, hub().bring(List.of(small(), large()), Manner.STANDARD));
        assertEquals(first, offline().bring(List.of(small(), large()), Manner.STANDARD));
        assertEquals(requests, server.requests().size(), "the second time nothing is asked");
        assertNothingHalfDone();
    }

    @Test
    void theTokenGoesToTheHubAloneAndNotWithItsRedirects() throws IOException {
        server.put("/elsewhere.bin", SMALL);
        hub().bring(large(), Manner.STANDARD);
        try (HubServer stranger = new HubServer()) {
            stranger.put("/file.bin", SMALL);
            hub().bring(RemoteFile.parse(stranger.endpoint() + "/file.bin"), Manner.STANDARD);
            assertTrue(stranger.requests().stream()
                    .noneMatch(request -> request.headers().containsKey("Authorization")));
        }
        assertTrue(server.requests().stream()
                .filter(request -> request.path().contains("/resolve/"))
                .allMatch(request -> "Bearer secret".equals(request.headers().get("Authorization"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 299_999})
    void aResetConnectionIsGoneOnWithWhereItBroke(int after) throws IOException {
        server.spoil(blob(), new Fault.Reset(after));
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
        assertNothingHalfDone();
    }

    @Test
    void manyBrokenConnectionsAreSurvivedAsLongAsSomethingComes() throws IOException {
        Fault[] cuts = Stream.generate(() -> new Fault.Cut(20_000)).limit(12).toArray(Fault[]::new);
        server.spoil(blob(), cuts);
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
        assertTrue(
                server.requests().stream().anyMatch(request -> request.headers().containsKey("Range")));
    }

    @Test
    void aServerThatOnlyBreaksIsGivenUpAndWhatCameStaysForTheNextTime() throws IOException {
        server.spoil(blob(), new Fault.Cut(100_000), new Fault.Reset(0), new Fault.Reset(0), new Fault.Reset(0));
        server.spoil(blob(), new Fault.Reset(0));
        UnreachableException error =
                assertThrows(UnreachableException.class, () -> hub().bring(large(), Manner.STANDARD));
        assertTrue(error.getMessage().contains("of 300000 bytes"), error.getMessage());
        long kept = Files.size(onlyPart());
        assertTrue(kept > 0, "a part is kept");
        int before = server.requests().size();
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
        assertTrue(server.requests().subList(before, server.requests().size()).stream()
                .anyMatch(request ->
                        ("bytes=" + kept + "-").equals(request.headers().get("Range"))));
        assertNothingHalfDone();
    }

    @Test
    void aServerThatStallsIsAskedAgain() throws IOException {
        server.spoil(blob(), new Fault.Stall(50_000, 5_000));
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
    }

    @Test
    void aSlowServerIsWaitedFor() throws IOException {
        server.spoil(blob(), new Fault.Throttle(600_000));
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
        assertEquals(
                1,
                server.requests().stream()
                        .filter(request ->
                                request.method().equals("GET") && request.path().startsWith("/blobs/"))
                        .count());
    }

    @Test
    void lengthsThatAreLiesAreNotBelieved() throws IOException {
        server.spoil(blob(), new Fault.Cut(120_000), new Fault.Cut(50));
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
        server.put("/longer.bin", LARGE);
        server.spoil("/longer.bin", new Fault.Longer(7), new Fault.Longer(7));
        DamagedException error =
                assertThrows(DamagedException.class, () -> hub().bring(at("/longer.bin"), Manner.STANDARD));
        assertTrue(error.getMessage().contains("sends more than the 300000 bytes"), error.getMessage());
        assertNothingHalfDone();
    }

    @Test
    void contentOfAnotherDigestIsRefusedAndNotKept() throws IOException {
        server.spoil(blob(), new Fault.Garbled());
        DamagedException error = assertThrows(DamagedException.class, () -> hub().bring(large(), Manner.STANDARD));
        assertTrue(error.getMessage().contains("expected sha256:" + HubServer.sha256(LARGE)), error.getMessage());
        assertNothingHalfDone();
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
    }

    @Test
    void aPartThatWasBrokenOnTheDiskIsFetchedAnew() throws IOException {
        server.spoil(blob(), new Fault.Cut(100_000), new Fault.Reset(0), new Fault.Reset(0), new Fault.Reset(0));
        server.spoil(blob(), new Fault.Reset(0));
        assertThrows(UnreachableException.class, () -> hub().bring(large(), Manner.STANDARD));
        Path part = onlyPart();
        byte[] broken = Files.readAllBytes(part);
        broken[5] ^= 1;
        Files.write(part, broken);
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
    }

    @Test
    void aDigestThatTheUserNamesIsHeldTo() throws IOException {
        server.put("/data.bin", SMALL);
        String right = HubServer.sha256(SMALL);
        assertEquals(
                right,
                hub().bring(at("/data.bin").withSha256(right), Manner.STANDARD).sha256());
        String wrong = HubServer.sha256(LARGE);
        assertThrows(DamagedException.class, () -> hub().bring(at("/data.bin").withSha256(wrong), Manner.STANDARD));
        assertThrows(DamagedException.class, () -> hub().bring(small().withSha256(wrong), Manner.STANDARD));
    }

    @ParameterizedTest
    @CsvSource({
        "401, , HF_TOKEN",
        "403, GatedRepo, licence",
        "404, EntryNotFound, has no such file in this repository",
        "404, RevisionNotFound, has no such revision",
        "401, RepoNotFound, has no such repository"
    })
    void aRefusalSaysWhatWouldHelp(int status, String code, String says) {
        server.spoil(
                "HEAD /owner/name/resolve/main/config.json",
                new Fault.Status(status, code == null ? Map.of() : Map.of("X-Error-Code", code)));
        UnreachableException error =
                assertThrows(UnreachableException.class, () -> hub().bring(small(), Manner.STANDARD));
        assertTrue(error.getMessage().contains(says), error.getMessage());
        assertTrue(error.getMessage().startsWith("hf://owner/name@main/config.json: "), error.getMessage());
        assertEquals(status == 404, error instanceof AbsentException);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aPassingRefusalIsWaitedOut(int status) throws IOException {
        Fault refusal = new Fault.Status(status, Map.of("Retry-After", "0"));
        server.spoil("HEAD /owner/name/resolve/main/deep/model.safetensors", refusal, refusal);
        server.spoil(blob(), refusal, refusal);
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
    }

    @Test
    void aRefusalThatLastsIsTold() {
        Fault busy = new Fault.Status(503, Map.of());
        server.spoil("HEAD /owner/name/resolve/main/config.json", busy, busy, busy, busy, busy);
        UnreachableException error =
                assertThrows(UnreachableException.class, () -> hub().bring(small(), Manner.STANDARD));
        assertTrue(error.getMessage().contains("not available (503)"), error.getMessage());
    }

    @Test
    void aFileThatChangesUnderAResumedFetchIsFetchedAnew() throws IOException {
        byte[] other = bytes(280_000, 2);
        server.put("/moving.bin", LARGE);
        server.spoil("/moving.bin", new Fault.Replaced(100_000, other));
        assertArrayEquals(
                other,
                Files.readAllBytes(
                        hub().bring(at("/moving.bin"), Manner.STANDARD).path()));
        assertNothingHalfDone();
    }

    @Test
    void aPartOfAnotherVersionIsNotGoneOnWith() throws IOException {
        server.put("/moving.bin", LARGE);
        server.spoil(
                "/moving.bin", new Fault.Reset(100_000), new Fault.Reset(0), new Fault.Reset(0), new Fault.Reset(0));
        server.spoil("/moving.bin", new Fault.Reset(0));
        assertThrows(UnreachableException.class, () -> hub().bring(at("/moving.bin"), Manner.STANDARD));
        byte[] other = bytes(300_000, 3);
        server.put("/moving.bin", other);
        assertArrayEquals(
                other,
                Files.readAllBytes(
                        hub().bring(at("/moving.bin"), Manner.STANDARD).path()));
    }

    @Test
    void aServerWithoutRangesOrEntityTagsServesToo() throws IOException {
        server.setEntityTags(false);
        server.put("/plain.bin", LARGE);
        server.spoil("/plain.bin", new Fault.Reset(100_000), new Fault.WholeInsteadOfRange());
        assertArrayEquals(
                LARGE,
                Files.readAllBytes(
                        hub().bring(at("/plain.bin"), Manner.STANDARD).path()));
    }

    @Test
    void aBranchThatMovesOnIsSeenWhenAskedForAndElseStays() throws IOException {
        Present before = hub().bring(small(), Manner.STANDARD);
        byte[] newer = "{\"small\": false}".getBytes(StandardCharsets.UTF_8);
        server.put(REPOSITORY, "config.json", newer);
        assertEquals(before, hub().bring(small(), Manner.STANDARD));
        Manner asking = new Manner(true, null, HubListener.SILENT);
        Present after = hub().bring(small(), asking);
        assertArrayEquals(newer, Files.readAllBytes(after.path()));
        assertNotEquals(before.resolved(), after.resolved());
        assertArrayEquals(SMALL, Files.readAllBytes(before.path()), "the older commit stays as it was");
        assertEquals(after, hub().bring(small(), Manner.STANDARD));
    }

    @Test
    void askingForWhatHasNotChangedFetchesNothing() throws IOException {
        server.put("/data.bin", LARGE);
        List<RemoteFile> files = List.of(small(), large(), at("/data.bin"));
        hub().bring(files, Manner.STANDARD);
        long contents = server.count("GET");
        hub().bring(files, new Manner(true, null, HubListener.SILENT));
        assertEquals(contents, server.count("GET"));
    }

    @Test
    void aRevisionMayBeATagACommitOrABranchWithASlash() throws IOException {
        server.tag(REPOSITORY, "v1.0");
        server.tag(REPOSITORY, "refs/pr/1");
        String commit = server.commit(REPOSITORY);
        server.put(REPOSITORY, "config.json", LARGE);
        for (String revision : List.of("v1.0", "refs/pr/1", commit)) {
            Present present = hub().bring(InRepository.ofModel(REPOSITORY, revision, "config.json"), Manner.STANDARD);
            assertArrayEquals(SMALL, Files.readAllBytes(present.path()), revision);
            assertEquals(commit, ((InRepository) present.resolved()).revision());
        }
    }

    @Test
    void aDamagedFileOfTheCacheIsNoticedAndFetchedAnew() throws IOException {
        Path path = hub().bring(large(), Manner.STANDARD).path();
        byte[] broken = LARGE.clone();
        broken[17] ^= 1;
        Files.write(path, broken);
        List<String> told = new ArrayList<>();
        HubListener listener = new HubListener() {
            @Override
            public void damaged(RemoteFile file, String reason) {
                told.add(reason);
            }
        };
        assertThrows(DamagedException.class, () -> offline().bring(large(), Manner.STANDARD));
        assertArrayEquals(
                LARGE,
                Files.readAllBytes(
                        hub().bring(large(), new Manner(false, null, listener)).path()));
        assertEquals(1, told.size());
        Files.delete(path);
        assertArrayEquals(
                LARGE, Files.readAllBytes(hub().bring(large(), Manner.STANDARD).path()));
    }

    @Test
    void offlineNothingIsAskedAndWhatIsMissingIsNamed() {
        UnreachableException error =
                assertThrows(UnreachableException.class, () -> offline().bring(small(), Manner.STANDARD));
        assertTrue(error.getMessage().contains("config.json"), error.getMessage());
        assertTrue(error.getMessage().contains("offline"), error.getMessage());
        assertEquals(0, server.requests().size());
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        server.close();
        UnreachableException error =
                assertThrows(UnreachableException.class, () -> hub().bring(small(), Manner.STANDARD));
        assertTrue(error.getMessage().contains("cannot be reached"), error.getMessage());
    }

    @Test
    void threadsThatAskForTheSameFileAtOnceFetchItOnce() throws Exception {
        var threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Present>> tasks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                tasks.add(() -> hub().bring(large(), Manner.STANDARD));
            }
            for (Future<Present> future : threads.invokeAll(tasks)) {
                assertArrayEquals(LARGE, Files.readAllBytes(future.get().path()));
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(
                1,
                server.requests().stream()
                        .filter(request ->
                                request.method().equals("GET") && request.path().startsWith("/blobs/"))
                        .count());
    }

    @Test
    void severalFilesAreFetchedAtTheSameTime() throws IOException {
        List<RemoteFile> files = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            server.put("/slow" + i, bytes(100_000, i));
            server.spoil("/slow" + i, new Fault.Throttle(400_000));
            files.add(at("/slow" + i));
        }
        hub().bring(files, Manner.STANDARD);
        assertTrue(server.mostAtOnce() > 1, "one after the other");
    }

    @Test
    void theListenerHearsEveryByteOnce() throws IOException {
        server.spoil(blob(), new Fault.Reset(100_000), new Fault.WholeInsteadOfRange());
        long[] heard = {0, 0};
        HubListener listener = new HubListener() {
            @Override
            public void begins(List<RemoteFile> files, long bytes, long present) {
                heard[1] = bytes;
            }

            @Override
            public void came(long bytes) {
                heard[0] += bytes;
            }
        };
        hub().bring(List.of(large(), small()), new Manner(false, null, listener));
        assertEquals(LARGE.length + SMALL.length, heard[0]);
        assertEquals(LARGE.length + SMALL.length, heard[1]);
    }

    @Test
    void aLockFileRepeatsARunAfterTheBranchHasMovedOn() throws IOException {
        Path file = folder.resolve("paperzoo.lock.json");
        LockFile lock = LockFile.open(file);
        hub().bring(List.of(small(), large()), new Manner(false, lock, HubListener.SILENT));
        server.put(REPOSITORY, "config.json", LARGE);
        Hub fresh = new Hub(new HubSettings(folder.resolve("fresh"), server.endpoint(), null, false, null, 4, QUICK));
        Present again = fresh.bring(small(), new Manner(true, LockFile.open(file), HubListener.SILENT));
        assertArrayEquals(SMALL, Files.readAllBytes(again.path()));
        assertEquals(2, LockFile.open(file).files().size());
        Files.writeString(file, Files.readString(file).replace(HubServer.sha256(SMALL), HubServer.sha256(LARGE)));
        Hub third = new Hub(new HubSettings(folder.resolve("third"), server.endpoint(), null, false, null, 4, QUICK));
        assertThrows(
                DamagedException.class,
                () -> third.bring(small(), new Manner(false, LockFile.open(file), HubListener.SILENT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "[]", "{\"version\": 2, \"files\": {}}", "{\"version\":1,\"files\":{\"x\":1}}"})
    void aBrokenLockFileIsRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("lock.json"), content);
        assertTrue(assertThrows(DamagedException.class, () -> LockFile.open(file))
                .getMessage()
                .startsWith(file.toString()));
    }

    @Test
    void filesOfTheHubsOwnToolsAreTakenOverIfTheyAreWhole() throws IOException {
        String commit = server.commit(REPOSITORY);
        Path repository = folder.resolve("other/models--owner--name");
        Path blob = repository.resolve("blobs").resolve(HubServer.sha256(LARGE));
        Files.createDirectories(blob.getParent());
        Files.write(blob, LARGE);
        Path link = repository.resolve("snapshots/" + commit + "/deep/model.safetensors");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, blob);
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), commit);
        assertArrayEquals(
                LARGE,
                Files.readAllBytes(offline().bring(large(), Manner.STANDARD).path()));
        assertEquals(0, server.requests().size());
        Files.write(blob, bytes(10, 9));
        Hub fresh = new Hub(new HubSettings(
                folder.resolve("fresh"), server.endpoint(), null, false, folder.resolve("other"), 4, QUICK));
        assertArrayEquals(
                LARGE, Files.readAllBytes(fresh.bring(large(), Manner.STANDARD).path()));
        assertTrue(server.count("GET") > 0);
    }

    @Test
    void aRepositoryIsListedAtItsCommit() throws IOException {
        List<InRepository> files = hub().files(RemoteFile.Kind.MODEL, REPOSITORY, "main", null);
        assertEquals(
                List.of("config.json", "deep/model.safetensors"),
                files.stream().map(InRepository::path).toList());
        assertEquals(server.commit(REPOSITORY), files.get(0).revision());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hf://owner/name@main/../../x",
                "hf://owner/name@main//etc/passwd",
                "hf://owner/name@../x",
                "hf://owner/name@main/a\\b",
                "hf://../name@main/x",
                "hf://owner/name@main/c:x",
                "ftp://host/file",
                "file:///etc/passwd",
                "https://user:password@host/file",
                "just words"
            })
    void namesThatCouldLeaveTheCacheAreRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> RemoteFile.parse(text));
    }

    @Test
    void textFormsAreReadBack() {
        for (String text : List.of(
                "hf://owner/name@main/a/b.json",
                "hf://datasets/owner/name@v1/data/x.parquet",
                "https://host.org/a/b.zip?x=1")) {
            assertEquals(text, RemoteFile.parse(text).toString());
        }
        assertEquals(
                "https://raw.githubusercontent.com/owner/name/abc/dir/a%20b.txt",
                RemoteFile.parse("github://owner/name@abc/dir/a b.txt").toString());
    }

    @Test
    void theCacheIsListedCheckedAndCleared() throws IOException {
        server.put("/data.bin", LARGE);
        hub().bring(List.of(small(), large(), at("/data.bin")), Manner.STANDARD);
        CacheContents contents = new CacheContents(settings(null, true));
        List<CacheContents.Entry> entries = contents.entries();
        assertEquals(2, entries.size());
        CacheContents.Entry model = entries.stream()
                .filter(entry -> entry.name().equals("hf://owner/name@" + server.commit(REPOSITORY)))
                .findFirst()
                .orElseThrow();
        assertEquals(2, model.files().size());
        assertEquals(SMALL.length + LARGE.length, model.bytes());
        for (CacheContents.Kept file : model.files()) {
            assertTrue(contents.fault(file).isEmpty());
        }
        CacheContents.Kept kept = model.files().get(1);
        byte[] broken = Files.readAllBytes(kept.path());
        var modified = Files.getLastModifiedTime(kept.path());
        broken[3] ^= 1;
        Files.write(kept.path(), broken);
        Files.setLastModifiedTime(kept.path(), modified);
        assertTrue(contents.fault(kept).orElseThrow().contains("digest"), "found though it looks untouched");
        contents.drop(kept);
        assertEquals(
                1,
                contents.entries().stream()
                        .filter(entry -> entry.name().equals(model.name()))
                        .findFirst()
                        .orElseThrow()
                        .files()
                        .size());
        assertTrue(contents.delete(model) > 0);
        assertEquals(1, contents.entries().size());
    }

    private Path onlyPart() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            List<Path> parts =
                    files.filter(file -> file.toString().endsWith(".part")).toList();
            assertEquals(1, parts.size());
            return parts.get(0);
        }
    }

    private void assertNothingHalfDone() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertFalse(files.anyMatch(file -> file.toString().endsWith(".part")
                    || file.toString().endsWith(".part.json")
                    || file.toString().endsWith(".tmp")));
        }
    }
}
