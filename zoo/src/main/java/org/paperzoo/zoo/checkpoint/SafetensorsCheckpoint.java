package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;

/**
 * One safetensors file, mapped into memory: reading a tensor copies nothing. The file may have any length, one tensor at
 * most 2 GiB - 1 bytes.
 *
 * <p>Source: the format's description and its reference implementation (huggingface/safetensors,
 * {@code safetensors/src/tensor.rs}), whose checks are all made when the file is opened.
 */
public final class SafetensorsCheckpoint implements Checkpoint {

    private final MappedFile file;
    private final SafetensorsHeader header;

    private SafetensorsCheckpoint(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    /**
     * Opens a file and checks its whole header.
     *
     * @throws InvalidInputException if it is not a valid safetensors file of the types that {@link TensorType} names
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    public static SafetensorsCheckpoint open(Path path) throws IOException {
        MappedFile file = MappedFile.open(path);
        try {
            return new SafetensorsCheckpoint(file, SafetensorsHeader.read(file));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The strings that the file carries under {@code __metadata__}, such as {@code format}; empty if it has none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public String source() {
        return file.path().toString();
    }

    @Override
    public Set<String> names() {
        return header.tensors().keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return entry(name).info();
    }

    @Override
    public ByteBuffer read(String name) throws IOException {
        SafetensorsHeader.Entry entry = entry(name);
        return file.slice(entry.offset(), entry.info().bytes(), "tensor " + Printable.quote(name));
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(source() + ": no tensor named " + Printable.quote(name));
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
