package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor that is part of a model file: a weight, or a small constant.
 *
 * @param shape lengths of the axes, each at least 0; empty for a scalar
 * @param source gives the elements when the file is written
 */
public record OnnxConstant(OnnxType type, List<Long> shape, TensorSource source) {

    public OnnxConstant {
        shape = List.copyOf(shape);
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("a constant of shape " + shape + "; lengths are 0 or more");
            }
        }
    }

    /** A tensor whose elements are read when the file is written. */
    public static OnnxConstant of(OnnxType type, long[] shape, TensorSource source) {
        return new OnnxConstant(type, Arrays.stream(shape).boxed().toList(), source);
    }

    /** The elements of an array, read when the file is written: the array must stay open until then. */
    public static OnnxConstant of(NDArray array) {
        return of(OnnxType.of(array.getDataType()), array.getShape().getShape(), array::toByteBuffer);
    }

    /** A scalar of type int64. */
    public static OnnxConstant scalar(long value) {
        return copied(OnnxType.INT64, new long[0], elements(Long.BYTES).putLong(value));
    }

    /** A scalar of type float32. */
    public static OnnxConstant scalar(float value) {
        return copied(OnnxType.FLOAT32, new long[0], elements(Float.BYTES).putFloat(value));
    }

    /** A vector of type int64, as the operators on shapes take it. */
    public static OnnxConstant integers(long... values) {
        ByteBuffer elements = elements(values.length * Long.BYTES);
        Arrays.stream(values).forEach(elements::putLong);
        return copied(OnnxType.INT64, new long[] {values.length}, elements);
    }

    /** A vector of type float32. */
    public static OnnxConstant reals(float... values) {
        ByteBuffer elements = elements(values.length * Float.BYTES);
        for (float value : values) {
            elements.putFloat(value);
        }
        return copied(OnnxType.FLOAT32, new long[] {values.length}, elements);
    }

    /** Number of bytes of the elements. */
    public long bytes() {
        return Math.multiplyExact(shape.stream().reduce(1L, Math::multiplyExact), (long) type.bytes());
    }

    /**
     * Reads the elements.
     *
     * @throws IOException if the source cannot be read, or gives another number of bytes than the shape says
     */
    ByteBuffer read() throws IOException {
        ByteBuffer elements = source.read();
        if (elements.remaining() != bytes()) {
            throw new IOException("a constant of " + type + " " + shape + " has " + bytes() + " bytes, its source gave "
                    + elements.remaining());
        }
        return elements;
    }

    private static ByteBuffer elements(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static OnnxConstant copied(OnnxType type, long[] shape, ByteBuffer written) {
        ByteBuffer elements = written.flip().asReadOnlyBuffer();
        return of(type, shape, elements::duplicate);
    }
}
