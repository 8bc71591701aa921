package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.hub.JsonFault;

/**
 * Captions by picture, in the order in which the pictures are first named. Three forms of JSON are read: an object of
 * texts, or of lists of texts, by the picture's ID; COCO's annotations, an object whose {@code annotations} have an {@code
 * image_id} and a {@code caption} each; and COCO's results, a list of such. A name that ends with {@code .gz} is unpacked.
 */
public final class CaptionFile {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String ANNOTATIONS = "annotations";

    private final Path file;
    private final JsonParser parser;
    private final Map<String, List<String>> captions = new LinkedHashMap<>();

    private CaptionFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a file whole.
     *
     * @throws InvalidDataException if it is none of the three forms; the message says which file and line
     * @throws NoSuchFileException if there is no such file
     */
    public static Map<String, List<String>> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        try (InputStream input = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(input, 1 << 16) : input;
                JsonParser parser = JSON.createParser(plain)) {
            CaptionFile captions = new CaptionFile(file, parser);
            captions.read();
            return captions.captions;
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    file + ":" + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": is not valid JSON: "
                            + JsonFault.of(e),
                    e);
        } catch (ZipException | EOFException e) {
            throw new InvalidDataException(file + ": is not a gzip file, or damaged or cut short", e);
        }
    }

    private void read() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY) {
            readEntries();
        } else if (first == JsonToken.START_OBJECT) {
            readObject();
        } else {
            throw wrong("expected an object or a list of captions");
        }
        if (parser.nextToken() != null) {
            throw wrong("goes on behind the end of its captions");
        }
        if (captions.isEmpty()) {
            throw new InvalidDataException(file + ": has no captions");
        }
    }

    private void readObject() throws IOException {
        boolean annotated = false;
        Map<String, List<String>> byId = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (annotated) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                byId.put(name, List.of(parser.getText()));
            } else if (value == JsonToken.START_ARRAY) {
                JsonToken element = parser.nextToken();
                if (name.equals(ANNOTATIONS) && element == JsonToken.START_OBJECT) {
                    // The first entry is open already.
                    annotated = true;
                    readEntry();
                    readEntries();
                } else {
                    byId.put(name, readTexts(name, element));
                }
            } else if (value == JsonToken.START_OBJECT) {
                // "info" and the like of COCO's annotations.
                parser.skipChildren();
                byId.put(name, null);
            } else {
                throw wrong(name + " is neither a caption nor a list of captions");
            }
        }
        if (!annotated) {
            for (Map.Entry<String, List<String>> entry : byId.entrySet()) {
                if (entry.getValue() == null) {
                    throw new InvalidDataException(
                            file + ": " + entry.getKey() + " is an object; expected captions by picture");
                }
                if (entry.getValue().isEmpty()) {
                    throw new InvalidDataException(file + ": picture " + entry.getKey() + " has no caption");
                }
                captions.put(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Texts of a list whose first element is read. Lists of other things, such as COCO's images, give none. */
    private List<String> readTexts(String name, JsonToken first) throws IOException {
        List<String> texts = new ArrayList<>();
        boolean others = false;
        for (JsonToken element = first; element != JsonToken.END_ARRAY; element = parser.nextToken()) {
            if (element == JsonToken.VALUE_STRING) {
                texts.add(parser.getText());
            } else if (element == JsonToken.START_OBJECT && texts.isEmpty()) {
                others = true;
                parser.skipChildren();
            } else {
                throw wrong("the list of " + name + " holds something that is no caption");
            }
        }
        return others ? null : texts;
    }

    private void readEntries() throws IOException {
        JsonToken element = parser.nextToken();
        while (element == JsonToken.START_OBJECT) {
            readEntry();
            element = parser.nextToken();
        }
        if (element != JsonToken.END_ARRAY) {
            throw wrong("expected objects with image_id and caption");
        }
    }

    private void readEntry() throws IOException {
        String id = null;
        String caption = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("image_id") && (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_STRING)) {
                id = parser.getText();
            } else if (name.equals("caption") && value == JsonToken.VALUE_STRING) {
                caption = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (id == null || caption == null) {
            throw wrong("an entry has no " + (id == null ? "image_id" : "caption"));
        }
        captions.computeIfAbsent(id, picture -> new ArrayList<>()).add(caption);
    }

    private InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ":" + parser.currentLocation().getLineNr() + ": " + what);
    }
}
