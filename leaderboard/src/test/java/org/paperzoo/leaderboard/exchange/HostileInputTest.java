package org.paperzoo.leaderboard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import org.paperzoo.zoo.InvalidInputException;

/** Files that are broken, or made to break something. */
class HostileInputTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ResultStore store;

    @BeforeEach
    void open() throws IOException {
        store = ResultStore.open(StoreLocation.of(folder.resolve("results.db").toString()));
    }

    @AfterEach
    void close() throws IOException {
        assertEquals(0, store.size());
        store.close();
    }

    private ImportReport bring(InputStream in, Format format) throws IOException {
        return Importer.read(in, "file", format, store);
    }

    private ImportReport bring(String text, Format format) throws IOException {
        return bring(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), format);
    }

    private void assertTold(String text, Format format, String... words) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> bring(text, format));
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().startsWith("file"), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    private static String whole(String result) {
        return "{\"format\":\"paperzoo-results\",\"version\":1,\"results\":[{\"address\":\"" + "0".repeat(64)
                + "\",\"result\":" + result + "}]}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "null", "17", "\"x\"", "{", "[", "[{]", "{} {}", "\u0000", "not json", "{\"results\":7}"
            })
    void textThatIsNotTheFormatIsTold(String text) {
        for (Format format : Format.values()) {
            assertThrows(InvalidInputException.class, () -> {
                ImportReport report = bring(text, format);
                if (report.added() == 0 && report.refused() > 0) {
                    throw new InvalidInputException("refused");
                }
                throw new AssertionError(format + " took " + text);
            });
        }
    }

    @Test
    void jsonThatIsDeepOrOfAnotherFormatOrVersionIsTold() {
        assertTold("[".repeat(100_000), Format.JSON, "epth");
        assertTold("[{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}]", Format.JSON, "epth");
        assertTold("[".repeat(100_000), Format.EVALUATION_TABLES, "epth");
        assertTold("{\"format\":\"other\",\"results\":[]}", Format.JSON, "format");
        assertTold("{\"format\":\"paperzoo-results\",\"version\":2,\"results\":[]}", Format.JSON, "version");
        assertTold("{\"schema\":1,\"schema\":1}", Format.JSON, "Duplicate");
        assertTold("[{\"a\": " + "9".repeat(5000) + "}]", Format.JSON, "umber");
    }

    @Test
    void recordsWithoutEndAreRefusedBeforeTheyFillTheMemory() {
        InputStream endless = new SequenceInputStream(Collections.enumeration(Stream.concat(
                        Stream.of("[{\"values\":["),
                        Collections.nCopies(2000, "{\"metric\":\"mse\"},".repeat(1000)).stream())
                .map(text -> (InputStream) new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .toList()));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> bring(endless, Format.JSON));
        assertTrue(e.getMessage().contains("more than"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"examples\":\"many\"",
                "\"examples\":1.5",
                "\"examples\":99999999999999999999",
                "\"complete\":\"yes\"",
                "\"values\":null",
                "\"values\":{}",
                "\"values\":[null]",
                "\"values\":[7]",
                "\"speed\":[]",
                "\"speed\":null",
                "\"provenance\":{\"seed\":null}",
                "\"definitions\":[{\"id\":\"NOT AN ID\",\"minimum\":0,\"maximum\":1,\"higherIsBetter\":true}]",
                "\"model\":{\"a\":1}",
                "\"surprise\":1"
            })
    void fieldsOfTheWrongKindAreRefusedWithTheirPlace(String field) throws IOException {
        ObjectNode result = JSON.valueToTree(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z"));
        result.setAll((ObjectNode) JSON.readTree("{" + field + "}"));
        ImportReport report = bring(whole(result.toString()), Format.JSON);
        assertEquals(1, report.refused());
        assertEquals(
                1, report.reasons().get(0).lines().count(), report.reasons().toString());
        assertTrue(
                report.reasons().get(0).startsWith("file, record 0: refused"),
                report.reasons().toString());
    }

    @Test
    void aMissingNumberIsNotTakenForZero() throws IOException {
        ObjectNode result = JSON.valueToTree(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z"));
        ((ObjectNode) result.get("provenance")).remove("seed");
        ImportReport report = bring("[" + result + "]", Format.JSON);
        assertTrue(report.reasons().get(0).contains("seed"), report.reasons().toString());
    }

    @Test
    void anIdThatLeavesItsFolderIsRefused() throws IOException {
        for (String id : new String[] {"../../etc/passwd", "a/b", "..", "a\u0000b", "<b>", "", "x".repeat(300)}) {
            ObjectNode result = JSON.valueToTree(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z"));
            result.put("model", id);
            assertEquals(1, bring("[" + result + "]", Format.JSON).refused(), id);
        }
    }

    @Test
    void yamlThatGrowsByItsAliasesDoesNot() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "x]\n");
        }
        bomb.append("model-index: *a39\n");
        assertTold(bomb.toString(), Format.MODEL_INDEX, "model-index");
        assertTold("model-index:\n" + "[".repeat(500), Format.MODEL_INDEX);
        assertTold("a: !!javax.script.ScriptEngineManager [x]\n", Format.MODEL_INDEX, "model-index");
        assertTold("x".repeat(4 << 20), Format.MODEL_INDEX, "larger than");
        assertTold("model-index: []\nmodel-index: []\n", Format.MODEL_INDEX, "uplicate");
        assertEquals(
                0,
                bring("model-index:\n- 7\n- results: x\n", Format.MODEL_INDEX).added());
    }

    @Test
    void csvThatIsBrokenIsToldWithItsLine() {
        String header = String.join(",", ResultsCsv.COLUMNS) + "\n";
        assertTold("a,b\n", Format.CSV, "file:1", "columns");
        assertTold(header + "a,b\n", Format.CSV, "file:2", "2 cells");
        assertTold(header + "\"a", Format.CSV, "quote");
        assertTold(header + "\"a\"b", Format.CSV, "quote");
        assertTold(header + "x".repeat(2 << 20), Format.CSV, "longer");
        assertTold(header + ",".repeat(5000), Format.CSV, "cells");
    }

    @Test
    void aCsvRowThatIsNoResultIsRefused() throws IOException {
        String header = String.join(",", ResultsCsv.COLUMNS) + "\n";
        ImportReport report = bring(header + ",".repeat(ResultsCsv.COLUMNS.size() - 1) + "\n", Format.CSV);
        assertEquals(1, report.refused());
        report = bring(header + "0,1,m" + ",".repeat(ResultsCsv.COLUMNS.size() - 3) + "\n", Format.CSV);
        assertEquals(1, report.refused());
    }
}
