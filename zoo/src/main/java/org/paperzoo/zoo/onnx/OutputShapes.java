package org.paperzoo.zoo.onnx;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a graph's declarations say of the shapes of its outputs, once those of its inputs are known. */
final class OutputShapes {

    private OutputShapes() {}

    /** Whether an input may have a shape, as far as it is declared. */
    static boolean fits(OnnxValueInfo input, Shape shape) {
        // The runtime reports a value of which no shape is declared as a scalar.
        if (input.shape().isEmpty()) {
            return true;
        }
        if (input.shape().size() != shape.dimension()) {
            return false;
        }
        for (int axis = 0; axis < shape.dimension(); axis++) {
            if (input.shape().get(axis) instanceof OnnxDimension.Fixed fixed && fixed.length() != shape.get(axis)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes arrays, not yet filled, for those outputs whose axes are all fixed or named after an input's axis.
     *
     * @param given the inputs' shapes by name
     */
    static Map<String, NDArray> allocate(
            NDManager manager,
            Collection<OnnxValueInfo> inputs,
            Map<String, Shape> given,
            Collection<OnnxValueInfo> outputs) {
        Map<String, Long> lengths = lengths(inputs, given);
        Map<String, NDArray> arrays = new HashMap<>();
        for (OnnxValueInfo output : outputs) {
            if (given.containsKey(output.name())) {
                // The runtime hands an input that is an output through, and leaves the array as it is.
                continue;
            }
            predict(output, lengths)
                    .filter(shape -> shape.size() > 0)
                    .ifPresent(shape -> arrays.put(
                            output.name(), manager.create(shape, output.type().dataType(), Device.cpu())));
        }
        return arrays;
    }

    private static Map<String, Long> lengths(Collection<OnnxValueInfo> inputs, Map<String, Shape> given) {
        Map<String, Long> lengths = new HashMap<>();
        for (OnnxValueInfo input : inputs) {
            Shape shape = given.get(input.name());
            for (int axis = 0; axis < input.shape().size(); axis++) {
                if (input.shape().get(axis) instanceof OnnxDimension.Named named) {
                    lengths.put(named.name(), shape.get(axis));
                }
            }
        }
        return lengths;
    }

    private static Optional<Shape> predict(OnnxValueInfo output, Map<String, Long> lengths) {
        // No axes may mean a scalar, or that nothing is declared.
        if (output.shape().isEmpty()) {
            return Optional.empty();
        }
        long[] shape = new long[output.shape().size()];
        for (int axis = 0; axis < shape.length; axis++) {
            OnnxDimension dimension = output.shape().get(axis);
            if (dimension instanceof OnnxDimension.Fixed fixed) {
                shape[axis] = fixed.length();
            } else if (dimension instanceof OnnxDimension.Named named && lengths.containsKey(named.name())) {
                shape[axis] = lengths.get(named.name());
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new Shape(shape));
    }
}
