package org.paperzoo.datasets.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.NewFile;
import org.paperzoo.datasets.table.JsonRows;

/** Pairs of texts as a file with one JSON object a line. */
public final class JsonLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonLines() {}

    /**
     * Opens a file whose objects have two fields with strings, or lists of strings, which are joined by spaces. A field
     * {@code id}, where there is one, is the pair's id; else the line's number is.
     */
    public static TextPairs open(Path file, String sourceField, String targetField) throws IOException {
        return new RowTexts(JsonRows.open(file), sourceField, targetField, "id", Cleaning.STRIP);
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
}
