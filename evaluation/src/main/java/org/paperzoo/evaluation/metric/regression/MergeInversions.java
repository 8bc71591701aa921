package org.paperzoo.evaluation.metric.regression;

/** Counts the pairs of numbers that stand in descending order, by merge sort. */
final class MergeInversions {

    private MergeInversions() {}

    static long of(double[] numbers) {
        double[] from = numbers.clone();
        double[] to = new double[numbers.length];
        long inversions = 0;
        for (long width = 1; width < numbers.length; width *= 2) {
            for (long start = 0; start < numbers.length; start += 2 * width) {
                int middle = (int) Math.min(start + width, numbers.length);
                int end = (int) Math.min(start + 2 * width, numbers.length);
                inversions += merge(from, to, (int) start, middle, end);
            }
            double[] swapped = from;
            from = to;
            to = swapped;
        }
        return inversions;
    }

    private static long merge(double[] from, double[] to, int start, int middle, int end) {
        long inversions = 0;
        int left = start;
        int right = middle;
        for (int place = start; place < end; place++) {
            if (left < middle && (right == end || from[left] <= from[right])) {
                to[place] = from[left++];
            } else {
                // All that is left of the left half stands before a smaller number.
                inversions += middle - left;
                to[place] = from[right++];
            }
        }
        return inversions;
    }
}
