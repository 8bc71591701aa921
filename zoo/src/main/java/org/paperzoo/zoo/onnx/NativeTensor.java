package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;

/**
 * A tensor in ONNX Runtime's own memory: the output of one run that becomes an input of the next without a copy, such as
 * a decoder's keys and values. It lives until it is closed; runs only read it, so that several may share it.
 */
public final class NativeTensor implements AutoCloseable {

    private final OnnxTensor tensor;
    private final OnnxType type;

    NativeTensor(OnnxTensor tensor) {
        this.tensor = tensor;
        this.type = OnnxType.of(tensor.getInfo().type);
    }

    /**
     * A tensor of no elements, such as the past of a decoder that has seen nothing.
     *
     * @param shape lengths of the axes, of which at least one is 0
     */
    public static NativeTensor empty(OnnxType type, long... shape) {
        if (new Shape(shape).size() != 0) {
            throw new IllegalArgumentException("shape " + new Shape(shape) + " has elements; one length must be 0");
        }
        try {
            return new NativeTensor(OnnxTensor.createTensor(
                    OrtEnvironment.getEnvironment(), ByteBuffer.allocateDirect(0), shape, type.javaType()));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + OnnxErrors.line(e), e);
        }
    }

    /** Copies an array into the runtime's memory. */
    public static NativeTensor copyOf(NDArray array) {
        if (array.size() == 0) {
            return empty(OnnxType.of(array.getDataType()), array.getShape().getShape());
        }
        try (NDScope scope = new NDScope();
                OnnxTensor view = TensorMemory.over(array)) {
            scope.suppressNotUsedWarning();
            return new NativeTensor(
                    TensorCopy.of(OnnxType.of(array.getDataType())).toRuntime(view));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + OnnxErrors.line(e), e);
        }
    }

    public OnnxType type() {
        return type;
    }

    /** Lengths of the axes. */
    public Shape shape() {
        return new Shape(tensor.getInfo().getShape());
    }

    /**
     * Copies the elements into an array.
     *
     * @param manager owns the array
     */
    public NDArray toArray(NDManager manager) {
        try {
            return TensorMemory.copy(manager, tensor);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime: " + OnnxErrors.line(e), e);
        }
    }

    /** Frees the memory, unless a run still reads it. Closing twice does nothing. */
    @Override
    public void close() {
        if (!tensor.isClosed()) {
            tensor.close();
        }
    }

    OnnxTensor tensor() {
        if (tensor.isClosed()) {
            throw new IllegalStateException("a tensor of " + type + " is used after it was closed");
        }
        return tensor;
    }
}
