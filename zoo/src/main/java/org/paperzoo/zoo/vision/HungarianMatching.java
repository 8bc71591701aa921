package org.paperzoo.zoo.vision;

import java.util.Arrays;

/**
 * The cheapest way to give each target a proposal of its own (Kuhn 1955), by shortest augmenting paths (Crouse 2016, the
 * algorithm of scipy's {@code linear_sum_assignment}) in O(targets² proposals).
 */
public final class HungarianMatching {

    private HungarianMatching() {}

    /**
     * Assigns every row of a cost matrix a column of its own, such that the sum of their costs is least. Of equal sums any
     * may be found, always the same for the same matrix.
     *
     * @param costs row by row: {@code [rows, columns]}
     * @param rows at least 0 and at most {@code columns}
     * @return for each row its column
     * @throws IllegalArgumentException if there are more rows than columns, or a cost is not a finite number
     */
    public static int[] columnsOfRows(double[] costs, int rows, int columns) {
        if (rows < 0 || columns < 0 || costs.length != (long) rows * columns) {
            throw new IllegalArgumentException(costs.length + " costs for " + rows + " rows of " + columns);
        }
        if (rows > columns) {
            throw new IllegalArgumentException(
                    rows + " rows want a column of their own, and there are " + columns + " columns");
        }
        for (int i = 0; i < costs.length; i++) {
            if (!Double.isFinite(costs[i])) {
                throw new IllegalArgumentException(
                        "the cost of row " + i / columns + " and column " + i % columns + " is " + costs[i]);
            }
        }
        return new Search(costs, rows, columns).run();
    }

    /** Prices of rows and columns under which no pair costs less than nothing, and assigned pairs nothing. */
    private static final class Search {

        private static final int NONE = -1;

        private final double[] costs;
        private final int rows;
        private final int columns;
        private final double[] rowPrices;
        private final double[] columnPrices;
        private final int[] columnOf;
        private final int[] rowOf;
        private final double[] shortest;
        private final int[] before;
        private final boolean[] reached;

        Search(double[] costs, int rows, int columns) {
            this.costs = costs;
            this.rows = rows;
            this.columns = columns;
            rowPrices = new double[rows];
            columnPrices = new double[columns];
            columnOf = new int[rows];
            rowOf = new int[columns];
            shortest = new double[columns];
            before = new int[columns];
            reached = new boolean[columns];
            Arrays.fill(columnOf, NONE);
            Arrays.fill(rowOf, NONE);
        }

        int[] run() {
            for (int row = 0; row < rows; row++) {
                augment(row);
            }
            return columnOf;
        }

        /** Finds the shortest path from a row to a free column, over columns whose rows take others, and turns it round. */
        private void augment(int start) {
            Arrays.fill(shortest, Double.POSITIVE_INFINITY);
            Arrays.fill(reached, false);
            double length = 0;
            int row = start;
            int column;
            do {
                column = NONE;
                double least = Double.POSITIVE_INFINITY;
                for (int next = 0; next < columns; next++) {
                    if (reached[next]) {
                        continue;
                    }
                    double through = length + costs[row * columns + next] - rowPrices[row] - columnPrices[next];
                    if (through < shortest[next]) {
                        shortest[next] = through;
                        before[next] = row;
                    }
                    // Of equally near columns a free one ends the search.
                    if (shortest[next] < least || shortest[next] == least && rowOf[next] == NONE) {
                        least = shortest[next];
                        column = next;
                    }
                }
                if (column == NONE) {
                    throw new IllegalArgumentException("the costs are too large to be added up");
                }
                length = least;
                reached[column] = true;
                row = rowOf[column];
            } while (row != NONE);
            reprice(start, length);
            turn(start, column);
        }

        private void reprice(int start, double length) {
            rowPrices[start] += length;
            for (int column = 0; column < columns; column++) {
                if (reached[column]) {
                    double slack = length - shortest[column];
                    columnPrices[column] -= slack;
                    if (rowOf[column] != NONE) {
                        rowPrices[rowOf[column]] += slack;
                    }
                }
            }
        }

        private void turn(int start, int end) {
            int column = end;
            int row;
            do {
                row = before[column];
                rowOf[column] = row;
                int next = columnOf[row];
                columnOf[row] = column;
                column = next;
            } while (row != start);
        }
    }
}
