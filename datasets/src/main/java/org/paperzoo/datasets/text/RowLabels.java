package org.paperzoo.datasets.text;

import java.io.IOException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.table.Row;
import org.paperzoo.datasets.table.Rows;

/** Rows of which one column is a text, maybe another a second one, and one the class. */
public final class RowLabels implements Examples<LabelledText> {

    private final Rows rows;
    private final String firstColumn;
    private final String secondColumn;
    private final String labelColumn;
    private final String idColumn;

    /**
     * Labelled texts of rows.
     *
     * @param secondColumn column of the second text, or null
     * @param idColumn the example's id where a row has it; else the row's number is
     */
    public RowLabels(Rows rows, String firstColumn, String secondColumn, String labelColumn, String idColumn) {
        this.rows = rows;
        this.firstColumn = firstColumn;
        this.secondColumn = secondColumn;
        this.labelColumn = labelColumn;
        this.idColumn = idColumn;
    }

    /**
     * The next text.
     *
     * @throws InvalidDataException if a row lacks a text or its label; the message names file and row
     */
    @Override
    public LabelledText next() throws IOException {
        Row row = rows.next();
        if (row == null) {
            return null;
        }
        return new LabelledText(
                row.id(idColumn),
                row.text(firstColumn),
                secondColumn == null ? null : row.text(secondColumn),
                row.label(labelColumn));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
