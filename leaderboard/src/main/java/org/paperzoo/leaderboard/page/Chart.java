package org.paperzoo.leaderboard.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.paperzoo.evaluation.result.KeptExample.KeptSeries;

/**
 * A chart: its numbers as JSON in an attribute, drawn by the page's script. What it shows is told in words too, and in a
 * table beside it.
 */
final class Chart {

    private static final int MOST_SERIES = 8;

    private Chart() {}

    /**
     * A point of a scatter.
     *
     * @param x across, greater than 0
     * @param y up
     * @param series what is drawn alike
     * @param label what the point is
     */
    record Point(double x, double y, String series, String label) {}

    /** Points by series, and a line through those of a front. */
    static Element scatter(String title, String xLabel, String yLabel, List<Point> points, List<Point> front) {
        TreeSet<Double> across = new TreeSet<>();
        points.forEach(point -> across.add(point.x()));
        List<Double> xs = new ArrayList<>(across);
        Map<String, ArrayNode[]> series = new TreeMap<>();
        for (Point point : points) {
            String name =
                    series.size() >= MOST_SERIES && !series.containsKey(point.series()) ? "other" : point.series();
            ArrayNode[] lists = series.computeIfAbsent(name, unused -> lists());
            lists[0].add(point.x());
            lists[1].add(point.y());
            lists[2].add(point.label());
        }
        ObjectNode json = json("scatter", xLabel, yLabel);
        ArrayNode all = json.putArray("series");
        series.forEach((name, lists) -> {
            ObjectNode one = all.addObject();
            one.put("name", name);
            one.set("x", lists[0]);
            one.set("y", lists[1]);
            one.set("labels", lists[2]);
        });
        ObjectNode line = json.putObject("front");
        ArrayNode frontX = line.putArray("x");
        ArrayNode frontY = line.putArray("y");
        front.forEach(point -> {
            frontX.add(point.x());
            frontY.add(point.y());
        });
        json.put("logarithmic", xs.size() > 1 && xs.get(xs.size() - 1) > 20 * xs.get(0) && xs.get(0) > 0);
        return element(
                title + ": " + points.size() + " runs, of which " + front.size()
                        + " are on the front; the table below has the same numbers",
                json);
    }

    /** Bars beside each other. */
    static Element bars(String title, String yLabel, List<String> labels, List<Double> values) {
        ObjectNode json = json("bars", "", yLabel);
        ArrayNode names = json.putArray("labels");
        labels.forEach(names::add);
        ArrayNode heights = json.putArray("values");
        values.forEach(heights::add);
        return element(title + ": " + labels.size() + " bars; the table below has the same numbers", json);
    }

    /** A forecast beside what came. */
    static Element forecast(String title, KeptSeries series) {
        ObjectNode json = json("forecast", "step", series.name());
        numbers(json.putArray("past"), series.past());
        numbers(json.putArray("forecast"), series.forecast());
        numbers(json.putArray("actual"), series.actual());
        return element(title + ": the past, the forecast and what came; the table below has the same numbers", json);
    }

    private static void numbers(ArrayNode array, List<Float> numbers) {
        for (Float number : numbers) {
            if (Float.isFinite(number)) {
                array.add(number);
            } else {
                array.addNull();
            }
        }
    }

    private static ArrayNode[] lists() {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        return new ArrayNode[] {factory.arrayNode(), factory.arrayNode(), factory.arrayNode()};
    }

    private static ObjectNode json(String kind, String xLabel, String yLabel) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", kind);
        json.put("xLabel", xLabel);
        json.put("yLabel", yLabel);
        return json;
    }

    private static Element element(String description, ObjectNode json) {
        return Element.of("div")
                .with("class", "chart")
                .with("role", "img")
                .with("aria-label", description)
                .with("data-chart", json.toString());
    }
}
