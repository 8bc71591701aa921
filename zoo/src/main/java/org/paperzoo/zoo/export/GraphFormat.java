package org.paperzoo.zoo.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A file format that graphs are written in. */
public enum GraphFormat {
    /** One file for each graph. */
    ONNX(Set.of(Precision.FP32, Precision.FP16, Precision.INT8)),
    /** One archive, of which each graph is a method. */
    TORCHSCRIPT(Set.of(Precision.FP32, Precision.FP16, Precision.BF16));

    private final Set<Precision> precisions;

    GraphFormat(Set<Precision> precisions) {
        this.precisions = precisions;
    }

    /** The name on the command line, such as {@code onnx}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Finds a format by its name, in whatever case.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static GraphFormat named(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("format " + label + "; expected one of "
                        + Arrays.stream(values()).map(GraphFormat::label).collect(Collectors.joining(", "))));
    }

    /** Whether graphs of this format can be of a precision. */
    public boolean has(Precision precision) {
        return precisions.contains(precision);
    }

    /**
     * Checks that graphs of this format can be of a precision.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public void require(Precision precision) {
        if (!has(precision)) {
            throw new IllegalArgumentException("precision " + precision.label() + " is not to be had in " + label()
                    + "; expected one of "
                    + Arrays.stream(Precision.values())
                            .filter(precisions::contains)
                            .map(Precision::label)
                            .collect(Collectors.joining(", ")));
        }
    }
}
