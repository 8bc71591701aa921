package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;

/**
 * What a loaded graph takes and gives.
 *
 * @param file the model's file, for messages
 * @param inputs by name, in the graph's order
 * @param outputs by name, in the graph's order
 */
record OnnxSignature(Path file, Map<String, OnnxValueInfo> inputs, Map<String, OnnxValueInfo> outputs) {

    /** @throws InvalidInputException if the graph takes or gives what is no tensor, or of a type that is not supported */
    static OnnxSignature of(Path file, OrtSession session) throws OrtException, InvalidInputException {
        return new OnnxSignature(file, values(file, session.getInputInfo()), values(file, session.getOutputInfo()));
    }

    /**
     * Checks what a run was given, and returns the inputs' shapes.
     *
     * @throws IllegalArgumentException if inputs do not fit, or names are not known
     */
    Map<String, Shape> check(
            Map<String, NDArray> arrays,
            Map<String, NativeTensor> handles,
            Collection<String> fetched,
            Collection<String> kept) {
        Map<String, Shape> shapes = new HashMap<>();
        arrays.forEach((name, array) -> {
            checkInput(name, OnnxType.of(array.getDataType()), array.getShape());
            shapes.put(name, array.getShape());
        });
        handles.forEach((name, handle) -> {
            checkInput(name, handle.type(), handle.shape());
            if (shapes.put(name, handle.shape()) != null) {
                throw new IllegalArgumentException(
                        file + ": input '" + name + "' is given as an array and as a handle");
            }
        });
        for (OnnxValueInfo input : inputs.values()) {
            if (!shapes.containsKey(input.name())) {
                throw new IllegalArgumentException(file + ": input " + input + " is not given");
            }
        }
        for (String name : fetched) {
            if (kept.contains(name)) {
                throw new IllegalArgumentException(file + ": output '" + name + "' is both fetched and kept");
            }
        }
        for (OnnxValueInfo output : outputs(fetched)) {
            if (output.type() == OnnxType.BFLOAT16) {
                throw new IllegalArgumentException(file + ": output " + output
                        + " cannot be fetched, DJL's PyTorch engine has no bfloat16; cast it in the graph");
            }
        }
        outputs(kept);
        if (fetched.isEmpty() && kept.isEmpty()) {
            throw new IllegalArgumentException(file + ": no output is asked for; there are " + outputs.keySet());
        }
        return shapes;
    }

    private void checkInput(String name, OnnxType type, Shape shape) {
        OnnxValueInfo input = inputs.get(name);
        if (input == null) {
            throw new IllegalArgumentException(
                    file + ": no input is named '" + name + "'; there are " + inputs.keySet());
        }
        if (input.type() != type || !OutputShapes.fits(input, shape)) {
            throw new IllegalArgumentException(file + ": input " + input + " is given " + type + " " + shape);
        }
    }

    /** The outputs of these names; others are refused. */
    List<OnnxValueInfo> outputs(Collection<String> names) {
        List<OnnxValueInfo> selected = new ArrayList<>();
        for (String name : names) {
            OnnxValueInfo value = outputs.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        file + ": no output is named '" + name + "'; there are " + outputs.keySet());
            }
            selected.add(value);
        }
        return selected;
    }

    private static Map<String, OnnxValueInfo> values(Path file, Map<String, NodeInfo> nodes)
            throws InvalidInputException {
        Map<String, OnnxValueInfo> values = new LinkedHashMap<>();
        for (NodeInfo node : nodes.values()) {
            if (!(node.getInfo() instanceof TensorInfo info)) {
                throw new InvalidInputException(
                        file + ": '" + node.getName() + "' is " + node.getInfo() + "; only tensors are supported");
            }
            List<OnnxDimension> shape = new ArrayList<>();
            for (int axis = 0; axis < info.getShape().length; axis++) {
                long length = info.getShape()[axis];
                String name = info.getDimensionNames()[axis];
                shape.add(
                        length >= 0
                                ? OnnxDimension.of(length)
                                : name.isBlank() ? new OnnxDimension.Unknown() : OnnxDimension.of(name));
            }
            try {
                values.put(node.getName(), new OnnxValueInfo(node.getName(), OnnxType.of(info.type), shape));
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(file + ": '" + node.getName() + "': " + e.getMessage(), e);
            }
        }
        return values;
    }
}
