package org.paperzoo.datasets.table;

import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A row of a file: values by the names of their columns. A value is a {@code String}, {@code Long}, {@code Double},
 * {@code Boolean} or a list of such; columns without a value are absent.
 *
 * @param place file and row, for messages: {@code a.jsonl:7} or {@code a.parquet: row 7}
 * @param number the row's number in its file, counted from 1
 * @param values by column
 */
public record Row(String place, long number, Map<String, Object> values) {

    /**
     * A text; a list of texts is joined by spaces.
     *
     * @throws InvalidDataException if there is none, or it is something else
     */
    public String text(String column) throws InvalidDataException {
        Object value = values.get(column);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof List<?> parts) {
            StringBuilder joined = new StringBuilder();
            for (Object part : parts) {
                if (!(part instanceof String text)) {
                    throw wrong("\"" + column + "\" is a list of more than strings");
                }
                joined.append(joined.isEmpty() ? "" : " ").append(text);
            }
            return joined.toString();
        }
        throw wrong("lacks the string \"" + column + "\"");
    }

    /**
     * The name of a class: a text, a whole number, or a truth value as 0 or 1.
     *
     * @throws InvalidDataException if there is none, or it is something else
     */
    public String label(String column) throws InvalidDataException {
        Object value = values.get(column);
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        if (value instanceof String || value instanceof Long) {
            return value.toString();
        }
        throw wrong("lacks the label \"" + column + "\", a string, a whole number or true or false");
    }

    /** The row's own id where the column has a text or a whole number, else the row's number. */
    public String id(String column) {
        Object value = values.get(column);
        return value instanceof String || value instanceof Long ? value.toString() : Long.toString(number);
    }

    /** An error at this row. */
    public InvalidDataException wrong(String what) {
        return new InvalidDataException(place + ": " + what);
    }
}
