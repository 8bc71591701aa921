package org.paperzoo.cli;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.leaderboard.TextTable;

/** A table filled row by row; numbers stand to the right of their columns. */
final class Table {

    private final List<String> header;
    private final List<Boolean> toTheRight;
    private final List<List<String>> rows = new ArrayList<>();
    private int indent;

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

    /** Moves the whole table to the right. */
    Table indentedBy(int spaces) {
        indent = spaces;
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        List<List<String>> all = new ArrayList<>();
        all.add(header);
        all.addAll(rows);
        return TextTable.render(all, toTheRight::get).indent(indent);
    }
}
