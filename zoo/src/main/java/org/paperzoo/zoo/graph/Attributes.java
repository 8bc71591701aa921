package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of one recorded operation, with the sizes of that recording. */
public final class Attributes {

    /** No attributes. */
    public static final Attributes NONE = new Attributes(Map.of());

    private final Map<String, Object> values;

    private Attributes(Map<String, Object> values) {
        this.values = values;
    }

    /** Attributes from names and values in turn; an attribute whose value is null is left out. */
    public static Attributes of(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                values.put((String) namesAndValues[i], widened(namesAndValues[i + 1]));
            }
        }
        return new Attributes(values);
    }

    /** Attributes by name. */
    static Attributes of(Map<String, Object> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name, widened(value)));
        return new Attributes(values);
    }

    private static Object widened(Object value) {
        if (value instanceof Integer integer) {
            return integer.longValue();
        }
        if (value instanceof Float number) {
            return (double) number;
        }
        if (value instanceof int[] integers) {
            long[] wide = new long[integers.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = integers[i];
            }
            return wide;
        }
        return value;
    }

    Map<String, Object> values() {
        return values;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public long integer(String name) {
        return (Long) required(name);
    }

    public int axis(String name) {
        return Math.toIntExact(integer(name));
    }

    public long[] integers(String name) {
        return (long[]) required(name);
    }

    /** Several axes, or other whole numbers that fit an int. */
    public int[] axes(String name) {
        return Arrays.stream(integers(name)).mapToInt(Math::toIntExact).toArray();
    }

    public double number(String name) {
        return (Double) required(name);
    }

    public boolean flag(String name) {
        return (Boolean) required(name);
    }

    public DataType type(String name) {
        return (DataType) required(name);
    }

    public String text(String name) {
        return (String) required(name);
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no attribute " + name + "; there are " + values.keySet());
        }
        return value;
    }
}
