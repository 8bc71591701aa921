package org.paperzoo.zoo.onnx;

import java.util.List;

/**
 * The name and type of a value of a graph.
 *
 * @param shape the axes; empty for a scalar
 */
public record OnnxValueInfo(String name, OnnxType type, List<OnnxDimension> shape) {

    public OnnxValueInfo {
        shape = List.copyOf(shape);
    }

    @Override
    public String toString() {
        return "'" + name + "' (" + type + " " + shape + ")";
    }
}
