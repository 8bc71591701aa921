package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HungarianMatchingTest {

    /** The example of scipy's documentation of linear_sum_assignment: columns 1, 0 and 2, in all 5. */
    @Test
    void theExampleOfTheReferenceHasItsAnswer() {
        double[] costs = {4, 1, 3, 2, 0, 5, 3, 2, 2};
        assertArrayEquals(new int[] {1, 0, 2}, HungarianMatching.columnsOfRows(costs, 3, 3));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,6", "2,2", "2,7", "3,3", "3,6", "4,4", "4,8", "5,5", "5,7", "6,6", "6,8"})
    void noOtherAssignmentIsCheaper(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(31L * rows + columns);
        for (int trial = 0; trial < 100; trial++) {
            // Few values make many ties, negative ones make the sign matter.
            int values = trial % 2 == 0 ? 4 : 1 << 20;
            double[] costs = random.doubles((long) rows * columns)
                    .map(value -> Math.floor(value * values) - values / 2.0)
                    .toArray();
            int[] matched = HungarianMatching.columnsOfRows(costs, rows, columns);
            assertEquals(rows, Arrays.stream(matched).distinct().count());
            assertEquals(cheapest(costs, columns, 0, rows, 0), cost(costs, columns, matched), 1e-9);
        }
    }

    @Test
    void aLargeMatrixHasPricesThatProveItsAnswer() {
        int size = 200;
        SplittableRandom random = new SplittableRandom(5);
        double[] costs = random.doubles((long) size * size).toArray();
        int[] matched = HungarianMatching.columnsOfRows(costs, size, size);
        assertEquals(size, Arrays.stream(matched).distinct().count());
        // No cycle of changes is of advantage: shortest ways between rows by Bellman and Ford find no negative circle.
        double[] distance = new double[size];
        boolean changed = true;
        for (int round = 0; changed; round++) {
            assertTrue(round <= size, "a change of matches is of advantage");
            changed = false;
            for (int from = 0; from < size; from++) {
                for (int to = 0; to < size; to++) {
                    double step = costs[from * size + matched[to]] - costs[to * size + matched[to]];
                    if (distance[from] + step < distance[to] - 1e-12) {
                        distance[to] = distance[from] + step;
                        changed = true;
                    }
                }
            }
        }
    }

    @Test
    void nothingToAssignIsAssignedNothing() {
        assertEquals(0, HungarianMatching.columnsOfRows(new double[0], 0, 5).length);
        assertEquals(0, HungarianMatching.columnsOfRows(new double[0], 0, 0).length);
    }

    @Test
    void equalCostsAreAssignedAllTheSame() {
        int[] matched = HungarianMatching.columnsOfRows(new double[12], 3, 4);
        assertEquals(3, Arrays.stream(matched).distinct().count());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aCostThatIsNoNumberIsRefused(double cost) {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> HungarianMatching.columnsOfRows(new double[] {0, 1, 2, 3, 4, cost}, 2, 3));
        assertEquals("the cost of row 1 and column 2 is " + cost, e.getMessage());
    }

    @Test
    void moreRowsThanColumnsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> HungarianMatching.columnsOfRows(new double[] {1, 2}, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> HungarianMatching.columnsOfRows(new double[] {1, 2}, 1, 1));
    }

    private static double cost(double[] costs, int columns, int[] matched) {
        double sum = 0;
        for (int row = 0; row < matched.length; row++) {
            sum += costs[row * columns + matched[row]];
        }
        return sum;
    }

    private static double cheapest(double[] costs, int columns, int row, int rows, int taken) {
        if (row == rows) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int column = 0; column < columns; column++) {
            if ((taken >> column & 1) == 0) {
                double rest = cheapest(costs, columns, row + 1, rows, taken | 1 << column);
                least = Math.min(least, costs[row * columns + column] + rest);
            }
        }
        return least;
    }
}
