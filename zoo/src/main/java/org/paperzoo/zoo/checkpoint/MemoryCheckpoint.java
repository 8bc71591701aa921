package org.paperzoo.zoo.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Tensors that are in memory already, such as those of a model that was trained here. */
public final class MemoryCheckpoint implements Checkpoint {

    private final String source;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> contents = new LinkedHashMap<>();

    private MemoryCheckpoint(String source) {
        this.source = source;
    }

    /**
     * Makes a checkpoint of buffers, which are not copied.
     *
     * @param source what the tensors are, for messages
     * @param tensors the elements of each tensor, little-endian and row-major, from the buffer's position to its limit
     * @throws IllegalArgumentException if two tensors have one name, or a buffer is not as long as its tensor
     */
    public static MemoryCheckpoint of(String source, Map<TensorInfo, ByteBuffer> tensors) {
        MemoryCheckpoint checkpoint = new MemoryCheckpoint(source);
        tensors.forEach(checkpoint::add);
        return checkpoint;
    }

    private void add(TensorInfo info, ByteBuffer content) {
        if (content.remaining() != info.bytes()) {
            throw new IllegalArgumentException(source + ": " + Printable.quote(info.name()) + " takes " + info.bytes()
                    + " bytes, but its buffer holds " + content.remaining());
        }
        if (infos.put(info.name(), info) != null) {
            throw new IllegalArgumentException(source + ": two tensors are named " + Printable.quote(info.name()));
        }
        contents.put(info.name(), content.slice().asReadOnlyBuffer());
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(infos.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = infos.get(name);
        if (info == null) {
            throw new IllegalArgumentException(source + ": no tensor named " + Printable.quote(name));
        }
        return info;
    }

    @Override
    public ByteBuffer read(String name) {
        info(name);
        return contents.get(name).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Does nothing: the buffers are their owner's. */
    @Override
    public void close() {}
}
