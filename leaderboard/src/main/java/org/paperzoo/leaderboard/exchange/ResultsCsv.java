package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Results as a table: a row for each value, with everything of its run beside it, so that rows of one address make the
 * result again. Columns are named by their place in the record, such as {@code provenance.engine}.
 */
final class ResultsCsv {

    private static final String VALUE = "value.";
    private static final String DEFINITION = "definition.";

    static final List<String> COLUMNS = List.of(
            "address",
            "schema",
            "model",
            "benchmark",
            "task",
            "split",
            "examples",
            "complete",
            "quality",
            "value.metric",
            "value.name",
            "value.value",
            "value.low",
            "value.high",
            "value.resamples",
            "value.higherIsBetter",
            "value.headline",
            "definition.name",
            "definition.unit",
            "definition.minimum",
            "definition.maximum",
            "definition.higherIsBetter",
            "definition.reference",
            "speed.batch",
            "speed.warmupBatches",
            "speed.examplesPerSecond",
            "speed.p50Millis",
            "speed.p90Millis",
            "speed.p99Millis",
            "speed.loadMillis",
            "memory.peakBytes",
            "memory.weightsBytes",
            "provenance.started",
            "provenance.weights",
            "provenance.weightsSha256",
            "provenance.data",
            "provenance.dataSha256",
            "provenance.paperzoo",
            "provenance.djl",
            "provenance.engine",
            "provenance.engineVersion",
            "provenance.device",
            "provenance.precision",
            "provenance.threads",
            "provenance.session.intraOpThreads",
            "provenance.session.interOpThreads",
            "provenance.session.optimization",
            "provenance.session.memoryArena",
            "provenance.session.provider",
            "provenance.artifact",
            "provenance.artifactSha256",
            "provenance.exporter",
            "provenance.seed",
            "provenance.java",
            "provenance.system",
            "provenance.processor",
            "provenance.cores",
            "provenance.command");

    private ResultsCsv() {}

    static void write(ResultStore store, ResultQuery query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        CsvText.writeRow(writer, COLUMNS);
        Exporter.each(store, query, stored -> {
            JsonNode result = SafeJson.STRICT.valueToTree(stored.result());
            if (result.path("values").isEmpty()) {
                CsvText.writeRow(writer, row(stored, result, SafeJson.STRICT.missingNode()));
            }
            for (JsonNode value : result.path("values")) {
                CsvText.writeRow(writer, row(stored, result, value));
            }
        });
        writer.flush();
    }

    private static List<String> row(StoredResult stored, JsonNode result, JsonNode value) {
        JsonNode definition = SafeJson.STRICT.missingNode();
        for (JsonNode each : result.path("definitions")) {
            if (each.path("id").equals(value.path("metric"))) {
                definition = each;
            }
        }
        List<String> cells = new ArrayList<>();
        for (String column : COLUMNS) {
            if (column.equals("address")) {
                cells.add(stored.address());
            } else if (column.startsWith(VALUE)) {
                cells.add(value.path(column.substring(VALUE.length())).asText());
            } else if (column.startsWith(DEFINITION)) {
                cells.add(definition.path(column.substring(DEFINITION.length())).asText());
            } else {
                cells.add(at(result, column).asText());
            }
        }
        return cells;
    }

    private static JsonNode at(JsonNode result, String column) {
        JsonNode node = result;
        for (String name : column.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    static void read(InputStream in, String name, ImportReport report) throws IOException {
        CsvText.Rows rows =
                new CsvText.Rows(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), name);
        List<String> header = rows.read();
        if (header == null || !header.equals(COLUMNS)) {
            throw new InvalidInputException(name + ":1: its columns are not those that paperzoo writes; expected "
                    + String.join(", ", COLUMNS.subList(0, 5)) + ", …");
        }
        ObjectNode result = null;
        String address = null;
        int begun = 0;
        while (true) {
            int line = rows.line();
            List<String> row = rows.read();
            if (row != null && row.size() != COLUMNS.size()) {
                throw new InvalidInputException(
                        name + ":" + line + ": has " + row.size() + " cells; expected " + COLUMNS.size());
            }
            if (row == null || !row.get(0).equals(address)) {
                take(name + ":" + begun, address, result, report);
                if (row == null) {
                    return;
                }
                address = row.get(0);
                result = record(row);
                begun = line;
            }
            addValue(result, row);
        }
    }

    /** A result without its values. */
    private static ObjectNode record(List<String> row) {
        ObjectNode result = SafeJson.STRICT.createObjectNode();
        for (int i = 1; i < COLUMNS.size(); i++) {
            String column = COLUMNS.get(i);
            if (row.get(i).isEmpty() || column.startsWith(VALUE) || column.startsWith(DEFINITION)) {
                continue;
            }
            String[] names = column.split("\\.");
            ObjectNode node = result;
            for (int depth = 0; depth < names.length - 1; depth++) {
                node = node.withObjectProperty(names[depth]);
            }
            node.put(names[names.length - 1], row.get(i));
        }
        result.putArray("values");
        result.putArray("definitions");
        return result;
    }

    private static void addValue(ObjectNode result, List<String> row) {
        ObjectNode value = SafeJson.STRICT.createObjectNode();
        ObjectNode definition = SafeJson.STRICT.createObjectNode();
        for (int i = 0; i < COLUMNS.size(); i++) {
            String column = COLUMNS.get(i);
            if (row.get(i).isEmpty()) {
                continue;
            }
            if (column.startsWith(VALUE)) {
                value.put(column.substring(VALUE.length()), row.get(i));
            } else if (column.startsWith(DEFINITION)) {
                definition.put(column.substring(DEFINITION.length()), row.get(i));
            }
        }
        if (!value.isEmpty()) {
            ((ArrayNode) result.get("values")).add(value);
        }
        Set<String> defined = new LinkedHashSet<>();
        result.get("definitions").forEach(each -> defined.add(each.path("id").asText()));
        String metric = value.path("metric").asText();
        if (!definition.isEmpty() && defined.add(metric)) {
            definition.put("id", metric);
            ((ArrayNode) result.get("definitions")).add(definition);
        }
    }

    private static void take(String where, String address, ObjectNode result, ImportReport report) throws IOException {
        if (result == null) {
            return;
        }
        try {
            report.take(where, address, SafeJson.OF_TEXTS.treeToValue(result, Result.class));
        } catch (JsonProcessingException e) {
            report.refuse(where, "not a result: " + SafeJson.told(e));
        }
    }
}
