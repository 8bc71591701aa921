package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.weights.TensorConversion;

/** The elements of a constant as a graph's file holds them. */
final class ConstantBytes {

    private ConstantBytes() {}

    /** The type in which a graph of some precision holds an array. */
    static TensorType type(DataType type, Precision precision) {
        return switch (type) {
            case FLOAT32 -> precision.floats();
            case FLOAT16 -> TensorType.F16;
            case FLOAT64 -> TensorType.F64;
            case INT64 -> TensorType.I64;
            case INT32 -> TensorType.I32;
            case INT8 -> TensorType.I8;
            case UINT8 -> TensorType.U8;
            case BOOLEAN -> TensorType.BOOL;
            default -> throw new IllegalArgumentException("no graph holds arrays of " + type);
        };
    }

    /** Little-endian elements, row by row. */
    static ByteBuffer of(NDArray array, Precision precision) {
        ByteBuffer elements = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        TensorType type = type(array.getDataType(), precision);
        if (array.getDataType() != DataType.FLOAT32 || type == TensorType.F32) {
            return elements;
        }
        FloatBuffer floats = elements.asFloatBuffer();
        ByteBuffer halves =
                ByteBuffer.allocate(floats.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            float value = floats.get();
            halves.putShort(
                    type == TensorType.F16
                            ? TensorConversion.floatToHalf(value)
                            : TensorConversion.floatToBfloat(value));
        }
        return halves.flip();
    }
}
