package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operation of a graph.
 *
 * @param name readable and unique: the module whose parameter it uses, or that it follows, and the operation
 * @param inputs arrays; null where an input is absent
 * @param attributes by name: a {@link Size} or a list of them where the operation's kind allows sizes, else a Long, long[],
 *     Double, Boolean, {@code DataType} or String
 */
public record Node(
        String name, Operation operation, List<Value> inputs, Map<String, Object> attributes, List<Value> outputs) {

    public Node {
        inputs = Collections.unmodifiableList(inputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        outputs = List.copyOf(outputs);
    }

    /** The only output. */
    public Value output() {
        return outputs.get(0);
    }

    public boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** An attribute of kind SIZE. */
    public Size size(String attribute) {
        return (Size) required(attribute);
    }

    /** An attribute of kind SIZES. */
    @SuppressWarnings("unchecked") // the graph's builder makes lists of sizes for this kind alone
    public List<Size> sizes(String attribute) {
        return (List<Size>) required(attribute);
    }

    public long integer(String attribute) {
        return (Long) required(attribute);
    }

    public long[] integers(String attribute) {
        return (long[]) required(attribute);
    }

    /** An attribute of kind NUMBER: a Double, or a {@link Size} that is the number. */
    public Object number(String attribute) {
        return required(attribute);
    }

    public boolean flag(String attribute) {
        return (Boolean) required(attribute);
    }

    public DataType type(String attribute) {
        return (DataType) required(attribute);
    }

    public String text(String attribute) {
        return (String) required(attribute);
    }

    private Object required(String attribute) {
        Object value = attributes.get(attribute);
        if (value == null) {
            throw new IllegalStateException(name + " has no attribute " + attribute);
        }
        return value;
    }
}
