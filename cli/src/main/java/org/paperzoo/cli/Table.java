package org.paperzoo.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns of equal width, two spaces apart; numbers stand to the right of theirs. */
final class Table {

    private final List<String> header;
    private final List<Boolean> toTheRight;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> header, List<Boolean> toTheRight) {
        this.header = header;
        this.toTheRight = toTheRight;
    }

    /** A table under a header. A column whose name ends in {@code >} stands to the right; the sign is not shown. */
    static Table of(String... columns) {
        List<String> names = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        for (String column : columns) {
            boolean ends = column.endsWith(">");
            names.add(ends ? column.substring(0, column.length() - 1) : column);
            right.add(ends);
        }
        return new Table(names, right);
    }

    /** Adds a row; what may come from a file is made one line. */
    Table add(Object... cells) {
        if (cells.length != header.size()) {
            throw new IllegalStateException(cells.length + " cells in a row of " + header.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell == null ? "" : Failure.oneLine(cell.toString()));
        }
        rows.add(row);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        int[] widths = new int[header.size()];
        measure(header, widths);
        rows.forEach(row -> measure(row, widths));
        StringBuilder text = new StringBuilder();
        append(text, header, widths);
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private static void measure(List<String> row, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], width(row.get(i)));
        }
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(row.get(i)));
            line.append(i == 0 ? "" : "  ");
            line.append(toTheRight.get(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
