package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The values that a metric gave. Immutable.
 *
 * @param metric ID of the metric
 * @param value the headline value, in the unit of its reference
 * @param values every part by name, in a fixed order: {@link Double}, {@link Long} or {@link String}, or a {@link List}
 *     of one of these
 */
public record MetricResult(String metric, double value, Map<String, Object> values) {

    public MetricResult {
        Map<String, Object> copy = new LinkedHashMap<>();
        values.forEach((name, part) ->
                copy.put(name, part instanceof List<?> list ? copyOf(name, list) : leaf(name, part)));
        values = Collections.unmodifiableMap(copy);
    }

    private static List<Object> copyOf(String name, List<?> list) {
        List<Object> copy = new ArrayList<>(list.size());
        list.forEach(part -> copy.add(leaf(name, part)));
        return Collections.unmodifiableList(copy);
    }

    private static Object leaf(String name, Object part) {
        if (part instanceof Double || part instanceof Long || part instanceof String) {
            return part;
        }
        throw new IllegalArgumentException("value " + name + " must be a Double, Long, String or a list of these, not "
                + (part == null ? "null" : part.getClass().getSimpleName()));
    }

    /** The numbers as a list, for {@link #values}. */
    public static List<Double> list(double... numbers) {
        return DoubleStream.of(numbers).boxed().toList();
    }

    /** The counts as a list, for {@link #values}. */
    public static List<Long> list(long... numbers) {
        return LongStream.of(numbers).boxed().toList();
    }

    /**
     * A part that is one number.
     *
     * @throws NoSuchElementException if there is no number of that name; the message lists those there are
     */
    public double number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new NoSuchElementException(
                metric + " has no number " + name + "; it has " + numbers().keySet());
    }

    /**
     * A part that is a list of numbers.
     *
     * @throws NoSuchElementException if there is no such list
     */
    public double[] numbers(String name) {
        if (values.get(name) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return list.stream()
                    .mapToDouble(part -> ((Number) part).doubleValue())
                    .toArray();
        }
        throw new NoSuchElementException(metric + " has no list of numbers " + name + "; it has " + values.keySet());
    }

    /** All parts that are one number, in order. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        values.forEach((name, part) -> {
            if (part instanceof Number number) {
                numbers.put(name, number.doubleValue());
            }
        });
        return numbers;
    }

    /**
     * One object with {@code metric}, {@code value} and {@code values}, in full double precision. Numbers that JSON lacks
     * are the strings {@code NaN}, {@code Infinity} and {@code -Infinity}.
     */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("metric", metric);
        json.set("value", jsonOf(value));
        ObjectNode parts = json.putObject("values");
        values.forEach((name, part) -> {
            if (part instanceof List<?> list) {
                ArrayNode array = parts.putArray(name);
                list.forEach(element -> array.add(jsonOf(element)));
            } else {
                parts.set(name, jsonOf(part));
            }
        });
        return json;
    }

    private static JsonNode jsonOf(Object part) {
        if (part instanceof Long count) {
            return JsonNodeFactory.instance.numberNode(count);
        }
        if (part instanceof Double number && Double.isFinite(number)) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        return JsonNodeFactory.instance.textNode(part.toString());
    }
}
