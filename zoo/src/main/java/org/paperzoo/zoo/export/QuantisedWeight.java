package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A matrix {@code [out, in]} as 8-bit integers with one scale for each output: {@code weight[o, i] ≈ value[i, o] · scale[o]},
 * symmetric around 0, rounded to the nearest. It is stored as {@code [in, out]}, as ONNX multiplies by it.
 */
final class QuantisedWeight {

    private static final float LARGEST = 127;

    private final int outputs;
    private final int inputs;
    private final NDArray matrix;

    QuantisedWeight(NDArray matrix) {
        this.matrix = matrix;
        outputs = Math.toIntExact(matrix.getShape().get(0));
        inputs = Math.toIntExact(matrix.getShape().get(1));
    }

    long[] shape() {
        return new long[] {inputs, outputs};
    }

    /** The integers, row by row of {@code [in, out]}. */
    ByteBuffer values() {
        FloatBuffer weights = weights();
        float[] scales = scales(weights);
        byte[] values = new byte[inputs * outputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                values[in * outputs + out] = (byte) Math.round(weights.get(out * inputs + in) / scales[out]);
            }
        }
        return ByteBuffer.wrap(values);
    }

    /** The scales {@code [out]} as float32. */
    ByteBuffer scales() {
        ByteBuffer bytes = ByteBuffer.allocate(outputs * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float scale : scales(weights())) {
            bytes.putFloat(scale);
        }
        return bytes.flip();
    }

    private FloatBuffer weights() {
        return matrix.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private float[] scales(FloatBuffer weights) {
        float[] scales = new float[outputs];
        for (int out = 0; out < outputs; out++) {
            float largest = 0;
            for (int in = 0; in < inputs; in++) {
                largest = Math.max(largest, Math.abs(weights.get(out * inputs + in)));
            }
            scales[out] = largest == 0 ? 1 : largest / LARGEST;
        }
        return scales;
    }
}
