package org.paperzoo.evaluation.comparison;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How far a contender's outputs are from the baseline's. Floating-point arrays are compared as doubles; integers and
 * booleans as whole numbers, exactly. A NaN agrees with a NaN and an infinity with itself; against anything else they
 * differ infinitely.
 *
 * @param absolute largest absolute difference of any two elements
 * @param relative largest absolute difference within an array over the largest finite magnitude in the baseline's array,
 *     the greatest of all arrays: element by element, values near zero would drown all others
 * @param mismatch why the outputs cannot be compared element by element, in which case both figures are infinite; else
 *     null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutputDifference(double absolute, double relative, String mismatch) {

    /** Compares outputs array by array, in their order. */
    public static OutputDifference between(NDList baseline, NDList contender) {
        if (baseline.size() != contender.size()) {
            return mismatched(contender.size() + " outputs, not " + baseline.size());
        }
        double absolute = 0;
        double relative = 0;
        for (int i = 0; i < baseline.size(); i++) {
            NDArray expected = baseline.get(i);
            NDArray actual = contender.get(i);
            if (!expected.getShape().equals(actual.getShape())) {
                return mismatched(
                        "output " + i + " has the shape " + actual.getShape() + ", not " + expected.getShape());
            }
            Kind kind = Kind.of(expected.getDataType());
            if (kind == Kind.OTHER || kind != Kind.of(actual.getDataType())) {
                return mismatched("output " + i + " is of type " + actual.getDataType()
                        + ", which is not compared with " + expected.getDataType());
            }
            Largest largest = kind == Kind.FLOATING
                    ? Largest.of(doubles(expected), doubles(actual))
                    : Largest.of(wholes(expected), wholes(actual));
            absolute = Math.max(absolute, largest.difference());
            relative = Math.max(relative, largest.relative());
        }
        return new OutputDifference(absolute, relative, null);
    }

    private static OutputDifference mismatched(String reason) {
        return new OutputDifference(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, reason);
    }

    /** What kinds of numbers are compared with each other. BFLOAT16 is not read: DJL's native library cannot hand it out. */
    private enum Kind {
        FLOATING,
        WHOLE,
        OTHER;

        static Kind of(DataType type) {
            return switch (type) {
                case FLOAT16, FLOAT32, FLOAT64 -> FLOATING;
                case INT8, UINT8, INT32, INT64, BOOLEAN -> WHOLE;
                default -> OTHER;
            };
        }
    }

    private record Largest(double difference, double magnitude) {

        double relative() {
            return difference == 0 ? 0 : difference / magnitude;
        }

        static Largest of(double[] expected, double[] actual) {
            double difference = 0;
            double magnitude = 0;
            for (int i = 0; i < expected.length; i++) {
                if (Double.isFinite(expected[i])) {
                    magnitude = Math.max(magnitude, Math.abs(expected[i]));
                }
                // Equal by compare: NaN and NaN, and equal infinities, whose subtraction would give NaN.
                if (Double.compare(expected[i], actual[i]) != 0) {
                    double distance = Math.abs(expected[i] - actual[i]);
                    difference = Math.max(difference, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
                }
            }
            return new Largest(difference, magnitude);
        }

        static Largest of(long[] expected, long[] actual) {
            double difference = 0;
            double magnitude = 0;
            for (int i = 0; i < expected.length; i++) {
                magnitude = Math.max(magnitude, Math.abs((double) expected[i]));
                if (expected[i] != actual[i]) {
                    long distance = expected[i] - actual[i];
                    // Only a distance that leaves the range of long is rounded.
                    boolean overflow = ((expected[i] ^ actual[i]) & (expected[i] ^ distance)) < 0;
                    difference = Math.max(
                            difference,
                            Math.abs(overflow ? (double) expected[i] - (double) actual[i] : (double) distance));
                }
            }
            return new Largest(difference, magnitude);
        }
    }

    private static double[] doubles(NDArray array) {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        float[] floats;
        if (array.getDataType() == DataType.FLOAT32) {
            floats = array.toFloatArray();
        } else {
            try (NDArray wider = array.toType(DataType.FLOAT32, true)) {
                floats = wider.toFloatArray();
            }
        }
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    private static long[] wholes(NDArray array) {
        return switch (array.getDataType()) {
            case INT64 -> array.toLongArray();
            case INT32 -> Arrays.stream(array.toIntArray()).asLongStream().toArray();
            case UINT8 -> Arrays.stream(array.toUint8Array()).asLongStream().toArray();
            case BOOLEAN -> {
                boolean[] flags = array.toBooleanArray();
                yield IntStream.range(0, flags.length)
                        .mapToLong(i -> flags[i] ? 1 : 0)
                        .toArray();
            }
            default -> {
                byte[] bytes = array.toByteArray();
                yield IntStream.range(0, bytes.length).mapToLong(i -> bytes[i]).toArray();
            }
        };
    }
}
