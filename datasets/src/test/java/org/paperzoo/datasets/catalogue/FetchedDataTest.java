package org.paperzoo.datasets.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.table.ParquetSample;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.hub.DamagedException;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.testkit.HubServer;

class FetchedDataTest {

    private static final String ABOUT =
            "\"id\": \"x\", \"title\": \"a sample\", \"source\": \"a server\", \"licence\": \"none\", ";

    @TempDir
    Path folder;

    private HubServer server;
    private DataSource data;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
        HubSettings.Patience patience =
                new HubSettings.Patience(2, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5));
        data = DataSource.of(
                null,
                new Hub(new HubSettings(folder.resolve("cache"), server.endpoint(), null, false, null, 2, patience)),
                Hub.Manner.STANDARD);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void shardsOfParquetComeFromARepositoryOfTheHub() throws IOException {
        String schema =
                "optional binary article (STRING); optional binary highlights (STRING); optional binary id (STRING);";
        for (int shard = 0; shard < 2; shard++) {
            Path file = ParquetSample.write(
                    folder.resolve("made/" + shard + ".parquet"),
                    schema,
                    "SNAPPY",
                    List.of(Map.of("article", " long " + shard, "highlights", "short\nand", "id", "n" + shard)));
            server.put("datasets/owner/news", "3.0.0/test-" + shard + ".parquet", Files.readAllBytes(file));
        }
        Dataset.Text news = (Dataset.Text) dataset("{\"kind\": \"rows\", " + ABOUT
                + "\"parts\": {\"test\": [\"3.0.0/test-0.parquet\", \"3.0.0/test-1.parquet\"]},"
                + "\"sourceColumn\": \"article\", \"targetColumn\": \"highlights\", \"idColumn\": \"id\", \"remote\": {"
                + "\"3.0.0/test-0.parquet\": {\"from\": \"hf://datasets/owner/news@main/3.0.0/test-0.parquet\"},"
                + "\"3.0.0/test-1.parquet\": {\"from\": \"hf://datasets/owner/news@main/3.0.0/test-1.parquet\"}}}");
        for (int round = 0; round < 2; round++) {
            try (TextPairs pairs = news.open(Split.TEST, data)) {
                assertEquals(new TextPair("n0", "long 0", "short\nand"), pairs.next());
                assertEquals(new TextPair("n1", "long 1", "short\nand"), pairs.next());
                assertNull(pairs.next());
            }
        }
        assertEquals(
                2,
                server.requests().stream()
                        .filter(request ->
                                request.method().equals("GET") && request.path().endsWith(".parquet"))
                        .count(),
                "each shard is fetched once");
    }

    @Test
    void filesInAnArchiveComeFromItsAddressAndAreHeldToItsDigest() throws IOException {
        byte[] archive = tgz(
                Map.of("./sgm/a.en.sgm", "<seg id=\"1\">one</seg>\n", "./sgm/a.de.sgm", "<seg id=\"1\">eins</seg>\n"));
        server.put("/test.tgz", archive);
        try (TextPairs pairs = wmt(HubServer.sha256(archive), "sgm/a.de.sgm").open(Split.TEST, data)) {
            assertEquals(new TextPair("1", "one", "eins"), pairs.next());
            assertNull(pairs.next());
        }
        String absent = assertThrows(
                        NoSuchFileException.class,
                        () -> wmt(HubServer.sha256(archive), "sgm/b.de.sgm").open(Split.TEST, data))
                .getMessage();
        assertTrue(absent.contains("does not hold sgm/b.de.sgm"), absent);
        assertThrows(
                DamagedException.class,
                () -> wmt("0".repeat(64), "sgm/a.de.sgm").open(Split.TEST, data));
    }

    @Test
    void anArchiveInAnArchiveIsUnpackedToo() throws IOException {
        byte[] inner = zip(Map.of("panoptic_val2017/7.png", "a picture".getBytes(StandardCharsets.UTF_8)));
        String json = "{\"images\": [{\"id\": 7, \"file_name\": \"7.jpg\", \"width\": 4, \"height\": 3}],"
                + " \"annotations\": [{\"image_id\": 7, \"file_name\": \"7.png\", \"segments_info\": []}],"
                + " \"categories\": []}";
        server.put(
                "/panoptic.zip",
                zip(Map.of(
                        "annotations/panoptic_val2017.zip",
                        inner,
                        "annotations/panoptic_val2017.json",
                        json.getBytes(StandardCharsets.UTF_8),
                        "val2017/7.jpg",
                        new byte[0])));
        String from = "{\"from\": \"" + server.endpoint() + "/panoptic.zip\", \"in\": ";
        PanopticFiles coco = (PanopticFiles) dataset("{\"kind\": \"coco-panoptic\", " + ABOUT
                + "\"parts\": {\"val\": {\"annotations\": \"a.json\", \"images\": \"i\", \"segments\": \"s\"}},"
                + "\"remote\": {\"a.json\": " + from + "\"annotations/panoptic_val2017.json\"}, \"i\": " + from
                + "\"val2017\"}, \"s\": " + from + "\"annotations/panoptic_val2017.zip!/panoptic_val2017\"}}}");
        for (int round = 0; round < 2; round++) {
            Path labels = coco.open(Split.VALIDATION, data).next().labels();
            assertEquals("a picture", Files.readString(labels));
        }
    }

    private Dataset.Text wmt(String sha256, String target) throws IOException {
        String from = "{\"from\": \"" + server.endpoint() + "/test.tgz\", \"sha256\": \"" + sha256 + "\", \"in\": ";
        return (Dataset.Text) dataset("{\"kind\": \"parallel-text\", " + ABOUT
                + "\"parts\": {\"test\": {\"source\": \"sgm/a.en.sgm\", \"target\": \"" + target + "\"}},"
                + "\"remote\": {\"sgm/a.en.sgm\": " + from + "\"sgm/a.en.sgm\"}, \"" + target + "\": " + from + "\""
                + target + "\"}}}");
    }

    private static Dataset dataset(String json) throws IOException {
        return new ObjectMapper().readValue(json, Dataset.class);
    }

    private static byte[] tgz(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
