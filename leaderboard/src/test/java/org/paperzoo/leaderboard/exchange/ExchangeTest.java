package org.paperzoo.leaderboard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.leaderboard.page.SampleBoard;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import org.paperzoo.leaderboard.store.StoredResult;

class ExchangeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private ResultStore store;
    private ResultStore other;

    @BeforeEach
    void open() throws IOException {
        store = ResultStore.open(StoreLocation.of(folder.resolve("one.db").toString()));
        other = ResultStore.open(StoreLocation.of(folder.resolve("other.db").toString()));
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    private byte[] export(Format format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exporter.write(store, ResultQuery.all(100_000), format, out);
        return out.toByteArray();
    }

    private ImportReport bring(byte[] bytes, Format format) throws IOException {
        return Importer.read(new ByteArrayInputStream(bytes), "file", format, other);
    }

    private static List<StoredResult> all(ResultStore store) throws IOException {
        return store.query(ResultQuery.all(100_000));
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "CSV"})
    void whatIsExportedIsImportedToTheSameAddresses(Format format) throws IOException {
        SampleBoard.fill(store);
        store.addAll(SyntheticResults.many(1500, 20, 5, 3));
        byte[] exported = export(format);
        ImportReport report = bring(exported, format);
        assertEquals(List.of(), report.reasons());
        assertEquals(all(store), all(other));
        assertEquals(0, bring(exported, format).added());
        if (format == Format.JSON) {
            assertEquals(store.reported(null, null), other.reported(null, null));
        }
    }

    @Test
    void exportedResultsKeepToThePublishedSchema() throws IOException {
        SampleBoard.fill(store);
        store.addAll(SyntheticResults.many(20, 20, 5, 3));
        JsonSchema schema = schema();
        assertEquals(List.of(), List.copyOf(schema.validate(JSON.readTree(export(Format.JSON)))));
        JsonNode broken =
                JSON.readTree(new String(export(Format.JSON), StandardCharsets.UTF_8).replace("\"cpu\"", "\"abacus\""));
        assertFalse(schema.validate(broken).isEmpty());
    }

    static JsonSchema schema() throws IOException {
        try (InputStream in = ExchangeTest.class.getResourceAsStream("/org/paperzoo/leaderboard/results.schema.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        }
    }

    @Test
    void whatEvalWritesIsTaken() throws IOException {
        Result result = SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z");
        assertEquals(1, bring(JSON.writeValueAsBytes(result), Format.JSON).added());
        List<Result> two = List.of(result, SyntheticResults.forecast(0.6, "2026-11-24T00:00:00Z"));
        ImportReport report = bring(JSON.writeValueAsBytes(two), Format.JSON);
        assertEquals(1, report.added());
        assertEquals(1, report.known());
    }

    @Test
    void aModelIndexTellsValuesWithIntervalsAndComesBackAsReported() throws IOException {
        SampleBoard.fill(store);
        String yaml = new String(export(Format.MODEL_INDEX), StandardCharsets.UTF_8);
        assertTrue(yaml.startsWith("model-index:"), yaml);
        assertTrue(yaml.contains("type: \"time-series-forecasting\""), yaml);
        ImportReport report = bring(
                ("---\nlicence: x\n" + yaml + "---\n# A card\n").getBytes(StandardCharsets.UTF_8), Format.MODEL_INDEX);
        assertEquals(List.of(), report.reasons());
        List<ReportedValue> values = other.reported("ett-h1-m-24", "informer-of-ours");
        assertEquals(3, values.size());
        assertTrue(values.stream().anyMatch(each -> "mse".equals(each.metricId()) && each.value() == 0.59));
        assertTrue(values.get(0).source().startsWith("paperzoo run "), values.toString());
    }

    @Test
    void evaluationTablesTellModelsWithPapersAndComeBackAsReported() throws IOException {
        SampleBoard.fill(store);
        byte[] tables = export(Format.EVALUATION_TABLES);
        JsonNode json = JSON.readTree(tables);
        assertEquals("forecasting", json.at("/0/task").asText());
        assertEquals(
                "https://arxiv.org/abs/2012.07436",
                json.findValue("paper_url").asText().isEmpty()
                        ? json.findValuesAsText("paper_url").stream()
                                .filter(each -> !each.isEmpty())
                                .findFirst()
                                .orElse("")
                        : json.findValue("paper_url").asText());
        ImportReport report = bring(tables, Format.EVALUATION_TABLES);
        assertEquals(List.of(), report.reasons());
        assertTrue(other.reported("ett-h1-m-24", null).size() >= 2);
        String theirs = """
                [{"task": "Object Detection", "subtasks": [], "datasets": [{"dataset": "COCO 2017, objects of 80 classes",
                  "sota": {"metrics": ["box AP"], "rows": [
                    {"model_name": "A", "paper_title": "A paper", "paper_url": "", "metrics": {"box AP": "42.0%"}},
                    {"model_name": "B", "paper_title": "", "paper_url": "", "metrics": {"box AP": "43"}},
                    {"model_name": "C", "paper_title": "A paper", "paper_url": "", "metrics": {"box AP": "many"}}]}}]}]
                """;
        report = bring(theirs.getBytes(StandardCharsets.UTF_8), Format.EVALUATION_TABLES);
        assertEquals(1, report.added());
        assertEquals(2, report.refused());
        assertTrue(
                report.reasons().get(0).contains("does not tell source"),
                report.reasons().toString());
        assertEquals(42.0, other.reported("coco-2017-val-detection", "A").get(0).value());
    }

    @Test
    void noCellOfATableIsAFormula() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var writer = new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            CsvText.writeRow(
                    writer,
                    List.of("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "-0.5", "\tx", "'y", "a,\"b\"\n"));
        }
        String row = out.toString(StandardCharsets.UTF_8);
        assertEquals("'=cmd|' /C calc'!A0,'+1+1,'@SUM(A1),'-2+3,-0.5,'\tx,''y,\"a,\"\"b\"\"\n\"\r\n", row);
        CsvText.Rows rows = new CsvText.Rows(new java.io.StringReader(row), "row");
        assertEquals(
                List.of("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "-0.5", "\tx", "'y", "a,\"b\"\n"),
                rows.read());
    }

    @Test
    void aResultThatWasEditedAfterItWasAddressedIsRefusedAndOthersAreTaken() throws IOException {
        store.addAll(List.of(
                SyntheticResults.forecast(0.474, "2026-11-24T00:00:00Z"),
                SyntheticResults.forecast(0.6, "2026-11-25T00:00:00Z")));
        for (Format format : List.of(Format.JSON, Format.CSV)) {
            String edited = new String(export(format), StandardCharsets.UTF_8).replace("0.474,", "0.374,");
            ImportReport report = bring(edited.getBytes(StandardCharsets.UTF_8), format);
            assertEquals(1, report.refused(), format.word());
            assertTrue(
                    report.reasons().get(0).contains("it was changed after it was addressed"),
                    report.reasons().toString());
        }
        assertEquals(1, all(other).size());
    }

    @Test
    void manyAreReadWithoutHoldingThemAll() throws IOException {
        List<Result> results = new ArrayList<>(SyntheticResults.many(3000, 50, 10, 9));
        store.addAll(results);
        assertEquals(3000, bring(export(Format.JSON), Format.JSON).added());
    }
}
