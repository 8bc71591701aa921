package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;

/** One entry of a section of an annotation file: the fields that are wanted, checked as they are taken. */
final class CocoEntry {

    private final Path file;
    private final String section;
    private final int index;
    private final JsonParser parser;
    private final Map<String, Object> fields = new HashMap<>();

    CocoEntry(Path file, String section, int index, JsonParser parser) {
        this.file = file;
        this.section = section;
        this.index = index;
        this.parser = parser;
    }

    /** Takes one entry. */
    interface Reader {
        void read(CocoEntry entry) throws IOException;
    }

    /** Reads the entry's object to its end and keeps the wanted fields. */
    void readFields(Set<String> wanted) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (!wanted.contains(name)) {
                parser.skipChildren();
            } else if (token == JsonToken.START_ARRAY) {
                fields.put(name, readBox(name));
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, wholeNumber(name));
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                fields.put(name, parser.getDoubleValue());
            } else if (token == JsonToken.VALUE_STRING) {
                fields.put(name, parser.getText());
            } else {
                throw wrong("\"" + name + "\" is " + parser.getText());
            }
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    long whole(String name) throws InvalidDataException {
        if (present(name) instanceof Long value) {
            return value;
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
        if (present(name) instanceof Number value && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        throw wrong("\"" + name + "\" is not a finite number");
    }

    String text(String name) throws InvalidDataException {
        if (present(name) instanceof String value && !value.isEmpty()) {
            return value;
        }
        throw wrong("\"" + name + "\" is not a text");
    }

    /** Left, top, width, height. */
    double[] box() throws InvalidDataException {
        if (!(present("bbox") instanceof double[] box) || box.length != 4) {
            throw wrong("\"bbox\" is not a list of left, top, width and height");
        }
        if (box[2] < 0 || box[3] < 0) {
            throw wrong("\"bbox\" has a width of " + box[2] + " and a height of " + box[3]);
        }
        return box;
    }

    InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ": " + section + "[" + index + "]"
                + (fields.get("id") instanceof Long id ? " (id " + id + ")" : "") + ": " + what);
    }

    private Object present(String name) throws InvalidDataException {
        Object value = fields.get(name);
        if (value == null) {
            throw wrong("has no \"" + name + "\"");
        }
        return value;
    }

    private Long wholeNumber(String name) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong("\"" + name + "\" is too large");
        }
        return parser.getLongValue();
    }

    private double[] readBox(String name) throws IOException {
        double[] numbers = new double[4];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == 4 || !parser.currentToken().isNumeric() || !Double.isFinite(parser.getDoubleValue())) {
                throw wrong("\"" + name + "\" is not a list of four finite numbers");
            }
            numbers[count++] = parser.getDoubleValue();
        }
        if (count < 4) {
            throw wrong("\"" + name + "\" has " + count + " numbers; there must be four");
        }
        return numbers;
    }
}
