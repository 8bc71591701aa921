package org.paperzoo.evaluation.reading;

import java.io.IOException;

/** One row of a table, whose numbers are read when they are asked for, by any thread. */
public interface NumberRow {

    /** Where it stands, for messages, such as {@code pred.csv:12}. */
    String where();

    /** The chosen columns of the row. */
    Content read() throws IOException;

    /**
     * What a row holds.
     *
     * @param numbers the numbers of the chosen columns, in the order in which they were chosen
     * @param id what tells the row from others; empty if no column was chosen for that
     */
    record Content(double[] numbers, String id) {}
}
