package org.paperzoo.zoo.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.paperzoo.zoo.checkpoint.TensorType;

/** The type in which a network computes. Its inputs and outputs are float32 and int64 whatever it is. */
public enum Precision {
    FP32(TensorType.F32),
    FP16(TensorType.F16),
    BF16(TensorType.BF16),
    /**
     * Weights of linear maps as 8-bit integers with a scale for each output, activations quantised as they come (dynamic
     * quantisation); the rest is float32.
     */
    INT8(TensorType.F32);

    private final TensorType floats;

    Precision(TensorType floats) {
        this.floats = floats;
    }

    /** The type of what is float32 at full precision. */
    TensorType floats() {
        return floats;
    }

    /** The name on the command line and in results, such as {@code fp16}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a precision by its name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Precision named(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("precision " + label + "; expected one of "
                        + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(", "))));
    }
}
