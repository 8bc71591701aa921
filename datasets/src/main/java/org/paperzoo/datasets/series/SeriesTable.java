package org.paperzoo.datasets.series;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A multivariate series: a row of numbers for each time stamp.
 *
 * @param columns names of the series
 * @param times time stamps, strictly increasing
 * @param values row by row: {@code times.size() * columns.size()} numbers
 */
public record SeriesTable(List<String> columns, List<LocalDateTime> times, double[] values) {

    public SeriesTable {
        columns = List.copyOf(columns);
        times = List.copyOf(times);
        if (values.length != (long) columns.size() * times.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + times.size() + " rows of " + columns.size() + " columns");
        }
    }

    /** Number of time stamps. */
    public int rows() {
        return times.size();
    }

    /** The value of a column in a row. */
    public double value(int row, int column) {
        return values[row * columns.size() + column];
    }

    /**
     * The same rows with some of the columns, in the order asked for.
     *
     * @throws NoSuchElementException if there is no such column; the message lists those there are
     */
    public SeriesTable select(List<String> names) {
        List<Integer> indices = new ArrayList<>();
        for (String name : names) {
            int index = columns.indexOf(name);
            if (index < 0) {
                throw new NoSuchElementException("no series " + name + "; there are " + String.join(", ", columns));
            }
            indices.add(index);
        }
        double[] selected = new double[rows() * names.size()];
        for (int row = 0; row < rows(); row++) {
            for (int i = 0; i < indices.size(); i++) {
                selected[row * indices.size() + i] = value(row, indices.get(i));
            }
        }
        return new SeriesTable(names, times, selected);
    }

    /** All columns with one moved to the end, as Informer's reader of user data orders them. */
    public SeriesTable withLast(String target) {
        List<String> order = new ArrayList<>(columns);
        if (!order.remove(target)) {
            return select(List.of(target));
        }
        order.add(target);
        return select(order);
    }
}
