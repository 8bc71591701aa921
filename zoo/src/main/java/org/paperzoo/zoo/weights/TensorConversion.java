package org.paperzoo.zoo.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Conversions between the floating-point types of checkpoints and float32. Every one to float32 but F64's is exact. */
public final class TensorConversion {

    private TensorConversion() {}

    /**
     * Appends all elements of {@code source} (little-endian, from position to limit) to {@code target}.
     *
     * @throws IllegalArgumentException if the type is not a floating-point one
     */
    public static void toFloats(ByteBuffer source, TensorType type, FloatBuffer target) {
        ByteBuffer from = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> target.put(from.asFloatBuffer());
            case F64 -> {
                var doubles = from.asDoubleBuffer();
                while (doubles.hasRemaining()) {
                    target.put((float) doubles.get());
                }
            }
            case F16 -> {
                var halves = from.asShortBuffer();
                while (halves.hasRemaining()) {
                    target.put(halfToFloat(halves.get()));
                }
            }
            case BF16 -> {
                var halves = from.asShortBuffer();
                while (halves.hasRemaining()) {
                    target.put(Float.intBitsToFloat(halves.get() << 16));
                }
            }
            default -> throw new IllegalArgumentException(type + " is not a floating-point type");
        }
    }

    /** IEEE 754 binary16 to float32, exactly: subnormals, infinities and NaNs included. */
    public static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }
}
