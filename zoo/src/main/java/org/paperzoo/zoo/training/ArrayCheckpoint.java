package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Float32 arrays that a training is about to save, as a checkpoint. Closing it leaves the arrays alone. */
final class ArrayCheckpoint implements Checkpoint {

    private final Map<String, NDArray> arrays;

    ArrayCheckpoint(Map<String, NDArray> arrays) {
        this.arrays = new LinkedHashMap<>(arrays);
        arrays.forEach((name, array) -> {
            if (array.getDataType() != DataType.FLOAT32) {
                throw new IllegalArgumentException(name + " is of type " + array.getDataType() + ", not float32");
            }
        });
    }

    @Override
    public String source() {
        return "the training's arrays";
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        long[] shape = array(name).getShape().getShape();
        return new TensorInfo(name, TensorType.F32, Arrays.stream(shape).boxed().toList());
    }

    @Override
    public ByteBuffer read(String name) {
        return array(name).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private NDArray array(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array named " + name);
        }
        return array;
    }

    @Override
    public void close() {}
}
