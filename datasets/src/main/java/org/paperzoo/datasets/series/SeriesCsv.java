package org.paperzoo.datasets.series;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.NewFile;

/**
 * Tables of series as comma-separated text, in the form of the ETT files: a header that names a column {@code date} and the
 * series, then one row for each time, times rising. Reading is strict: what pandas would turn into missing values is an
 * error with its line.
 */
public final class SeriesCsv {

    private static final String DATE = "date";
    private static final int MOST_COLUMNS = 100_000;
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})([-/])(\\d{1,2})\\2(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.0{1,9})?)?)?");
    private static final DateTimeFormatter WRITTEN_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private SeriesCsv() {}

    /**
     * Reads a table.
     *
     * @throws InvalidDataException if it has no column {@code date}, no rows, rows of other lengths, cells that are not
     *     finite numbers, or times that are none or do not rise; the message names the line
     */
    public static SeriesTable read(Path file) throws IOException {
        try (LineReader lines = LineReader.open(file)) {
            List<String> header = header(lines);
            int dateColumn = header.indexOf(DATE);
            List<String> columns = new ArrayList<>(header);
            columns.remove(dateColumn);
            Growing table = new Growing(columns.size());
            List<String> cells = new ArrayList<>(header.size());
            boolean ended = false;
            for (String line = lines.read(); line != null; line = lines.read()) {
                if (line.isBlank()) {
                    ended = true;
                    continue;
                }
                if (ended) {
                    throw new InvalidDataException(file + ":" + (lines.line() - 1) + ": the line is empty");
                }
                split(line, cells, lines);
                if (cells.size() != header.size()) {
                    throw lines.wrong("has " + cells.size() + (cells.size() == 1 ? " cell" : " cells")
                            + " where the header has " + header.size() + " columns");
                }
                addRow(cells, header, dateColumn, table, lines);
            }
            if (table.rows == 0) {
                throw new InvalidDataException(file + ": has a header and no rows");
            }
            return new SeriesTable(columns, table.times, table.values());
        }
    }

    /** Writes a table so that {@link #read} gives back the same numbers. An existing file is replaced when all is written. */
    public static void write(SeriesTable table, Path file) throws IOException {
        NewFile.write(file, writer -> writeRows(table, writer));
    }

    private static void writeRows(SeriesTable table, Writer writer) throws IOException {
        writer.write(DATE);
        for (String column : table.columns()) {
            writer.write(',');
            writer.write(column);
        }
        writer.write('\n');
        for (int row = 0; row < table.rows(); row++) {
            writer.write(WRITTEN_TIME.format(table.times().get(row)));
            for (int column = 0; column < table.columns().size(); column++) {
                writer.write(',');
                writer.write(Double.toString(table.value(row, column)));
            }
            writer.write('\n');
        }
    }

    private static List<String> header(LineReader lines) throws IOException {
        String line = lines.read();
        if (line == null) {
            throw new InvalidDataException(lines.file() + ": is empty; a header \"date,...\" is expected");
        }
        List<String> header = new ArrayList<>();
        split(line, header, lines);
        if (header.size() > MOST_COLUMNS) {
            throw lines.wrong("the header names " + header.size() + " columns; at most " + MOST_COLUMNS + " are read");
        }
        if (!header.contains(DATE)) {
            throw lines.wrong("the header has no column \"date\": it begins with \"" + shown(header.get(0)) + "\"");
        }
        if (header.size() < 2) {
            throw lines.wrong("the header has no column beside \"date\"");
        }
        HashSet<String> seen = new HashSet<>();
        for (String name : header) {
            if (name.isBlank()) {
                throw lines.wrong("the header has a column without a name");
            }
            if (!seen.add(name)) {
                throw lines.wrong("the header names the column \"" + shown(name) + "\" twice");
            }
        }
        return header;
    }

    private static void addRow(List<String> cells, List<String> header, int dateColumn, Growing table, LineReader lines)
            throws IOException {
        LocalDateTime time = time(cells.get(dateColumn), lines);
        if (table.rows > 0 && !time.isAfter(table.lastTime())) {
            throw lines.wrong("the time " + cells.get(dateColumn)
                    + (time.equals(table.lastTime())
                            ? " repeats that of the row before"
                            : " is earlier than that of the row before; rows must be in the order of time"));
        }
        int at = table.addRow(time, lines);
        for (int i = 0; i < cells.size(); i++) {
            if (i != dateColumn) {
                table.values[at++] = number(cells.get(i), header.get(i), lines);
            }
        }
    }

    private static LocalDateTime time(String cell, LineReader lines) throws InvalidDataException {
        Matcher matcher = TIME.matcher(cell);
        try {
            if (matcher.matches()) {
                return LocalDateTime.of(
                        part(matcher, 1),
                        part(matcher, 3),
                        part(matcher, 4),
                        part(matcher, 5),
                        part(matcher, 6),
                        part(matcher, 7));
            }
        } catch (DateTimeException e) {
            throw lines.wrong("there is no time " + cell + " (" + e.getMessage() + ")");
        }
        throw lines.wrong("\"" + shown(cell) + "\" is not a time such as 2016-07-01 00:00:00");
    }

    private static int part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
    }

    private static double number(String cell, String column, LineReader lines) throws InvalidDataException {
        String text = cell.strip();
        // Double.parseDouble also takes "NaN", "0x1p3" and "1.5f", which are no numbers in a table.
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
        }
        double value = Double.NaN;
        if (plain) {
            try {
                value = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                value = Double.NaN;
            }
        }
        if (!Double.isFinite(value)) {
            throw lines.wrong("column " + column + ": \"" + shown(text) + "\" is not a finite number");
        }
        return value;
    }

    private static void split(String line, List<String> cells, LineReader lines) throws InvalidDataException {
        cells.clear();
        int at = 0;
        while (at <= line.length()) {
            int end;
            if (at < line.length() && line.charAt(at) == '"') {
                int quote = line.indexOf('"', at + 1);
                end = quote + 1;
                if (quote < 0 || end < line.length() && line.charAt(end) != ',') {
                    throw lines.wrong("a quoted cell does not end");
                }
                cells.add(line.substring(at + 1, quote));
            } else {
                int comma = line.indexOf(',', at);
                end = comma < 0 ? line.length() : comma;
                cells.add(line.substring(at, end));
            }
            at = end + 1;
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** Rows as they come; arrays grow with what was read, never with what a file claims. */
    private static final class Growing {
        private final int columns;
        private int rows;
        private final List<LocalDateTime> times = new ArrayList<>();
        private double[] values;

        Growing(int columns) {
            this.columns = columns;
            this.values = new double[columns];
        }

        LocalDateTime lastTime() {
            return times.get(rows - 1);
        }

        int addRow(LocalDateTime time, LineReader lines) throws InvalidDataException {
            long needed = (rows + 1L) * columns;
            if (needed > Integer.MAX_VALUE - 8) {
                throw lines.wrong("the table has more than " + Integer.MAX_VALUE + " numbers");
            }
            if (needed > values.length) {
                long grown = Math.min(Integer.MAX_VALUE - 8, Math.max(needed, values.length + (values.length >> 1)));
                values = Arrays.copyOf(values, (int) grown);
            }
            times.add(time);
            rows++;
            return (rows - 1) * columns;
        }

        double[] values() {
            return Arrays.copyOf(values, rows * columns);
        }
    }
}
