package org.paperzoo.evaluation.metric;

/**
 * The sum of doubles in the order in which numpy adds a contiguous array: in blocks of at most 128, each with eight
 * partial sums, added pairwise. Means that references take over their final values come out with the same last digit.
 */
public final class PairwiseSum {

    private static final int BLOCK = 128;

    private PairwiseSum() {}

    /** The sum of the first {@code length} numbers. */
    public static double of(double[] numbers, int length) {
        return of(numbers, 0, length);
    }

    /** The mean of the numbers that are not NaN, as numpy's nanmean takes it; NaN if there are none. */
    public static double meanOfDefined(double[] numbers) {
        double[] zeroed = numbers.clone();
        int defined = 0;
        for (int i = 0; i < zeroed.length; i++) {
            if (Double.isNaN(zeroed[i])) {
                zeroed[i] = 0;
            } else {
                defined++;
            }
        }
        return of(zeroed, zeroed.length) / defined;
    }

    private static double of(double[] numbers, int from, int length) {
        if (length < 8) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += numbers[from + i];
            }
            return sum;
        }
        if (length > BLOCK) {
            int half = length / 2;
            half -= half % 8;
            return of(numbers, from, half) + of(numbers, from + half, length - half);
        }
        double[] partial = new double[8];
        System.arraycopy(numbers, from, partial, 0, 8);
        int i = 8;
        for (; i < length - length % 8; i += 8) {
            for (int lane = 0; lane < 8; lane++) {
                partial[lane] += numbers[from + i + lane];
            }
        }
        double sum = ((partial[0] + partial[1]) + (partial[2] + partial[3]))
                + ((partial[4] + partial[5]) + (partial[6] + partial[7]));
        for (; i < length; i++) {
            sum += numbers[from + i];
        }
        return sum;
    }
}
