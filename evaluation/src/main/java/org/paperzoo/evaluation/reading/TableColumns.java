package org.paperzoo.evaluation.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table to read.
 *
 * @param names names of columns of a CSV, fields of JSON objects or tensors; one that ends with {@code *} stands for all
 *     columns that begin so
 * @param words the number of each word that cells may hold in place of numbers; empty if they hold numbers
 * @param id column that tells rows apart; null for none
 */
public record TableColumns(List<String> names, Map<String, Integer> words, String id) {

    public TableColumns {
        names = List.copyOf(names);
        words = Map.copyOf(words);
        if (names.isEmpty() || names.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("expected names of columns with commas between them");
        }
    }

    /** Columns of numbers. */
    public static TableColumns of(String... names) {
        return new TableColumns(List.of(names), Map.of(), null);
    }

    /** Columns named with commas between them. */
    public static List<String> split(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /**
     * The columns among those that a table has.
     *
     * @throws IllegalArgumentException if one is not there; lists those that are
     */
    List<String> among(List<String> present) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            List<String> matching = name.endsWith("*")
                    ? present.stream()
                            .filter(each -> each.startsWith(name.substring(0, name.length() - 1)))
                            .toList()
                    : present.stream().filter(name::equals).toList();
            if (matching.isEmpty()) {
                throw new IllegalArgumentException("there is no column \"" + name + "\"; there are " + shown(present));
            }
            found.addAll(matching);
        }
        return found;
    }

    private static String shown(List<String> present) {
        int most = 20;
        return present.size() <= most
                ? String.join(", ", present)
                : String.join(", ", present.subList(0, most)) + " and " + (present.size() - most) + " more";
    }

    /**
     * The number that a cell holds.
     *
     * @throws IllegalArgumentException if it holds none; the message says what it holds
     */
    double numberOf(String column, String cell) {
        if (!words.isEmpty()) {
            Integer number = words.get(cell);
            if (number == null) {
                throw new IllegalArgumentException(
                        "column \"" + column + "\" holds \"" + cell + "\", which is none of the labels given");
            }
            return number;
        }
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("column \"" + column + "\" holds \"" + cell + "\", not a number", e);
        }
    }
}
