package org.paperzoo.zoo.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.paperzoo.zoo.checkpoint.TensorType;

/** The type in which a network computes. Its inputs and outputs are float32 and int64 whatever it is. */
public enum Precision {
    FP32(TensorType.F32, Float.MAX_VALUE, 1e-4),
    FP16(TensorType.F16, 65504, 0.5),
    BF16(TensorType.BF16, 0x1.fep127, 0.5),
    /**
     * Weights of linear maps as 8-bit integers with a scale for each output, activations quantised as they come (dynamic
     * quantisation); the rest is float32.
     */
    INT8(TensorType.F32, Float.MAX_VALUE, 0.5);

    private final TensorType floats;
    private final double largest;
    private final double allowedDifference;

    Precision(TensorType floats, double largest, double allowedDifference) {
        this.floats = floats;
        this.largest = largest;
        this.allowedDifference = allowedDifference;
    }

    /** The type of what is float32 at full precision. */
    TensorType floats() {
        return floats;
    }

    /** What arrays of that type are called in manifests. */
    String floatType() {
        return switch (floats) {
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            default -> "float32";
        };
    }

    /** The largest finite number, which stands for those beyond it: masks add the lowest number of float32. */
    double largest() {
        return largest;
    }

    /** Whether graphs compute as the blocks do. */
    boolean isFull() {
        return this == FP32;
    }

    /**
     * How far an output may be from the blocks' in full precision, as a share of it. At full precision that is the largest
     * difference that the roundings of a deep network add up to. At others it is the typical one, and tells a graph that
     * is broken from one that is coarse: a network that chooses by scores may choose otherwise by coarse ones.
     */
    double allowedDifference() {
        return allowedDifference;
    }

    /** The name on the command line and in results, such as {@code fp16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a precision by its name, in whatever case.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Precision named(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision " + label + "; expected one of "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(", "))));
    }
}
