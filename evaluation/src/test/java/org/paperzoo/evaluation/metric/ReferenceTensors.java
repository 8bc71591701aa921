package org.paperzoo.evaluation.metric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Tensors of the reference cases, as Java arrays. */
public final class ReferenceTensors implements AutoCloseable {

    private final Checkpoint tensors;

    private ReferenceTensors(Checkpoint tensors) {
        this.tensors = tensors;
    }

    /** Opens a file of the project's copies. */
    public static ReferenceTensors open(String path) {
        try {
            return new ReferenceTensors(SafetensorsCheckpoint.open(ReferenceCases.path(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lengths of a tensor's axes. */
    public int[] shape(String name) {
        return tensors.info(name).shape().stream().mapToInt(Math::toIntExact).toArray();
    }

    /** A tensor's numbers, widened if they are single. */
    public double[] numbers(String name) {
        ByteBuffer bytes = buffer(name);
        double[] numbers = new double[Math.toIntExact(tensors.info(name).elements())];
        boolean single = tensors.info(name).type() == TensorType.F32;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = single ? bytes.getFloat() : bytes.getDouble();
        }
        return numbers;
    }

    /** A tensor's bytes. */
    public byte[] bytes(String name) {
        byte[] bytes = new byte[Math.toIntExact(tensors.info(name).bytes())];
        buffer(name).get(bytes);
        return bytes;
    }

    private ByteBuffer buffer(String name) {
        try {
            return tensors.read(name).duplicate().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            tensors.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
