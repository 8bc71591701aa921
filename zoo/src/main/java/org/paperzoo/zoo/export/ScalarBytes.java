package org.paperzoo.zoo.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.weights.TensorConversion;

/** One number in a type of a graph. */
final class ScalarBytes {

    private ScalarBytes() {}

    /** Little-endian; finite numbers beyond the type's range become its largest. */
    static ByteBuffer of(double value, TensorType type) {
        ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F64 -> bytes.putDouble(value);
            case F32 -> bytes.putFloat((float) value);
            case F16 -> bytes.putShort(TensorConversion.floatToHalf((float) value));
            case BF16 -> bytes.putShort(TensorConversion.floatToBfloat((float) value));
            case I64 -> bytes.putLong((long) value);
            case I32 -> bytes.putInt((int) value);
            case I16 -> bytes.putShort((short) value);
            case I8, U8 -> bytes.put((byte) value);
            case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
        }
        return bytes.flip();
    }
}
