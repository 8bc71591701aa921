package org.paperzoo.evaluation.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.hub.JsonFault;

/** A file with one JSON object a line; fields are read by name, and every error says file and line. */
public final class JsonObjects implements Closeable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final LineReader lines;

    private JsonObjects(LineReader lines) {
        this.lines = lines;
    }

    /** Opens a file; one whose name ends with {@code .gz} is unpacked while it is read. */
    public static JsonObjects open(Path file) throws IOException {
        return new JsonObjects(LineReader.open(file));
    }

    /**
     * The next object, or null behind the last one; empty lines are left out.
     *
     * @throws InvalidDataException if a line is no JSON object
     */
    public JsonNode next() throws IOException {
        for (String text = lines.read(); text != null; text = lines.read()) {
            if (!text.isBlank()) {
                return parse(text);
            }
        }
        return null;
    }

    private JsonNode parse(String text) throws InvalidDataException {
        try {
            JsonNode object = JSON.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw lines.wrong("not JSON: " + JsonFault.of(e));
        }
        throw lines.wrong("expected one JSON object a line");
    }

    /** Where the object read last stands, such as {@code pred.jsonl:12}. */
    public String where() {
        return lines.file() + ":" + lines.line();
    }

    /** An error at the object read last. */
    public InvalidDataException wrong(String what) {
        return lines.wrong(what);
    }

    /** A field that is a string or a number, as text. */
    public String name(JsonNode object, String field) throws InvalidDataException {
        JsonNode value = object.path(field);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw wrong("\"" + field + "\" must be a string or an integer");
        }
        return value.asText();
    }

    /** A field that is a list of strings or integers, as texts. */
    public List<String> names(JsonNode object, String field) throws InvalidDataException {
        JsonNode list = object.path(field);
        List<String> names = new ArrayList<>(list.size());
        for (JsonNode value : list) {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw wrong("\"" + field + "\" must be a list of strings or integers");
            }
            names.add(value.asText());
        }
        if (!list.isArray()) {
            throw wrong("\"" + field + "\" must be a list of strings or integers");
        }
        return names;
    }

    /** A field that is a number. */
    public double number(JsonNode object, String field) throws InvalidDataException {
        return numberOf(object.path(field), field);
    }

    private double numberOf(JsonNode value, String field) throws InvalidDataException {
        if (!value.isNumber()) {
            throw wrong("\"" + field + "\" must be a number");
        }
        return value.doubleValue();
    }

    /** A field that is a list of numbers, or one number. */
    public double[] numbers(JsonNode object, String field) throws InvalidDataException {
        JsonNode list = object.path(field);
        return list.isNumber() ? new double[] {list.doubleValue()} : numberList(list, field);
    }

    private double[] numberList(JsonNode list, String field) throws InvalidDataException {
        if (!list.isArray()) {
            throw wrong("\"" + field + "\" must be a list of numbers");
        }
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numberOf(list.get(i), field + "[" + i + "]");
        }
        return numbers;
    }

    /** A field that is a list of lists of numbers. */
    public double[][] table(JsonNode object, String field) throws InvalidDataException {
        JsonNode list = object.path(field);
        if (!list.isArray()) {
            throw wrong("\"" + field + "\" must be a list of lists of numbers");
        }
        double[][] rows = new double[list.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = numberList(list.get(i), field + "[" + i + "]");
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
