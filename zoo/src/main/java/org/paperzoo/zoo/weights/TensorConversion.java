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

    /**
     * Float32 to IEEE 754 binary16, rounded to the nearest, ties to even. Finite values beyond its range become its largest,
     * ±65504, so that masks stay finite.
     */
    public static short floatToHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (Float.isInfinite(value)) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude >= 65504f) {
            return (short) (sign | 0x7bff);
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rounded = (bits & 0x7fffffff) + 0xfff + (bits >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }

    /**
     * Float32 to bfloat16, rounded to the nearest, ties to even. Finite values beyond its range become its largest,
     * ±3.3895e38, so that masks stay finite.
     */
    public static short floatToBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        short rounded = (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
        boolean beyond = (rounded & 0x7fff) == 0x7f80 && !Float.isInfinite(value);
        return beyond ? (short) (rounded - 1) : rounded;
    }
}
