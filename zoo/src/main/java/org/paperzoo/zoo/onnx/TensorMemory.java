package org.paperzoo.zoo.onnx;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;

/** Arrays of DJL's PyTorch engine as tensors of ONNX Runtime and back. */
final class TensorMemory {

    private TensorMemory() {}

    /**
     * A tensor over an array's own memory, without a copy; it is valid while the array is open. Of an array that is not
     * contiguous, or not on the CPU, it is a copy, whose array is open as long as the caller's {@code NDScope}.
     */
    static OnnxTensor over(NDArray array) throws OrtException {
        OnnxType type = OnnxType.of(array.getDataType());
        // A tensor of no elements may have no memory at all, which a buffer cannot say.
        ByteBuffer memory = array.size() == 0 ? ByteBuffer.allocateDirect(0) : array.toByteBuffer(true);
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), memory, array.getShape().getShape(), type.javaType());
    }

    /** Copies a tensor of the runtime's into a new array on the manager's device; bfloat16 is refused. */
    static NDArray copy(NDManager manager, OnnxTensor tensor) throws OrtException {
        OnnxType type = OnnxType.of(tensor.getInfo().type);
        if (type == OnnxType.BFLOAT16) {
            throw new IllegalArgumentException(
                    "a tensor of bfloat16 has no array: DJL's PyTorch engine has no such type; cast it in the graph");
        }
        Shape shape = new Shape(tensor.getInfo().getShape());
        NDArray array = manager.create(shape, type.dataType(), Device.cpu());
        if (shape.size() > 0) {
            try (OnnxTensor target = over(array)) {
                TensorCopy.of(type).into(tensor, target);
            }
        }
        if (!manager.getDevice().isGpu()) {
            return array;
        }
        try (array) {
            return array.toDevice(manager.getDevice(), true);
        }
    }
}
