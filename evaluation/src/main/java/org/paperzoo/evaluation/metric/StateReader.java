package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;

/** Reads the state of an accumulator field by field; every error names the metric and the field. */
public final class StateReader {

    private final String where;
    private final JsonNode node;

    private StateReader(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * Opens a state that {@link Accumulator#state()} wrote.
     *
     * @throws InvalidInputException if it is no object, or of another metric
     */
    public static StateReader open(MetricDefinition definition, JsonNode state) throws InvalidInputException {
        StateReader reader = new StateReader("state of " + definition.id(), state);
        if (!state.isObject()) {
            throw new InvalidInputException(reader.where + " must be a JSON object");
        }
        if (!definition.id().equals(reader.text("metric"))) {
            throw reader.wrong("metric", "is " + reader.text("metric") + ", a state of another metric");
        }
        return reader;
    }

    /** A text. */
    public String text(String field) throws InvalidInputException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw wrong(field, "must be a string");
        }
        return value.textValue();
    }

    /** A list of texts of any length. */
    public List<String> texts(String field) throws InvalidInputException {
        JsonNode list = array(field, -1);
        List<String> texts = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isTextual()) {
                throw wrong(field + "[" + i + "]", "must be a string");
            }
            texts.add(list.get(i).textValue());
        }
        return texts;
    }

    /** An integer in a range, ends included. */
    public long integer(String field, long minimum, long maximum) throws InvalidInputException {
        return integer(field, node.path(field), minimum, maximum);
    }

    private long integer(String field, JsonNode value, long minimum, long maximum) throws InvalidInputException {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < minimum
                || value.longValue() > maximum) {
            throw wrong(field, "must be an integer from " + minimum + " to " + maximum);
        }
        return value.longValue();
    }

    /** An integer that is not negative. */
    public long count(String field) throws InvalidInputException {
        return integer(field, 0, Long.MAX_VALUE);
    }

    /** A list of integers that are not negative, as long as said. */
    public long[] counts(String field, int length) throws InvalidInputException {
        JsonNode list = array(field, length);
        long[] counts = new long[length];
        for (int i = 0; i < length; i++) {
            counts[i] = integer(field + "[" + i + "]", list.get(i), 0, Long.MAX_VALUE);
        }
        return counts;
    }

    /** A list of integers of any length and range. */
    public long[] integers(String field) throws InvalidInputException {
        JsonNode list = array(field, -1);
        long[] integers = new long[list.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integer(field + "[" + i + "]", list.get(i), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return integers;
    }

    /** A list of finite numbers, as long as said. */
    public double[] numbers(String field, int length) throws InvalidInputException {
        JsonNode list = array(field, length);
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = list.get(i).doubleValue();
            if (!list.get(i).isNumber() || !Double.isFinite(numbers[i])) {
                throw wrong(field + "[" + i + "]", "must be a finite number");
            }
        }
        return numbers;
    }

    /** An object. */
    public StateReader object(String field) throws InvalidInputException {
        JsonNode value = node.path(field);
        if (!value.isObject()) {
            throw wrong(field, "must be an object");
        }
        return new StateReader(where + ", " + field, value);
    }

    /** A list of objects of any length. */
    public List<StateReader> objects(String field) throws InvalidInputException {
        JsonNode list = array(field, -1);
        List<StateReader> readers = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isObject()) {
                throw wrong(field + "[" + i + "]", "must be an object");
            }
            readers.add(new StateReader(where + ", " + field + "[" + i + "]", list.get(i)));
        }
        return readers;
    }

    private JsonNode array(String field, int length) throws InvalidInputException {
        JsonNode list = node.path(field);
        if (!list.isArray() || (length >= 0 && list.size() != length)) {
            throw wrong(field, length < 0 ? "must be a list" : "must be a list of " + length);
        }
        return list;
    }

    /** The error that a field is wrong. */
    public InvalidInputException wrong(String field, String what) {
        return new InvalidInputException(where + ": " + field + " " + what);
    }
}
