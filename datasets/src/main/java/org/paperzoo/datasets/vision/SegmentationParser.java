package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.vision.JsonReader.Token;

/**
 * Reads the field {@code segmentation} of a COCO file: a list of polygons, or an object of {@code size} and {@code counts},
 * which are a list or a text. Refuses by {@link IllegalArgumentException} what is none of these.
 */
final class SegmentationParser {

    private static final int CORNERS_OF_BOX = 4;
    private static final byte[] SIZE = "size".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COUNTS = "counts".getBytes(StandardCharsets.US_ASCII);

    private SegmentationParser() {}

    /** Reads on from the first token of the field's value to its last. */
    static Segmentation read(JsonReader json) throws IOException {
        if (json.token() == Token.ARRAY) {
            return polygons(json);
        }
        if (json.token() == Token.OBJECT) {
            return runs(json);
        }
        throw new IllegalArgumentException("is neither a list of polygons nor an object of size and counts");
    }

    /** As in the reference, all are boxes where the first one has four numbers. */
    private static Segmentation polygons(JsonReader json) throws IOException {
        List<PolygonOutline> outlines = new ArrayList<>(1);
        boolean boxes = false;
        while (json.next() != Token.END_ARRAY) {
            if (json.token() != Token.ARRAY) {
                throw new IllegalArgumentException("has a polygon that is not a list of numbers");
            }
            double[] numbers = NumberLists.doubles(json, Integer.MAX_VALUE);
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

    private static Segmentation runs(JsonReader json) throws IOException {
        int[] size = null;
        int[] lengths = null;
        String text = null;
        while (json.next() == Token.NAME) {
            boolean isSize = json.textIs(SIZE);
            boolean isCounts = json.textIs(COUNTS);
            Token token = json.next();
            if (isSize && token == Token.ARRAY) {
                size = NumberLists.integers(json, 2);
            } else if (isCounts && token == Token.ARRAY) {
                lengths = NumberLists.integers(json, Integer.MAX_VALUE);
            } else if (isCounts && token == Token.TEXT) {
                text = json.text();
            } else {
                json.skip();
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
