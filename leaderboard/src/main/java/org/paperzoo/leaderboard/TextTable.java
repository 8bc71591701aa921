package org.paperzoo.leaderboard;

import java.util.List;
import java.util.function.IntPredicate;

/** Rows of text in columns as wide as their widest cell, two spaces apart. */
public final class TextTable {

    private TextTable() {}

    /**
     * Lays rows out.
     *
     * @param rows headings first; all rows of the same number of cells
     * @param numeric says which columns are set flush right
     */
    public static String render(List<List<String>> rows, IntPredicate numeric) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(
                        widths[column],
                        row.get(column).codePointCount(0, row.get(column).length()));
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - cell.codePointCount(0, cell.length()));
                line.append(numeric.test(column) ? padding + cell : cell + padding);
                line.append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
