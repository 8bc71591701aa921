package org.paperzoo.evaluation.metric.moment;

import java.util.Arrays;
import java.util.Comparator;

/** How predicted windows meet those of one query, after QVHighlights' evaluation (moment_detr, standalone_eval). */
final class WindowMatching {

    /** Predictions that count, of the order given. */
    private static final int MOST_WINDOWS = 10;

    private WindowMatching() {}

    /** Average precision at each threshold of intersection over union. */
    static double[] averagePrecisions(double[][] predicted, double[][] relevant, double[] thresholds) {
        double[][] ranked = Arrays.copyOf(predicted, Math.min(predicted.length, MOST_WINDOWS));
        // Stable: equal scores keep their order.
        Arrays.sort(ranked, Comparator.comparingDouble(window -> -window[2]));
        double[][] overlaps = new double[ranked.length][];
        int[][] orders = new int[ranked.length][];
        for (int i = 0; i < ranked.length; i++) {
            overlaps[i] = overlaps(ranked[i], relevant);
            orders[i] = descending(overlaps[i]);
        }
        double[] precisions = new double[thresholds.length];
        for (int i = 0; i < thresholds.length; i++) {
            precisions[i] = averagePrecision(hits(overlaps, orders, thresholds[i]), relevant.length);
        }
        return precisions;
    }

    private static boolean[] hits(double[][] overlaps, int[][] orders, double threshold) {
        boolean[] hits = new boolean[overlaps.length];
        boolean[] taken = new boolean[overlaps.length == 0 ? 0 : overlaps[0].length];
        for (int i = 0; i < hits.length; i++) {
            for (int candidate : orders[i]) {
                // An undefined overlap, of two windows of no length, is not below the threshold.
                if (overlaps[i][candidate] < threshold) {
                    break;
                }
                if (!taken[candidate]) {
                    taken[candidate] = true;
                    hits[i] = true;
                    break;
                }
            }
        }
        return hits;
    }

    /** The sum of the steps of recall times the greatest precision at or beyond them. */
    private static double averagePrecision(boolean[] hits, int relevant) {
        double[] precisions = new double[hits.length];
        int found = 0;
        for (int i = 0; i < hits.length; i++) {
            found += hits[i] ? 1 : 0;
            precisions[i] = (double) found / (i + 1);
        }
        for (int i = hits.length - 2; i >= 0; i--) {
            precisions[i] = Math.max(precisions[i], precisions[i + 1]);
        }
        double sum = 0;
        double recall = 0;
        found = 0;
        for (int i = 0; i < hits.length; i++) {
            if (hits[i]) {
                double next = (double) ++found / relevant;
                sum += (next - recall) * precisions[i];
                recall = next;
            }
        }
        return sum;
    }

    /** The overlap of the first prediction with the window that it meets best. */
    static double firstOverlap(double[][] predicted, double[][] relevant) {
        double[] overlaps = overlaps(predicted[0], relevant);
        int best = 0;
        for (int i = 1; i < overlaps.length; i++) {
            // An undefined overlap counts as the greatest, as in numpy.
            if (!Double.isNaN(overlaps[best]) && !(overlaps[i] <= overlaps[best])) {
                best = i;
            }
        }
        double intersection = intersection(predicted[0], relevant[best]);
        double hull = Math.max(predicted[0][1], relevant[best][1]) - Math.min(predicted[0][0], relevant[best][0]);
        return hull == 0 ? 0 : intersection / hull;
    }

    /** Intersection over union with each window; NaN where both have no length. */
    private static double[] overlaps(double[] window, double[][] others) {
        double[] overlaps = new double[others.length];
        for (int i = 0; i < others.length; i++) {
            double intersection = intersection(window, others[i]);
            overlaps[i] = intersection / (window[1] - window[0] + (others[i][1] - others[i][0]) - intersection);
        }
        return overlaps;
    }

    private static double intersection(double[] left, double[] right) {
        return Math.max(0, Math.min(left[1], right[1]) - Math.max(left[0], right[0]));
    }

    /** Indices by descending number, undefined ones first, of equal ones the last first: numpy's argsort reversed. */
    private static int[] descending(double[] numbers) {
        int[] order = new int[numbers.length];
        for (int i = 0; i < order.length; i++) {
            int place = i;
            while (place > 0 && !isAbove(numbers[order[place - 1]], numbers[i])) {
                order[place] = order[place - 1];
                place--;
            }
            order[place] = i;
        }
        return order;
    }

    private static boolean isAbove(double number, double other) {
        return Double.isNaN(number) ? !Double.isNaN(other) : number > other;
    }
}
