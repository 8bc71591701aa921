package org.paperzoo.datasets.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.NewFile;

/**
 * A file with one JSON object a line, of which two fields are source and target. A field {@code id}, where there is one, is
 * the pair's id; else the line's number is.
 */
public final class JsonLines implements TextPairs {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final LineReader lines;
    private final String sourceField;
    private final String targetField;

    private JsonLines(LineReader lines, String sourceField, String targetField) {
        this.lines = lines;
        this.sourceField = sourceField;
        this.targetField = targetField;
    }

    /** Opens a file; the fields hold strings, or lists of strings, which are joined by spaces. */
    public static JsonLines open(Path file, String sourceField, String targetField) throws IOException {
        return new JsonLines(LineReader.open(file), sourceField, targetField);
    }

    /**
     * Writes pairs with the fields {@code id}, {@code source} and {@code target}. An existing file is replaced when all is
     * written.
     *
     * @param limit the largest number of pairs
     */
    public static void write(TextPairs pairs, Path file, long limit) throws IOException {
        NewFile.write(file, writer -> {
            long count = 0;
            TextPair pair = limit > 0 ? pairs.next() : null;
            while (pair != null) {
                ObjectNode object = JSON.createObjectNode();
                object.put("id", pair.id()).put("source", pair.source()).put("target", pair.target());
                writer.write(JSON.writeValueAsString(object));
                writer.write('\n');
                pair = ++count < limit ? pairs.next() : null;
            }
        });
    }

    /**
     * The next pair, without white space around its texts; empty lines are passed over.
     *
     * @throws InvalidDataException if a line is not a JSON object with both fields; the message names file and line
     */
    @Override
    public TextPair next() throws IOException {
        for (String text = lines.read(); text != null; text = lines.read()) {
            if (!text.isBlank()) {
                JsonNode object = parse(text);
                return new TextPair(
                        object.path("id").asText(Long.toString(lines.line())),
                        field(object, sourceField),
                        field(object, targetField));
            }
        }
        return null;
    }

    private JsonNode parse(String text) throws IOException {
        try {
            JsonNode object = JSON.readTree(text);
            if (object.isObject()) {
                return object;
            }
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw lines.wrong("not JSON: " + reason);
        }
        throw lines.wrong("not a JSON object with \"" + sourceField + "\" and \"" + targetField + "\"");
    }

    private String field(JsonNode object, String name) throws InvalidDataException {
        JsonNode value = object.path(name);
        if (value.isTextual()) {
            return value.textValue().strip();
        }
        if (value.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode part : value) {
                if (!part.isTextual()) {
                    throw lines.wrong("\"" + name + "\" is a list of more than strings");
                }
                joined.append(joined.isEmpty() ? "" : " ").append(part.textValue());
            }
            return joined.toString().strip();
        }
        throw lines.wrong("lacks the string \"" + name + "\"");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
