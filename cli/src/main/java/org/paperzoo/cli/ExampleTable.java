package org.paperzoo.cli;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.vision.ImageFile;
import org.paperzoo.datasets.vision.RgbImage;

/** Examples of any kind as a table: a column for each field of their record. */
final class ExampleTable {

    /** Characters of a text that are shown; articles and functions have thousands. */
    private static final int LONGEST_TEXT = 200;

    /** Elements of a list that are shown. */
    private static final int LONGEST_LIST = 6;

    private ExampleTable() {}

    /** The first examples, at most so many. */
    static Table of(Examples<?> examples, int count) throws IOException {
        Table table = null;
        for (int i = 0; i < count; i++) {
            Record example = examples.next();
            if (example == null) {
                break;
            }
            RecordComponent[] fields = example.getClass().getRecordComponents();
            if (table == null) {
                table = Table.of(Arrays.stream(fields)
                        .map(field -> inWords(field.getName()) + (isNumber(field) ? ">" : ""))
                        .toArray(String[]::new));
            }
            Object[] cells = new Object[fields.length];
            for (int j = 0; j < fields.length; j++) {
                cells[j] = cell(value(example, fields[j]));
            }
            table.add(cells);
        }
        return table == null ? Table.of("no examples") : table;
    }

    /** A text, cut where it is too long for a table. */
    static String shown(String text) {
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, LONGEST_TEXT) + "... (" + text.length() + " characters)";
    }

    private static String inWords(String name) {
        return name.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static boolean isNumber(RecordComponent field) {
        return field.getType().isPrimitive() && field.getType() != boolean.class;
    }

    private static Object value(Record example, RecordComponent field) {
        try {
            return field.getAccessor().invoke(example);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }

    /** A picture is opened, so that one that is missing or damaged is told here. */
    private static Object cell(Object value) throws IOException {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return shown(text);
        }
        if (value instanceof ImageFile picture) {
            RgbImage read = picture.read();
            return picture.name() + " (" + read.width() + "x" + read.height() + ")";
        }
        if (value instanceof Path file) {
            return file.getFileName();
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value instanceof List<?> list) {
            String first =
                    list.stream().limit(LONGEST_LIST).map(String::valueOf).collect(Collectors.joining(", "));
            return list.size() <= LONGEST_LIST ? first : first + ", ... (" + list.size() + ")";
        }
        return value;
    }
}
