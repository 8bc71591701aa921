package org.paperzoo.evaluation.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;

/**
 * A table of separated values with a header (RFC 4180): cells may be quoted, but a row is one line. Empty lines are left
 * out.
 */
final class CsvRows implements NumberRows {

    private final LineReader lines;
    private final char separator;
    private final TableColumns columns;
    private final List<String> names;
    private final int[] places;
    private final int idPlace;
    private final int width;

    private CsvRows(LineReader lines, char separator, TableColumns columns, List<String> header) {
        this.lines = lines;
        this.separator = separator;
        this.columns = columns;
        names = columns.among(header);
        places = names.stream().mapToInt(header::indexOf).toArray();
        idPlace = columns.id() == null
                ? -1
                : header.indexOf(TableColumns.of(columns.id()).among(header).get(0));
        width = header.size();
    }

    static CsvRows open(Path file, char separator, TableColumns columns) throws IOException {
        LineReader lines = LineReader.open(file);
        try {
            String header = lines.read();
            if (header == null) {
                throw new InvalidDataException(file + ": is empty; expected a header with the names of columns");
            }
            return new CsvRows(lines, separator, columns, split(header, separator));
        } catch (IllegalArgumentException e) {
            lines.close();
            throw new InvalidDataException(file + ":1: " + e.getMessage(), e);
        } catch (IOException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public NumberRow next() throws IOException {
        String text = lines.read();
        while (text != null && text.isBlank()) {
            text = lines.read();
        }
        return text == null ? null : new Row(lines.file() + ":" + lines.line(), text);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private final class Row implements NumberRow {

        private final String where;
        private final String text;

        Row(String where, String text) {
            this.where = where;
            this.text = text;
        }

        @Override
        public String where() {
            return where;
        }

        @Override
        public Content read() throws InvalidDataException {
            try {
                List<String> cells = split(text, separator);
                if (cells.size() != width) {
                    throw new IllegalArgumentException(
                            "has " + cells.size() + " cells where the header has " + width + " columns");
                }
                double[] numbers = new double[places.length];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = columns.numberOf(names.get(i), cells.get(places[i]));
                }
                return new Content(numbers, idPlace < 0 ? "" : cells.get(idPlace));
            } catch (IllegalArgumentException e) {
                throw new InvalidDataException(where + ": " + e.getMessage(), e);
            }
        }
    }

    /** The cells of a line, without space around them, or without the quotes around and the doubled ones within. */
    private static List<String> split(String line, char separator) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            int end = line.indexOf(separator, at);
            String cell = line.substring(at, end < 0 ? line.length() : end).strip();
            if (cell.startsWith("\"")) {
                StringBuilder unquoted = new StringBuilder();
                int place = line.indexOf('"', at) + 1;
                while (true) {
                    int quote = line.indexOf('"', place);
                    if (quote < 0) {
                        throw new IllegalArgumentException("has a quote that is not closed on its line");
                    }
                    unquoted.append(line, place, quote);
                    place = quote + 1;
                    if (place == line.length() || line.charAt(place) != '"') {
                        break;
                    }
                    unquoted.append('"');
                    place++;
                }
                end = line.indexOf(separator, place);
                if (!line.substring(place, end < 0 ? line.length() : end).isBlank()) {
                    throw new IllegalArgumentException("has text behind a closed quote");
                }
                cell = unquoted.toString();
            }
            cells.add(cell);
            at = end < 0 ? line.length() + 1 : end + 1;
        }
        return cells;
    }
}
