package org.paperzoo.evaluation.metric.summarisation;

import java.util.Arrays;

/**
 * Longest common subsequences of sequences of numbers. Rows of the usual table are held as bits that tell where they
 * rise (Hyyro 2004, "Bit-parallel LCS-length computation revisited"), 64 cells a word. The length takes memory linear in
 * the columns; a subsequence itself takes every row where that is little, else a root of them: rows between kept ones are
 * computed again. For one thread.
 */
final class CommonSubsequence {

    /** Words of bits that are kept without a thought. */
    private static final long KEPT_WORDS = 1 << 15;

    /** Last column that holds each number, or -1; and for each column the one before it that holds the same number. */
    private final int[] lastColumn;

    private int[] columns = new int[0];
    private int[] sameBefore = new int[0];
    private int words;
    /** Where the number of the row at hand occurs. */
    private long[] occurrences = new long[0];

    /** @param numbers sequences hold numbers from 0 to this, excluded */
    CommonSubsequence(int numbers) {
        lastColumn = new int[numbers];
        Arrays.fill(lastColumn, -1);
    }

    /** Sets the sequence that the following ones are compared with. */
    void setColumns(int[] sequence) {
        for (int number : columns) {
            lastColumn[number] = -1;
        }
        columns = sequence;
        words = (columns.length + 63) / 64;
        sameBefore = new int[columns.length];
        occurrences = new long[words];
        for (int column = 0; column < columns.length; column++) {
            sameBefore[column] = lastColumn[columns[column]];
            lastColumn[columns[column]] = column;
        }
    }

    /** Length of the longest common subsequence of a sequence and the columns. */
    int length(int[] rows) {
        long[] flat = flatRow();
        for (int number : rows) {
            advance(flat, 0, number);
        }
        return rises(flat, 0, columns.length);
    }

    /**
     * Marks the rows of one of the longest common subsequences: the one that is met going back from the last cells, where
     * unequal ones are left by the row unless only leaving by the column keeps the length.
     *
     * @param found set at each row of the subsequence; others stay as they are
     * @param offset index of the first row in {@code found}
     */
    void mark(int[] rows, boolean[] found, int offset) {
        if (rows.length == 0 || columns.length == 0) {
            return;
        }
        Table table = new Table(rows);
        int row = rows.length;
        int column = columns.length;
        table.keep(row);
        int here = table.length(row, column);
        int above = table.length(row - 1, column);
        while (true) {
            if (rows[row - 1] == columns[column - 1]) {
                found[offset + row - 1] = true;
                here = above - table.rise(row - 1, column);
                row--;
                column--;
            } else {
                int left = here - table.rise(row, column);
                if (left > above) {
                    above -= table.rise(row - 1, column);
                    here = left;
                    column--;
                    if (column == 0) {
                        return;
                    }
                    continue;
                }
                here = above;
                row--;
            }
            // An empty common subsequence is left: no cell on the way back can be equal.
            if (row == 0 || column == 0 || here == 0) {
                return;
            }
            table.keep(row);
            above = table.length(row - 1, column);
        }
    }

    /** The row before the first one, which rises nowhere: bits are set where a row does not rise. */
    private long[] flatRow() {
        long[] flat = new long[words];
        Arrays.fill(flat, -1L);
        return flat;
    }

    /** Turns a row into the next one. */
    private void advance(long[] bits, int offset, int number) {
        int column = lastColumn[number];
        if (column < 0) {
            return;
        }
        for (int c = column; c >= 0; c = sameBefore[c]) {
            occurrences[c >> 6] |= 1L << c;
        }
        long carry = 0;
        for (int word = 0; word < words; word++) {
            long flat = bits[offset + word];
            long matched = flat & occurrences[word];
            long sum = flat + matched;
            long overflow = Long.compareUnsigned(sum, flat) < 0 ? 1 : 0;
            long carried = sum + carry;
            if (carry != 0 && carried == 0) {
                overflow = 1;
            }
            bits[offset + word] = carried | (flat & ~matched);
            carry = overflow;
        }
        for (int c = column; c >= 0; c = sameBefore[c]) {
            occurrences[c >> 6] = 0;
        }
    }

    /** How often a row rises in its first columns: the length of the longest common subsequence up to there. */
    private static int rises(long[] bits, int offset, int count) {
        int rises = 0;
        int whole = count >> 6;
        for (int word = 0; word < whole; word++) {
            rises += Long.bitCount(~bits[offset + word]);
        }
        int rest = count & 63;
        return rest == 0 ? rises : rises + Long.bitCount(~bits[offset + whole] & ((1L << rest) - 1));
    }

    /** The rows of one comparison, from 0 to their number, some of them kept and the others computed again in blocks. */
    private final class Table {

        private final int[] rows;
        /** Every block starts at a kept row, and ends with the first one of the next block. */
        private final int blockLength;

        private final long[] kept;
        private final long[] block;
        private int blockStart;

        Table(int[] rows) {
            this.rows = rows;
            long all = (rows.length + 1L) * words;
            blockLength = all <= KEPT_WORDS ? rows.length : (int) Math.ceil(Math.sqrt(rows.length));
            int blocks = (rows.length - 1) / blockLength + 1;
            kept = new long[Math.multiplyExact(blocks, words)];
            block = new long[Math.multiplyExact(Math.min(blockLength, rows.length) + 1, words)];
            long[] row = flatRow();
            for (int start = 0; start < rows.length; start += blockLength) {
                System.arraycopy(row, 0, kept, start / blockLength * words, words);
                if (start + blockLength < rows.length) {
                    for (int i = start; i < start + blockLength; i++) {
                        advance(row, 0, rows[i]);
                    }
                }
            }
            compute(blocks - 1);
        }

        private void compute(int number) {
            blockStart = number * blockLength;
            System.arraycopy(kept, number * words, block, 0, words);
            int end = Math.min(rows.length, blockStart + blockLength);
            for (int row = blockStart; row < end; row++) {
                int offset = (row - blockStart) * words;
                System.arraycopy(block, offset, block, offset + words, words);
                advance(block, offset + words, rows[row]);
            }
        }

        /** Makes a row and the one before it readable. */
        void keep(int row) {
            if (row - 1 < blockStart) {
                compute((row - 1) / blockLength);
            }
        }

        int length(int row, int count) {
            return rises(block, (row - blockStart) * words, count);
        }

        /** 1 if a row rises at a column, counted from 1, else 0. */
        int rise(int row, int column) {
            long word = block[(row - blockStart) * words + (column - 1 >> 6)];
            return (int) (~word >>> (column - 1) & 1);
        }
    }
}
