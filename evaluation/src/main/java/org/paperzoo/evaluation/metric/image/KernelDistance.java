package org.paperzoo.evaluation.metric.image;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * The unbiased squared maximum mean discrepancy under a cubic kernel. Uses the common pool; each row's sum is one thread's,
 * and these are added in order.
 */
final class KernelDistance {

    private KernelDistance() {}

    static Map<String, Object> between(float[][] predicted, float[][] real) {
        double m = predicted.length;
        double n = real.length;
        double discrepancy = sum(predicted, predicted, true) / (m * (m - 1))
                + sum(real, real, true) / (n * (n - 1))
                - 2 * sum(predicted, real, false) / (m * n);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kid", discrepancy);
        return values;
    }

    /** @param same whether the rows are the same, and none is paired with itself */
    private static double sum(float[][] left, float[][] right, boolean same) {
        double[] sums = IntStream.range(0, left.length)
                .parallel()
                .mapToDouble(i -> {
                    double sum = 0;
                    for (int j = 0; j < right.length; j++) {
                        if (!same || i != j) {
                            double base = product(left[i], right[j]) / left[i].length + 1;
                            sum += base * base * base;
                        }
                    }
                    return sum;
                })
                .toArray();
        return PairwiseSum.of(sums, sums.length);
    }

    private static double product(float[] left, float[] right) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 4 <= left.length; i += 4) {
            first += (double) left[i] * right[i];
            second += (double) left[i + 1] * right[i + 1];
            third += (double) left[i + 2] * right[i + 2];
            fourth += (double) left[i + 3] * right[i + 3];
        }
        for (; i < left.length; i++) {
            first += (double) left[i] * right[i];
        }
        return (first + second) + (third + fourth);
    }
}
