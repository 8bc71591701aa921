package org.paperzoo.zoo.checkpoint;

import java.util.List;

/**
 * What a checkpoint says of one tensor without reading it.
 *
 * @param name the tensor's name, unique in its checkpoint
 * @param type element type
 * @param shape lengths of the axes, each at least 0; empty for a scalar
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements: the product of the shape, 1 for a scalar. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Number of bytes of the contiguous tensor. */
    public long bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }
}
