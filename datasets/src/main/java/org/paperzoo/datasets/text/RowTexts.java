package org.paperzoo.datasets.text;

import java.io.IOException;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.table.Row;
import org.paperzoo.datasets.table.Rows;

/** Rows of which two columns are source and target: texts, or lists of texts, which are joined by spaces. */
public final class RowTexts implements TextPairs {

    private final Rows rows;
    private final String sourceColumn;
    private final String targetColumn;
    private final String idColumn;
    private final Cleaning cleaning;

    /**
     * Pairs of rows.
     *
     * @param idColumn the pair's id where a row has it; else the row's number is
     */
    public RowTexts(Rows rows, String sourceColumn, String targetColumn, String idColumn, Cleaning cleaning) {
        this.rows = rows;
        this.sourceColumn = sourceColumn;
        this.targetColumn = targetColumn;
        this.idColumn = idColumn;
        this.cleaning = cleaning;
    }

    /**
     * The next pair.
     *
     * @throws InvalidDataException if a row lacks a text; the message names file and row
     */
    @Override
    public TextPair next() throws IOException {
        Row row = rows.next();
        if (row == null) {
            return null;
        }
        return new TextPair(
                row.id(idColumn), cleaning.source(row.text(sourceColumn)), cleaning.target(row.text(targetColumn)));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
