package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What a run gave.
 *
 * @param arrays the outputs that were fetched, by name, in the caller's manager
 * @param handles the outputs that were kept in the runtime's memory, by name; the caller closes each
 */
public record OnnxOutputs(Map<String, NDArray> arrays, Map<String, NativeTensor> handles) {

    public OnnxOutputs {
        arrays = Map.copyOf(arrays);
        handles = Map.copyOf(handles);
    }
}
