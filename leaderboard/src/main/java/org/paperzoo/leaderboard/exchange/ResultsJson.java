package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Results as JSON, as {@code results.schema.json} lays down: an object with {@code format}, {@code version},
 * {@code results} (each with its {@code address} and its {@code result}) and {@code reported}. Reading also takes what
 * {@code paperzoo eval --json} writes: a result, or a list of some.
 */
public final class ResultsJson {

    static final String FORMAT = "paperzoo-results";
    static final int VERSION = 1;

    private ResultsJson() {}

    static void write(ResultStore store, ResultQuery query, List<ReportedValue> reported, OutputStream out)
            throws IOException {
        try (JsonGenerator json = SafeJson.STRICT.getFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("version", VERSION);
            json.writeArrayFieldStart("results");
            Exporter.each(store, query, stored -> {
                json.writeRaw('\n');
                json.writeStartObject();
                json.writeStringField("address", stored.address());
                json.writeFieldName("result");
                SafeJson.STRICT.writeValue(json, stored.result());
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeFieldName("reported");
            SafeJson.STRICT.writeValue(json, reported);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** Reads the results of a file without a store, such as a baseline. */
    public static List<Result> readResults(InputStream in, String name) throws IOException {
        List<Result> results = new ArrayList<>();
        read(in, name, new Receiver() {
            @Override
            public void result(String where, String address, Result result) {
                results.add(result);
            }

            @Override
            public void reported(String where, ReportedValue value) {
                // A baseline is made of runs.
            }

            @Override
            public void refused(String where, String reason) throws InvalidInputException {
                throw new InvalidInputException(where + ": " + reason);
            }
        });
        return results;
    }

    static void read(InputStream in, String name, ImportReport report) throws IOException {
        read(in, name, new Receiver() {
            @Override
            public void result(String where, String address, Result result) throws IOException {
                report.take(where, address, result);
            }

            @Override
            public void reported(String where, ReportedValue value) throws IOException {
                report.take(where, value);
            }

            @Override
            public void refused(String where, String reason) {
                report.refuse(where, reason);
            }
        });
    }

    /** Hears what a file holds. */
    private interface Receiver {
        void result(String where, String address, Result result) throws IOException;

        void reported(String where, ReportedValue value) throws IOException;

        void refused(String where, String reason) throws IOException;
    }

    private static void read(InputStream in, String name, Receiver receiver) throws IOException {
        try (BoundedParser parser =
                new BoundedParser(SafeJson.STRICT.getFactory().createParser(in))) {
            parser.setCodec(SafeJson.STRICT);
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                array(parser, name, "result", receiver);
            } else if (first == JsonToken.START_OBJECT) {
                object(parser, name, receiver);
            } else {
                throw new InvalidInputException(name + ": holds no results: expected a JSON object or list");
            }
            if (parser.nextToken() != null) {
                throw new InvalidInputException(name + ": goes on behind its end, line "
                        + parser.currentTokenLocation().getLineNr());
            }
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new InvalidInputException(name + line + ": " + JsonFault.of(e), e);
        }
    }

    /** The published form, or one bare result. */
    private static void object(BoundedParser parser, String name, Receiver receiver) throws IOException {
        ObjectNode bare = SafeJson.STRICT.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "format" -> require(FORMAT.equals(parser.getText()), name, "its format is not " + FORMAT);
                case "version" ->
                    require(
                            parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() == VERSION,
                            name,
                            "its version is not " + VERSION);
                case "results" -> array(parser, name, "addressed", receiver);
                case "reported" -> array(parser, name, "reported", receiver);
                default -> bare.set(field, parser.readValueAsTree());
            }
        }
        if (!bare.isEmpty()) {
            one(bare, name, "result", receiver);
        }
    }

    private static void array(BoundedParser parser, String name, String kind, Receiver receiver) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY, name, "expected a list of records");
        int index = 0;
        while (true) {
            parser.nextRecord();
            if (parser.nextToken() == JsonToken.END_ARRAY) {
                return;
            }
            JsonNode record = parser.readValueAsTree();
            one(record, name + ", record " + index, kind, receiver);
            index++;
        }
    }

    private static void one(JsonNode record, String where, String kind, Receiver receiver) throws IOException {
        try {
            if (kind.equals("reported")) {
                receiver.reported(where, SafeJson.STRICT.treeToValue(record, ReportedValue.class));
                return;
            }
            boolean addressed = record.has("result");
            if (addressed && !record.path("address").isTextual()) {
                receiver.refused(where, "it has no address");
                return;
            }
            Result result = SafeJson.STRICT.treeToValue(addressed ? record.get("result") : record, Result.class);
            if (result == null) {
                receiver.refused(where, "there is no result");
                return;
            }
            receiver.result(where, addressed ? record.get("address").asText() : null, result);
        } catch (JsonProcessingException e) {
            receiver.refused(
                    where,
                    "not a " + (kind.equals("reported") ? "reported value" : "result") + ": " + SafeJson.told(e));
        } catch (IllegalArgumentException | NullPointerException e) {
            receiver.refused(where, "not a result: " + e.getMessage());
        }
    }

    private static void require(boolean right, String name, String message) throws InvalidInputException {
        if (!right) {
            throw new InvalidInputException(name + ": " + message);
        }
    }
}
