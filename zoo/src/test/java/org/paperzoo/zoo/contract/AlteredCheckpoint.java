package org.paperzoo.zoo.contract;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;

/** A checkpoint in which one tensor is not as it should be: what strict loading must refuse. */
final class AlteredCheckpoint implements Checkpoint {

    private final Checkpoint original;

    /** What each name shows, and the tensor of the original that it is read from. */
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private final Map<String, String> sources = new LinkedHashMap<>();

    private AlteredCheckpoint(Checkpoint original) {
        this.original = original;
        for (String name : original.names()) {
            tensors.put(name, original.info(name));
            sources.put(name, name);
        }
    }

    /** Without a tensor, under all its names. */
    static Checkpoint without(Checkpoint original, String name) {
        AlteredCheckpoint altered = new AlteredCheckpoint(original);
        altered.tensors.keySet().removeIf(other -> original.sameStorage(name, other));
        return altered;
    }

    /** With one tensor more, a copy of another. */
    static Checkpoint with(Checkpoint original, String name, String copied) {
        AlteredCheckpoint altered = new AlteredCheckpoint(original);
        TensorInfo info = original.info(copied);
        altered.tensors.put(name, new TensorInfo(name, info.type(), info.shape()));
        altered.sources.put(name, copied);
        return altered;
    }

    /** With an axis of length 1 before a tensor's own: the same elements in another shape. */
    static Checkpoint reshaped(Checkpoint original, String name) {
        AlteredCheckpoint altered = new AlteredCheckpoint(original);
        TensorInfo info = original.info(name);
        List<Long> shape = new ArrayList<>(info.shape());
        shape.add(0, 1L);
        altered.tensors.put(name, new TensorInfo(name, info.type(), shape));
        return altered;
    }

    @Override
    public String source() {
        return original.source() + " (altered)";
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return tensors.get(name);
    }

    @Override
    public ByteBuffer read(String name) throws IOException {
        return original.read(sources.get(name));
    }

    @Override
    public boolean sameStorage(String name, String other) {
        return original.sameStorage(sources.get(name), sources.get(other));
    }

    @Override
    public void close() throws IOException {
        original.close();
    }
}
