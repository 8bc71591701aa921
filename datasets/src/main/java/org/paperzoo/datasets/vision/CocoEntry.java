package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/**
 * One entry of a list in a COCO file: the fields that are wanted, checked as they are taken. One object serves all entries
 * of a list in turn.
 */
final class CocoEntry {

    /** Bodies have some tens of points, never hundreds. */
    private static final int MOST_COORDINATES = 3 * 1000;

    private final Path file;
    private final String list;
    private final JsonParser parser;
    private final String[] names;
    private final JsonToken[] kinds;
    private final long[] wholes;
    private final double[] decimals;
    private final Object[] others;
    private final double[] box = new double[4];
    private int boxSize;
    private int index = -1;

    /**
     * @param list what to call the list in messages; empty where it is the whole file
     * @param wanted the fields to keep
     */
    CocoEntry(Path file, String list, JsonParser parser, List<String> wanted) {
        this.file = file;
        this.list = list;
        this.parser = parser;
        this.names = wanted.toArray(String[]::new);
        this.kinds = new JsonToken[names.length];
        this.wholes = new long[names.length];
        this.decimals = new double[names.length];
        this.others = new Object[names.length];
    }

    /** Leaves a field of the entries to come unread. */
    void passOver(String name) {
        names[slot(name)] = null;
    }

    /** Takes one entry. */
    interface Reader {
        void read(CocoEntry entry) throws IOException;
    }

    /** Reads the list at whose start the parser stands, entry by entry, to its end. */
    void readList(Reader reader) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            index++;
            Arrays.fill(kinds, null);
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong("is not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                int slot = slot(parser.currentName());
                JsonToken token = parser.nextToken();
                if (slot < 0) {
                    parser.skipChildren();
                } else if (kinds[slot] != null) {
                    throw wrong("has \"" + names[slot] + "\" twice");
                } else {
                    readField(slot, token);
                }
            }
            reader.read(this);
        }
    }

    private void readField(int slot, JsonToken token) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    throw wrong("\"" + names[slot] + "\" is too large");
                }
                wholes[slot] = parser.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> decimals[slot] = parser.getDoubleValue();
            case VALUE_STRING -> others[slot] = parser.getText();
            case START_ARRAY, START_OBJECT -> readStructure(slot);
            default -> throw wrong("\"" + names[slot] + "\" is " + parser.getText());
        }
        kinds[slot] = token;
    }

    private void readStructure(int slot) throws IOException {
        String name = names[slot];
        if (name.equals("bbox")) {
            boxSize = readBox();
            return;
        }
        try {
            others[slot] = switch (name) {
                case "segmentation" -> SegmentationParser.read(parser);
                case "keypoints" -> NumberLists.doubles(parser, MOST_COORDINATES);
                default -> NumberLists.integers(parser, Integer.MAX_VALUE);};
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(wrong("\"" + name + "\" " + e.getMessage()).getMessage(), e);
        }
    }

    private int readBox() throws IOException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            double number = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
            if (count == box.length || !Double.isFinite(number)) {
                throw wrong("\"bbox\" is not a list of four finite numbers");
            }
            box[count++] = number;
        }
        return count;
    }

    private int slot(String name) {
        for (int i = 0; i < names.length; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Place of the entry in its list. */
    int index() {
        return index;
    }

    boolean has(String name) {
        return kinds[slot(name)] != null;
    }

    long whole(String name) throws InvalidDataException {
        int slot = present(name);
        if (kinds[slot] == JsonToken.VALUE_NUMBER_INT) {
            return wholes[slot];
        }
        throw wrong("\"" + name + "\" is not a whole number");
    }

    long whole(String name, long least, long most) throws InvalidDataException {
        long value = whole(name);
        if (value < least || value > most) {
            throw wrong("\"" + name + "\" is " + value + "; it must be from " + least + " to " + most);
        }
        return value;
    }

    double number(String name) throws InvalidDataException {
        int slot = present(name);
        if (kinds[slot] == JsonToken.VALUE_NUMBER_INT) {
            return wholes[slot];
        }
        if (kinds[slot] == JsonToken.VALUE_NUMBER_FLOAT && Double.isFinite(decimals[slot])) {
            return decimals[slot];
        }
        throw wrong("\"" + name + "\" is not a finite number");
    }

    String text(String name) throws InvalidDataException {
        int slot = present(name);
        if (kinds[slot] == JsonToken.VALUE_STRING && !((String) others[slot]).isEmpty()) {
            return (String) others[slot];
        }
        throw wrong("\"" + name + "\" is not a text");
    }

    /** Whether the box is there and not the empty list. */
    boolean hasBox() {
        return has("bbox") && !(kinds[slot("bbox")] == JsonToken.START_ARRAY && boxSize == 0);
    }

    /** Left, top, width, height; valid until the next entry is read. */
    double[] box() throws InvalidDataException {
        if (kinds[present("bbox")] != JsonToken.START_ARRAY) {
            throw wrong("\"bbox\" is not a list of left, top, width and height");
        }
        if (boxSize < box.length) {
            throw wrong("\"bbox\" has " + boxSize + " numbers; there must be four");
        }
        if (box[2] < 0 || box[3] < 0) {
            throw wrong("\"bbox\" has a width of " + box[2] + " and a height of " + box[3]);
        }
        return box;
    }

    Segmentation segmentation() throws InvalidDataException {
        if (others[present("segmentation")] instanceof Segmentation segmentation) {
            return segmentation;
        }
        throw wrong("\"segmentation\" is neither a list of polygons nor an object of size and counts");
    }

    /** x, y and visibility of each point in turn. */
    double[] keypoints() throws InvalidDataException {
        int slot = present("keypoints");
        if (kinds[slot] == JsonToken.START_ARRAY
                && others[slot] instanceof double[] points
                && points.length > 0
                && points.length % 3 == 0) {
            return points;
        }
        throw wrong("\"keypoints\" is not a list of x, y and visibility of each point");
    }

    int[] integers(String name) throws InvalidDataException {
        int slot = present(name);
        if (kinds[slot] == JsonToken.START_ARRAY) {
            return (int[]) others[slot];
        }
        throw wrong("\"" + name + "\" is not a list of whole numbers");
    }

    InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ": " + list + "[" + index + "]" + named("id") + named("image_id") + ": "
                + what);
    }

    private String named(String name) {
        int slot = slot(name);
        return slot >= 0 && kinds[slot] == JsonToken.VALUE_NUMBER_INT
                ? " (" + name.replace('_', ' ') + " " + wholes[slot] + ")"
                : "";
    }

    private int present(String name) throws InvalidDataException {
        int slot = slot(name);
        if (kinds[slot] == null) {
            throw wrong("has no \"" + name + "\"");
        }
        return slot;
    }
}
