package org.paperzoo.datasets.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;

/** A file with one JSON object a line, of which two fields are source and target. */
public final class JsonLines implements TextPairs {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String sourceField;
    private final String targetField;
    private final BufferedReader reader;
    private long line;

    private JsonLines(Path file, String sourceField, String targetField, BufferedReader reader) {
        this.file = file;
        this.sourceField = sourceField;
        this.targetField = targetField;
        this.reader = reader;
    }

    /** Opens a file; the fields hold strings, or lists of strings, which are joined by spaces. */
    public static JsonLines open(Path file, String sourceField, String targetField) throws IOException {
        return new JsonLines(file, sourceField, targetField, Files.newBufferedReader(file));
    }

    /**
     * The next pair; empty lines are passed over.
     *
     * @throws InvalidDataException if a line is not a JSON object with both fields; the message names file and line
     */
    @Override
    public TextPair next() throws IOException {
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (!text.isBlank()) {
                    JsonNode object = JSON.readTree(text);
                    return new TextPair(
                            object.path("id").asText(Long.toString(line)),
                            field(object, sourceField),
                            field(object, targetField));
                }
            }
            return null;
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(file + ":" + line + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file + ":" + (line + 1) + ": not UTF-8 text", e);
        }
    }

    private String field(JsonNode object, String name) throws InvalidDataException {
        JsonNode value = object.path(name);
        if (value.isTextual()) {
            return value.textValue();
        }
        if (value.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode part : value) {
                joined.append(joined.isEmpty() ? "" : " ").append(part.asText());
            }
            return joined.toString();
        }
        throw new InvalidDataException(file + ":" + line + ": lacks the string \"" + name + "\"");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
