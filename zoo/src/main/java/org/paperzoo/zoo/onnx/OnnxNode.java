package org.paperzoo.zoo.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One operation of a graph.
 *
 * @param domain the operator's set: {@link #STANDARD} or {@link #MICROSOFT}
 * @param name for messages and profiles
 * @param inputs names of values; the empty name where an optional input is left out
 * @param outputs names that the node gives its results; the empty name where one is not wanted
 */
public record OnnxNode(
        String operator,
        String domain,
        String name,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes) {

    /** Operators that the ONNX standard defines. */
    public static final String STANDARD = "";

    /** Operators that ONNX Runtime adds. */
    public static final String MICROSOFT = "com.microsoft";

    public OnnxNode {
        if (operator.isBlank()) {
            throw new IllegalArgumentException("a node needs an operator");
        }
        if (!domain.equals(STANDARD) && !domain.equals(MICROSOFT)) {
            throw new IllegalArgumentException(
                    operator + ": no operators of domain '" + domain + "' are known, only '' and " + MICROSOFT);
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** How messages call the node. */
    @Override
    public String toString() {
        return operator + " '" + name + "'";
    }
}
