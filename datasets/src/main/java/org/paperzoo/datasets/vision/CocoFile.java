package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.paperzoo.datasets.InvalidDataException;

/** Opens the JSON files of COCO, token by token, since they have hundreds of megabytes. */
final class CocoFile {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    /** Python writes NaN into JSON; it is let through to be refused by name where it stands. */
    private static final JsonFactory PYTHON_JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private CocoFile() {}

    /** Takes the tokens of a file. */
    interface Reader {
        void read(JsonParser parser) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @param what what it is, for the message that it is not there
     * @param asPython whether numbers may be NaN and infinite
     * @throws InvalidDataException if it is not JSON; the message names file, line and column
     */
    static void read(Path file, String what, boolean asPython, Reader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such " + what);
        }
        try (InputStream input = Files.newInputStream(file);
                JsonParser parser = (asPython ? PYTHON_JSON : JSON).createParser(input)) {
            reader.read(parser);
            if (parser.nextToken() != null) {
                throw new InvalidDataException(file + ": goes on after its end, at line "
                        + parser.currentTokenLocation().getLineNr());
            }
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new InvalidDataException(
                    file + ": is not JSON at line " + place.getLineNr() + ", column " + place.getColumnNr() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
    }
}
