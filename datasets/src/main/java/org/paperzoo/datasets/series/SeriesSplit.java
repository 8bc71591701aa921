package org.paperzoo.datasets.series;

import org.paperzoo.datasets.Split;

/**
 * Where the rows of a split begin and end, and which rows the standardisation is fitted on. Validation and test begin
 * {@code past} rows before their own, so that their first window forecasts their first row (Informer2020,
 * data/data_loader.py).
 *
 * @param first the split's first row
 * @param end the row behind its last
 * @param fitEnd the row behind the last of those on which mean and standard deviation are fitted (they begin at row 0)
 */
public record SeriesSplit(int first, int end, int fitEnd) {

    /** A month of the ETT protocol has 30 days. */
    private static final int DAYS_OF_A_MONTH = 30;

    /**
     * The ETT protocol: 12 months of training, 4 of validation, 4 of test; what comes behind is not used.
     *
     * @param rowsPerDay 24 for hourly tables, 96 for those in quarters of an hour
     * @param split {@code train}, {@code validation} or {@code test}
     * @param past rows of a window's past
     * @param rows rows of the table
     * @throws IllegalArgumentException if the table is too short
     */
    public static SeriesSplit ett(int rowsPerDay, String split, int past, int rows) {
        int month = DAYS_OF_A_MONTH * rowsPerDay;
        int[] ends = {12 * month, 16 * month, 20 * month};
        int index = index(split);
        if (rows < ends[index]) {
            throw new IllegalArgumentException(
                    "the table has " + rows + " rows; the protocol's " + split + " split ends at row " + ends[index]);
        }
        return of(index, ends, past);
    }

    /** The protocol of Informer's reader for other tables: 70 % training, 20 % test, the rows between validation. */
    public static SeriesSplit seventyTenTwenty(String split, int past, int rows) {
        int train = (int) (rows * 0.7);
        int test = (int) (rows * 0.2);
        return of(index(split), new int[] {train, rows - test, rows}, past);
    }

    /** The end of the table alone, to forecast what comes behind it; the standardisation is fitted on all rows. */
    public static SeriesSplit future(int past, int rows) {
        if (rows < past) {
            throw new IllegalArgumentException("the table has " + rows + " rows; a window's past takes " + past);
        }
        return new SeriesSplit(rows - past, rows, rows);
    }

    private static SeriesSplit of(int index, int[] ends, int past) {
        int own = index == 0 ? 0 : ends[index - 1];
        if (index > 0 && own < past) {
            throw new IllegalArgumentException(
                    "a window's past takes " + past + " rows; there are " + own + " before the split");
        }
        return new SeriesSplit(index == 0 ? 0 : own - past, ends[index], ends[0]);
    }

    private static int index(String split) {
        return Split.named(split).ordinal();
    }
}
