package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.JsonReader.Token;

/**
 * One entry of a list in a COCO file: the fields that are wanted, checked as they are taken. One object serves all entries
 * of a list in turn.
 */
final class CocoEntry {

    /** Bodies have some tens of points, never hundreds. */
    private static final int MOST_COORDINATES = 3 * 1000;

    private static final int FIELDS = CocoField.values().length;

    private final JsonReader json;
    private final String list;
    private final Set<CocoField> wanted;
    private CocoField[] candidates;
    private int expected;
    private final Token[] kinds = new Token[FIELDS];
    private final long[] wholes = new long[FIELDS];
    private final double[] decimals = new double[FIELDS];
    private final Object[] others = new Object[FIELDS];
    private final double[] box = new double[4];
    private int boxSize;
    private int index = -1;

    /**
     * @param list what to call the list in messages; empty where it is the whole file
     * @param wanted the fields to keep
     */
    CocoEntry(JsonReader json, String list, Set<CocoField> wanted) {
        this.json = json;
        this.list = list;
        this.wanted = EnumSet.copyOf(wanted);
        this.candidates = this.wanted.toArray(CocoField[]::new);
    }

    /** Leaves a field of the entries to come unread. */
    void passOver(CocoField field) {
        wanted.remove(field);
        candidates = wanted.toArray(CocoField[]::new);
        expected = 0;
    }

    /** Takes one entry. */
    interface Reader {
        void read(CocoEntry entry) throws IOException;
    }

    /** Reads the list at whose start the reader stands, entry by entry, to its end. */
    void readList(Reader reader) throws IOException {
        while (json.next() != Token.END_ARRAY) {
            index++;
            Arrays.fill(kinds, null);
            if (json.token() != Token.OBJECT) {
                throw wrong("is not an object");
            }
            while (json.next() == Token.NAME) {
                CocoField field = fieldOfName();
                Token token = json.next();
                if (field == null) {
                    json.skip();
                } else if (kinds[field.ordinal()] != null) {
                    throw wrong("has \"" + field + "\" twice");
                } else {
                    readField(field, token);
                }
            }
            reader.read(this);
        }
    }

    /** Entries mostly have their fields in the same order, so that the one behind the last is tried first. */
    private CocoField fieldOfName() {
        for (int i = 0; i < candidates.length; i++) {
            CocoField field = candidates[expected];
            expected = expected + 1 == candidates.length ? 0 : expected + 1;
            if (json.textIs(field.bytes())) {
                return field;
            }
        }
        return null;
    }

    private void readField(CocoField field, Token token) throws IOException {
        int slot = field.ordinal();
        switch (token) {
            case WHOLE -> {
                if (json.tooLarge()) {
                    throw wrong("\"" + field + "\" is too large");
                }
                wholes[slot] = json.whole();
            }
            case DECIMAL -> decimals[slot] = json.number();
            case TEXT -> others[slot] = json.text();
            case ARRAY, OBJECT -> readStructure(field);
            default -> throw wrong("\"" + field + "\" is " + token.name().toLowerCase(Locale.ROOT));
        }
        kinds[slot] = token;
    }

    private void readStructure(CocoField field) throws IOException {
        if (field == CocoField.BBOX) {
            boxSize = readBox();
            return;
        }
        try {
            others[field.ordinal()] = switch (field) {
                case SEGMENTATION -> SegmentationParser.read(json);
                case KEYPOINTS -> NumberLists.doubles(json, MOST_COORDINATES);
                default -> NumberLists.integers(json, Integer.MAX_VALUE);
            };
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                    wrong("\"" + field + "\" " + e.getMessage()).getMessage(), e);
        }
    }

    private int readBox() throws IOException {
        int count = 0;
        while (json.next() != Token.END_ARRAY) {
            double number = json.number();
            if (count == box.length || !Double.isFinite(number)) {
                throw wrong("\"bbox\" is not a list of four finite numbers");
            }
            box[count++] = number;
        }
        return count;
    }

    boolean has(CocoField field) {
        return kinds[field.ordinal()] != null;
    }

    long whole(CocoField field) throws InvalidDataException {
        if (present(field) == Token.WHOLE) {
            return wholes[field.ordinal()];
        }
        throw wrong("\"" + field + "\" is not a whole number");
    }

    long whole(CocoField field, long least, long most) throws InvalidDataException {
        long value = whole(field);
        if (value < least || value > most) {
            throw wrong("\"" + field + "\" is " + value + "; it must be from " + least + " to " + most);
        }
        return value;
    }

    double number(CocoField field) throws InvalidDataException {
        Token kind = present(field);
        if (kind == Token.WHOLE) {
            return wholes[field.ordinal()];
        }
        if (kind == Token.DECIMAL && Double.isFinite(decimals[field.ordinal()])) {
            return decimals[field.ordinal()];
        }
        throw wrong("\"" + field + "\" is not a finite number");
    }

    String text(CocoField field) throws InvalidDataException {
        if (present(field) == Token.TEXT && !((String) others[field.ordinal()]).isEmpty()) {
            return (String) others[field.ordinal()];
        }
        throw wrong("\"" + field + "\" is not a text");
    }

    /** Whether the box is there and not the empty list. */
    boolean hasBox() {
        return has(CocoField.BBOX) && !(kinds[CocoField.BBOX.ordinal()] == Token.ARRAY && boxSize == 0);
    }

    /** Left, top, width, height; valid until the next entry is read. */
    double[] box() throws InvalidDataException {
        if (present(CocoField.BBOX) != Token.ARRAY) {
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
        present(CocoField.SEGMENTATION);
        if (others[CocoField.SEGMENTATION.ordinal()] instanceof Segmentation segmentation) {
            return segmentation;
        }
        throw wrong("\"segmentation\" is neither a list of polygons nor an object of size and counts");
    }

    /** x, y and visibility of each point in turn. */
    double[] keypoints() throws InvalidDataException {
        if (present(CocoField.KEYPOINTS) == Token.ARRAY
                && others[CocoField.KEYPOINTS.ordinal()] instanceof double[] points
                && points.length > 0
                && points.length % 3 == 0) {
            return points;
        }
        throw wrong("\"keypoints\" is not a list of x, y and visibility of each point");
    }

    int[] integers(CocoField field) throws InvalidDataException {
        if (present(field) == Token.ARRAY) {
            return (int[]) others[field.ordinal()];
        }
        throw wrong("\"" + field + "\" is not a list of whole numbers");
    }

    InvalidDataException wrong(String what) {
        return new InvalidDataException(json.file() + ": " + list + "[" + index + "]" + named(CocoField.ID)
                + named(CocoField.IMAGE_ID) + ": " + what);
    }

    private String named(CocoField field) {
        return kinds[field.ordinal()] == Token.WHOLE
                ? " (" + field.toString().replace('_', ' ') + " " + wholes[field.ordinal()] + ")"
                : "";
    }

    private Token present(CocoField field) throws InvalidDataException {
        Token kind = kinds[field.ordinal()];
        if (kind == null) {
            throw wrong("has no \"" + field + "\"");
        }
        return kind;
    }
}
