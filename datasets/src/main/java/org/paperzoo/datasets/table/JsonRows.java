package org.paperzoo.datasets.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.hub.JsonFault;

/** A file with one JSON object a line; a name that ends with {@code .gz} is unpacked while it is read. */
public final class JsonRows implements Rows {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final LineReader lines;

    private JsonRows(LineReader lines) {
        this.lines = lines;
    }

    /** Opens a file. */
    public static JsonRows open(Path file) throws IOException {
        return new JsonRows(LineReader.open(file));
    }

    /**
     * The next object; empty lines are passed over. Values that are objects are absent from the row.
     *
     * @throws InvalidDataException if a line is not a JSON object; the message names file and line
     */
    @Override
    public Row next() throws IOException {
        String text = lines.read();
        while (text != null && text.isBlank()) {
            text = lines.read();
        }
        if (text == null) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : parse(text).properties()) {
            Object value = value(field.getValue());
            if (value != null) {
                values.put(field.getKey(), value);
            }
        }
        return new Row(lines.file() + ":" + lines.line(), lines.line(), values);
    }

    private JsonNode parse(String text) throws IOException {
        try {
            JsonNode object = JSON.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw lines.wrong("not JSON: " + JsonFault.of(e));
        }
        throw lines.wrong("not a JSON object");
    }

    private static Object value(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            List<Object> values = new ArrayList<>(node.size());
            node.forEach(element -> values.add(value(element)));
            return values;
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
