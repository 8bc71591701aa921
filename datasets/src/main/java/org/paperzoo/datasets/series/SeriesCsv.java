package org.paperzoo.datasets.series;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Reads and writes series as the ETT files hold them: a header {@code date,NAME,NAME,…}, then a line for each time stamp
 * ({@code 2016-07-01 00:00:00}, or a date alone) with a number for each series. The whole table is kept: 8 bytes a number.
 */
public final class SeriesCsv {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd")
            .optionalStart()
            .appendPattern("[ ]['T']HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .toFormatter();
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private SeriesCsv() {}

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if a line is not what the format says; the message names file and line
     */
    public static SeriesTable read(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String header = reader.readLine();
            if (header == null) {
                throw new InvalidDataException(file + ": empty; expected a header: date and the series' names");
            }
            List<String> columns = columns(file, header);
            List<LocalDateTime> times = new ArrayList<>();
            double[] values = new double[1024 * columns.size()];
            int line = 1;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (text.isEmpty()) {
                    continue;
                }
                int start = times.size() * columns.size();
                if (start + columns.size() > values.length) {
                    values = Arrays.copyOf(values, 2 * values.length);
                }
                times.add(readRow(file, line, text, columns, values, start));
                int last = times.size() - 1;
                if (last > 0 && !times.get(last).isAfter(times.get(last - 1))) {
                    throw new InvalidDataException(file + ":" + line + ": " + WRITTEN.format(times.get(last))
                            + " does not come after the time stamp before it, " + WRITTEN.format(times.get(last - 1)));
                }
            }
            return new SeriesTable(columns, times, Arrays.copyOf(values, times.size() * columns.size()));
        } catch (CharacterCodingException e) {
            throw new InvalidDataException(file + ": not UTF-8 text", e);
        }
    }

    private static List<String> columns(Path file, String header) throws InvalidDataException {
        String text = !header.isEmpty() && header.charAt(0) == BYTE_ORDER_MARK ? header.substring(1) : header;
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.size() < 2 || !names.get(0).equals("date")) {
            throw new InvalidDataException(
                    file + ":1: the header is \"" + shortened(text) + "\"; expected date and the series' names");
        }
        List<String> columns = names.subList(1, names.size());
        if (new HashSet<>(columns).size() < columns.size() || columns.contains("")) {
            throw new InvalidDataException(file + ":1: the series' names must be there and differ: " + shortened(text));
        }
        return columns;
    }

    private static LocalDateTime readRow(
            Path file, int line, String text, List<String> columns, double[] values, int start)
            throws InvalidDataException {
        String[] cells = text.split(",", -1);
        if (cells.length != columns.size() + 1) {
            throw new InvalidDataException(file + ":" + line + ": " + cells.length + " cells; expected "
                    + (columns.size() + 1) + " as in the header");
        }
        for (int column = 0; column < columns.size(); column++) {
            double value;
            try {
                value = Double.parseDouble(cells[column + 1].strip());
            } catch (NumberFormatException e) {
                value = Double.NaN;
            }
            if (!Double.isFinite(value)) {
                throw new InvalidDataException(file + ":" + line + ": " + columns.get(column) + " is \""
                        + shortened(cells[column + 1]) + "\"; expected a number");
            }
            values[start + column] = value;
        }
        try {
            return LocalDateTime.parse(cells[0].strip(), TIME);
        } catch (DateTimeParseException e) {
            throw new InvalidDataException(
                    file + ":" + line + ": the date is \"" + shortened(cells[0]) + "\"; expected such as "
                            + WRITTEN.format(LocalDate.of(2016, 7, 1).atStartOfDay()),
                    e);
        }
    }

    /** Writes a table; the file appears whole or not at all. */
    public static void write(SeriesTable table, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".part");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                writer.write("date," + String.join(",", table.columns()) + "\n");
                for (int row = 0; row < table.rows(); row++) {
                    writer.write(WRITTEN.format(table.times().get(row)));
                    for (int column = 0; column < table.columns().size(); column++) {
                        writer.write("," + table.value(row, column));
                    }
                    writer.write("\n");
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
