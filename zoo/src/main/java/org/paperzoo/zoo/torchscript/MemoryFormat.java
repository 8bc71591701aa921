package org.paperzoo.zoo.torchscript;

import ai.djl.ndarray.types.Shape;

/** The order in which a tensor's elements lie in memory. */
public enum MemoryFormat {
    /** The last axis moves fastest. */
    CONTIGUOUS,
    /** Of four axes {@code [N, C, H, W]} the second moves fastest: the elements come as {@code [N, H, W, C]}. */
    CHANNELS_LAST;

    /** By how many elements one step along each axis moves. */
    long[] strides(Shape shape) {
        long[] lengths = shape.getShape();
        if (this == CHANNELS_LAST) {
            long channels = lengths[1];
            return new long[] {channels * lengths[2] * lengths[3], 1, channels * lengths[3], channels};
        }
        long[] strides = new long[lengths.length];
        long stride = 1;
        for (int axis = lengths.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= lengths[axis];
        }
        return strides;
    }
}
