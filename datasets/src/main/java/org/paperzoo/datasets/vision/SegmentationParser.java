package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the field {@code segmentation} of a COCO file: a list of polygons, or an object of {@code size} and {@code counts},
 * which are a list or a text. Refuses by {@link IllegalArgumentException} what is none of these.
 */
final class SegmentationParser {

    private static final int CORNERS_OF_BOX = 4;

    private SegmentationParser() {}

    /** Reads on from the first token of the field's value to its last. */
    static Segmentation read(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return polygons(parser);
        }
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return runs(parser);
        }
        throw new IllegalArgumentException("is neither a list of polygons nor an object of size and counts");
    }

    /** As in the reference, all are boxes where the first one has four numbers. */
    private static Segmentation polygons(JsonParser parser) throws IOException {
        List<PolygonOutline> outlines = new ArrayList<>(1);
        boolean boxes = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("has a polygon that is not a list of numbers");
            }
            double[] numbers = NumberLists.doubles(parser, Integer.MAX_VALUE);
            if (outlines.isEmpty()) {
                boxes = numbers.length == CORNERS_OF_BOX;
            }
            if (boxes && numbers.length != CORNERS_OF_BOX) {
                throw new IllegalArgumentException("has a polygon of four numbers and one of " + numbers.length);
            }
            outlines.add(
                    boxes
                            ? PolygonOutline.ofBox(numbers[0], numbers[1], numbers[2], numbers[3])
                            : PolygonOutline.of(numbers));
        }
        return new Segmentation.Polygons(outlines);
    }

    private static Segmentation runs(JsonParser parser) throws IOException {
        int[] size = null;
        int[] lengths = null;
        String text = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("size") && token == JsonToken.START_ARRAY) {
                size = NumberLists.integers(parser, 2);
            } else if (name.equals("counts") && token == JsonToken.START_ARRAY) {
                lengths = NumberLists.integers(parser, Integer.MAX_VALUE);
            } else if (name.equals("counts") && token == JsonToken.VALUE_STRING) {
                text = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        if (size == null || size.length != 2) {
            throw new IllegalArgumentException("has no size of two numbers, rows and columns");
        }
        if ((lengths == null) == (text == null)) {
            throw new IllegalArgumentException("has no counts, a list of whole numbers or a text");
        }
        return text == null
                ? new Segmentation.Runs(size[0], size[1], lengths)
                : new Segmentation.Text(size[0], size[1], text);
    }
}
