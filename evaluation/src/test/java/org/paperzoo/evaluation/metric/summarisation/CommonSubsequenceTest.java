package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonSubsequenceTest {

    /** The last sizes have more rows than are kept at once. */
    @ParameterizedTest
    @CsvSource({"9, 9, 3, 400", "70, 64, 5, 100", "64, 130, 40, 60", "200, 129, 2, 20", "3000, 900, 30, 2"})
    void lengthsAndPathsAreThoseOfTheTable(int longestRow, int longestColumn, int numbers, int rounds) {
        Random random = new Random(longestRow);
        CommonSubsequence subsequence = new CommonSubsequence(numbers);
        for (int round = 0; round < rounds; round++) {
            int[] rows = random.ints(rounds < 10 ? longestRow : random.nextInt(longestRow + 1), 0, numbers)
                    .toArray();
            int[] columns = random.ints(rounds < 10 ? longestColumn : random.nextInt(longestColumn + 1), 0, numbers)
                    .toArray();
            int[][] table = table(rows, columns);
            subsequence.setColumns(columns);
            assertEquals(table[rows.length][columns.length], subsequence.length(rows));
            boolean[] found = new boolean[rows.length + 2];
            subsequence.mark(rows, found, 1);
            assertArrayEquals(path(table, rows, columns), found);
        }
    }

    private static int[][] table(int[] rows, int[] columns) {
        int[][] table = new int[rows.length + 1][columns.length + 1];
        for (int i = 1; i <= rows.length; i++) {
            for (int j = 1; j <= columns.length; j++) {
                table[i][j] = rows[i - 1] == columns[j - 1]
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table;
    }

    private static boolean[] path(int[][] table, int[] rows, int[] columns) {
        boolean[] found = new boolean[rows.length + 2];
        int i = rows.length;
        int j = columns.length;
        while (i > 0 && j > 0) {
            if (rows[i - 1] == columns[j - 1]) {
                found[i] = true;
                i--;
                j--;
            } else if (table[i][j - 1] > table[i - 1][j]) {
                j--;
            } else {
                i--;
            }
        }
        return found;
    }

    @Test
    void longSequencesTakeLittleMemory() {
        // The usual table would take 3.6 GB.
        int[] rows = new Random(1).ints(30_000, 0, 5_000).toArray();
        int[] columns = new Random(2).ints(30_000, 0, 5_000).toArray();
        CommonSubsequence subsequence = new CommonSubsequence(5_000);
        subsequence.setColumns(columns);
        boolean[] found = new boolean[rows.length];
        subsequence.mark(rows, found, 0);
        int marked = 0;
        for (boolean row : found) {
            marked += row ? 1 : 0;
        }
        assertEquals(subsequence.length(rows), marked);
        assertTrue(marked > 0);
    }
}
