package org.paperzoo.leaderboard.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The points of which no other is both as fast and as good, and better in one of the two. */
public final class ParetoFront {

    private ParetoFront() {}

    /**
     * Finds the front.
     *
     * @param points the points; those with a coordinate that is no number are left out
     * @param latency the coordinate that is better the smaller it is
     * @param quality the other coordinate
     * @param higherIsBetter whether a greater quality is the better one
     * @return the front's points, the fastest first
     */
    public static <T> List<T> of(
            List<T> points, ToDoubleFunction<T> latency, ToDoubleFunction<T> quality, boolean higherIsBetter) {
        ToDoubleFunction<T> cost = higherIsBetter ? point -> -quality.applyAsDouble(point) : quality;
        List<T> sorted = points.stream()
                .filter(point -> !Double.isNaN(latency.applyAsDouble(point) + quality.applyAsDouble(point)))
                .sorted(Comparator.comparingDouble(latency).thenComparingDouble(cost))
                .toList();
        List<T> front = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        for (T point : sorted) {
            if (cost.applyAsDouble(point) < least) {
                least = cost.applyAsDouble(point);
                front.add(point);
            }
        }
        return front;
    }
}
