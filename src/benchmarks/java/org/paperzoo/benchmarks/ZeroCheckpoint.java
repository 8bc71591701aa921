package org.paperzoo.benchmarks;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.nn.NamedBlock;

/** The tensors that a network declares, all zero, to be written to a file. */
final class ZeroCheckpoint implements Checkpoint {

    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    ZeroCheckpoint(NamedBlock network) {
        network.getParameters().forEach(pair -> {
            List<Long> shape =
                    LongStream.of(pair.getValue().getShape().getShape()).boxed().toList();
            tensors.put(pair.getKey(), new TensorInfo(pair.getKey(), TensorType.F32, shape));
        });
    }

    @Override
    public String source() {
        return "zeros";
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return tensors.get(name);
    }

    @Override
    public ByteBuffer read(String name) {
        return ByteBuffer.allocate(Math.toIntExact(info(name).bytes()));
    }

    @Override
    public void close() {}
}
