package org.paperzoo.zoo.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Tensors of a checkpoint as DJL arrays of their own type: inputs and expected outputs of reference cases. */
public final class TensorArrays {

    private TensorArrays() {}

    /** Reads every tensor; the arrays hang on the manager. */
    public static Map<String, NDArray> readAll(Checkpoint checkpoint, NDManager manager) throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (String name : checkpoint.names()) {
            arrays.put(name, read(checkpoint, name, manager));
        }
        return arrays;
    }

    /**
     * Reads one tensor. F16 and BF16 become float32 and I16 becomes int32: DJL's PyTorch engine ends the process when it
     * meets an array of BF16 or I16.
     */
    public static NDArray read(Checkpoint checkpoint, String name, NDManager manager) throws IOException {
        TensorInfo info = checkpoint.info(name);
        Shape shape = new Shape(info.shape().stream().mapToLong(Long::longValue).toArray());
        int elements = Math.toIntExact(info.elements());
        ByteBuffer bytes = checkpoint.read(name).order(ByteOrder.LITTLE_ENDIAN);
        if (info.type() == TensorType.F16 || info.type() == TensorType.BF16) {
            ByteBuffer floats =
                    ByteBuffer.allocateDirect(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            TensorConversion.toFloats(bytes, info.type(), floats.asFloatBuffer());
            return manager.create(floats, shape, DataType.FLOAT32);
        }
        if (info.type() == TensorType.I16) {
            ByteBuffer integers =
                    ByteBuffer.allocateDirect(elements * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            var shorts = bytes.asShortBuffer();
            for (int i = 0; i < elements; i++) {
                integers.putInt(i * Integer.BYTES, shorts.get(i));
            }
            return manager.create(integers, shape, DataType.INT32);
        }
        ByteBuffer copy =
                ByteBuffer.allocateDirect(Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        copy.put(bytes).flip();
        return manager.create(copy, shape, dataType(info.type()));
    }

    private static DataType dataType(TensorType type) {
        return switch (type) {
            case F64 -> DataType.FLOAT64;
            case F32, F16, BF16 -> DataType.FLOAT32;
            case I64 -> DataType.INT64;
            case I32, I16 -> DataType.INT32;
            case I8 -> DataType.INT8;
            case U8 -> DataType.UINT8;
            case BOOL -> DataType.BOOLEAN;
        };
    }
}
