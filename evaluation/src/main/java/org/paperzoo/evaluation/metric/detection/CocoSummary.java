package org.paperzoo.evaluation.metric.detection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;

/** Sums up a table as COCOeval.summarize does: means over thresholds, recalls and the categories that have a value. */
final class CocoSummary {

    private final CocoProtocol protocol;
    private final CocoTable table;

    CocoSummary(CocoProtocol protocol, CocoTable table) {
        this.protocol = protocol;
        this.table = table;
    }

    /**
     * All figures, over all categories and for each.
     *
     * @param names names of categories; those that have none are listed by number alone
     */
    MetricResult result(String metric, Map<Integer, String> names) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> byCategory = new LinkedHashMap<>();
        Curves all = new Curves(null);
        for (CocoProtocol.Figure figure : protocol.figures()) {
            double[][][] curves = all.of(figure);
            values.put(figure.name(), mean(curves, columns(figure)));
            if (figure.only() != null) {
                continue;
            }
            double[] parts = new double[curves[0].length];
            for (int category = 0; category < parts.length; category++) {
                parts[category] = mean(curves, new int[] {category});
            }
            byCategory.put(figure.name() + "_by_category", MetricResult.list(parts));
        }
        values.put("categories", MetricResult.list(table.categories()));
        if (!names.isEmpty()) {
            values.put(
                    "category_names",
                    LongStream.of(table.categories())
                            .mapToObj(category -> names.getOrDefault((int) category, Long.toString(category)))
                            .toList());
        }
        values.putAll(byCategory);
        CocoProtocol.Figure headline = protocol.figures().get(0);
        double[][][] curves = all.of(headline);
        double[] byThreshold = new double[curves.length];
        for (int threshold = 0; threshold < curves.length; threshold++) {
            byThreshold[threshold] = mean(new double[][][] {curves[threshold]}, columns(headline));
        }
        values.put("thresholds", MetricResult.list(protocol.thresholds()));
        values.put(headline.name() + "_by_threshold", MetricResult.list(byThreshold));
        return new MetricResult(metric, (Double) values.get(headline.name()), values);
    }

    /** The figures over all categories of pictures counted as often as said; NaN where undefined. */
    MetricResult resampled(String metric, int[] multiplicities) {
        Map<String, Object> values = new LinkedHashMap<>();
        Curves drawn = new Curves(multiplicities);
        for (CocoProtocol.Figure figure : protocol.figures()) {
            double value = mean(drawn.of(figure), columns(figure));
            values.put(figure.name(), value == CocoTable.UNDEFINED ? Double.NaN : value);
        }
        return new MetricResult(
                metric, (Double) values.get(protocol.figures().get(0).name()), values);
    }

    /** The curves of one draw; figures that differ in the threshold alone share them. */
    private final class Curves {

        private final int[] multiplicities;
        private final Map<List<Object>, double[][][]> known = new HashMap<>();

        Curves(int[] multiplicities) {
            this.multiplicities = multiplicities;
        }

        double[][][] of(CocoProtocol.Figure figure) {
            double[][][] curves = known.computeIfAbsent(
                    List.of(figure.precision(), figure.area(), figure.detections()),
                    key -> table.curves(figure.precision(), figure.area(), figure.detections(), multiplicities));
            return figure.threshold() < 0 ? curves : new double[][][] {curves[figure.threshold()]};
        }
    }

    /** The places of the categories that a figure is about. */
    private int[] columns(CocoProtocol.Figure figure) {
        long[] categories = table.categories();
        return IntStream.range(0, categories.length)
                .filter(i -> figure.only() == null || figure.only().contains((int) categories[i]))
                .toArray();
    }

    /** The mean over some categories, in the reference's order: thresholds, then recalls, then categories. */
    private static double mean(double[][][] curves, int[] columns) {
        int size = 0;
        int longest = 0;
        for (double[][] byCategory : curves) {
            for (int category : columns) {
                size += byCategory[category].length;
                longest = Math.max(longest, byCategory[category].length);
            }
        }
        double[] numbers = new double[size];
        int next = 0;
        for (double[][] byCategory : curves) {
            for (int point = 0; point < longest; point++) {
                for (int category : columns) {
                    if (point < byCategory[category].length) {
                        numbers[next++] = byCategory[category][point];
                    }
                }
            }
        }
        return next == 0 ? CocoTable.UNDEFINED : PairwiseSum.of(numbers, next) / next;
    }
}
