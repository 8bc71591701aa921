package org.paperzoo.zoo.torchscript;

import ai.djl.ndarray.types.Shape;
import org.paperzoo.zoo.checkpoint.TensorType;

/**
 * A tensor of an archive. Its identity counts: the same object under two names is one tensor.
 *
 * @param name what messages call it
 * @param key the name of its entry, unique among the tensors of one pickle
 */
record StoredTensor(String name, String key, TensorType type, Shape shape, MemoryFormat format, TensorContent content) {

    StoredTensor {
        if (format == MemoryFormat.CHANNELS_LAST && shape.dimension() != 4) {
            throw new IllegalArgumentException(name + ": channels last is for 4 axes; its shape is " + shape);
        }
        for (long length : shape.getShape()) {
            if (length < 0) {
                throw new IllegalArgumentException(name + ": a tensor's axes are 0 or longer; its shape is " + shape);
            }
        }
    }

    /** Number of elements. */
    long elements() {
        long elements = 1;
        for (long length : shape.getShape()) {
            elements = Math.multiplyExact(elements, length);
        }
        return elements;
    }

    /** Number of bytes. */
    long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }

    /** Whether PyTorch calls it a parameter: what holds no floating-point numbers cannot be trained, and is a buffer. */
    boolean isParameter() {
        return type.isFloating();
    }
}
