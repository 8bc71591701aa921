package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.hub.JsonFault;

/**
 * The sections of a COCO file other than of instances: lists of small objects, which are taken one at a time, so that
 * memory holds what the takers keep.
 */
final class CocoSections {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CocoSections() {}

    /** Takes the entries of a section. */
    interface Taker {
        void take(Entry entry) throws IOException;
    }

    /**
     * One entry of a section.
     *
     * @param file the file that it is in
     * @param place its section and number there, for messages
     * @param fields what it holds
     */
    record Entry(Path file, String place, JsonNode fields) {

        long whole(String field) throws InvalidDataException {
            JsonNode value = fields.path(field);
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                return value.longValue();
            }
            throw wrong("has no whole number \"" + field + "\"");
        }

        String text(String field) throws InvalidDataException {
            JsonNode value = fields.path(field);
            if (value.isTextual() && !value.textValue().isBlank()) {
                return value.textValue();
            }
            throw wrong("has no text \"" + field + "\"");
        }

        /** A file that the entry names, which must lie below a folder. */
        Path fileBelow(Path folder, String field) throws InvalidDataException {
            return below(file, folder, text(field));
        }

        InvalidDataException wrong(String what) {
            return new InvalidDataException(file + ": " + place + ": " + what);
        }
    }

    /** A file that an annotation file names, which must lie below a folder. */
    static Path below(Path file, Path folder, String name) throws InvalidDataException {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Path found = root.resolve(name).normalize();
            if (found.startsWith(root) && !found.equals(root)) {
                return found;
            }
        } catch (InvalidPathException e) {
            throw new InvalidDataException(file + ": \"" + name + "\" is no file name", e);
        }
        throw new InvalidDataException(file + ": the file name \"" + name + "\" leads out of " + folder);
    }

    /**
     * Reads a file, its sections in the order of the file.
     *
     * @param takers by the names of the sections, which the file must have; others are passed over
     */
    static void read(Path file, Map<String, Taker> takers) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such annotation file");
        }
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        Set<String> missing = new HashSet<>(takers.keySet());
        try (InputStream input = Files.newInputStream(file);
                JsonParser parser = factory.createParser(input)) {
            parser.setCodec(JSON);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidDataException(file + ": is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String section = parser.currentName();
                parser.nextToken();
                if (takers.containsKey(section)) {
                    entries(parser, file, section, takers.get(section));
                    missing.remove(section);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    file + ": is not JSON at offset " + e.getLocation().getByteOffset() + ": " + JsonFault.of(e), e);
        }
        if (!missing.isEmpty()) {
            throw new InvalidDataException(
                    file + ": has no section \"" + missing.iterator().next() + "\"");
        }
    }

    private static void entries(JsonParser parser, Path file, String section, Taker taker) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidDataException(file + ": \"" + section + "\" is not a list");
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            JsonNode fields = parser.readValueAsTree();
            Entry entry = new Entry(file, section + "[" + i + "]", fields);
            if (!fields.isObject()) {
                throw entry.wrong("is not an object");
            }
            taker.take(entry);
        }
    }
}
