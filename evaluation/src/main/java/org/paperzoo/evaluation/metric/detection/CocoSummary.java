package org.paperzoo.evaluation.metric.detection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.MetricResult;

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
            CocoCurves curves = all.of(figure);
            values.put(figure.name(), mean(curves, figure));
            if (figure.only() != null) {
                continue;
            }
            double[] parts = new double[table.categories().length];
            for (int category = 0; category < parts.length; category++) {
                parts[category] = curves.mean(figure.threshold(), category);
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
        double[] byThreshold = new double[protocol.thresholds().length];
        for (int threshold = 0; threshold < byThreshold.length; threshold++) {
            byThreshold[threshold] = all.of(headline).mean(threshold);
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
            double value = mean(drawn.of(figure), figure);
            values.put(figure.name(), value == CocoTable.UNDEFINED ? Double.NaN : value);
        }
        return new MetricResult(
                metric, (Double) values.get(protocol.figures().get(0).name()), values);
    }

    private double mean(CocoCurves curves, CocoProtocol.Figure figure) {
        if (figure.only() == null) {
            return curves.mean(figure.threshold());
        }
        long[] categories = table.categories();
        int[] only = IntStream.range(0, categories.length)
                .filter(i -> figure.only().contains((int) categories[i]))
                .toArray();
        return curves.mean(figure.threshold(), only);
    }

    /** The curves of one draw; figures that differ in the threshold alone share them. */
    private final class Curves {

        private final int[] multiplicities;
        private final Map<List<Object>, CocoCurves> known = new HashMap<>();

        Curves(int[] multiplicities) {
            this.multiplicities = multiplicities;
        }

        CocoCurves of(CocoProtocol.Figure figure) {
            return known.computeIfAbsent(
                    List.of(figure.precision(), figure.area(), figure.detections()),
                    key -> table.curves(figure.precision(), figure.area(), figure.detections(), multiplicities));
        }
    }
}
