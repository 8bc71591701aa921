package org.paperzoo.zoo.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Writes checkpoints as safetensors files, one tensor after the other, so that memory holds one tensor at most. The file
 * appears under its name only when it is whole: it is written beside, forced to the disk and renamed.
 */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    /** Bytes handed to the channel at a time: it copies what is not in native memory into a buffer of that size. */
    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes all tensors of a checkpoint. Wider types come first, as the reference implementation writes them, so that
     * every element lies at a multiple of its size; the header is padded with spaces to a multiple of 8 bytes.
     *
     * @param target the file, which is replaced if there is one; its folder must exist
     * @param metadata strings for {@code __metadata__}; nothing is written for an empty map
     * @throws InvalidInputException if a name cannot be written, or the names together exceed the format's 100 MB
     */
    public static void write(Path target, Checkpoint checkpoint, Map<String, String> metadata) throws IOException {
        if (Files.isDirectory(target)) {
            throw new InvalidInputException(target + ": a folder; name a file to write");
        }
        List<TensorInfo> tensors = checkpoint.names().stream()
                .map(checkpoint::info)
                .sorted(Comparator.comparingInt(info -> -info.type().bytes()))
                .toList();
        ByteBuffer header = header(checkpoint.source(), tensors, metadata);
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        Path beside = folder.resolve("." + absolute.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            // Not a temporary file of Java's, which would be readable by its owner only.
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeFully(channel, header);
                for (TensorInfo info : tensors) {
                    ByteBuffer content = checkpoint.read(info.name());
                    if (content.remaining() != info.bytes()) {
                        throw new IOException(checkpoint.source() + ": tensor " + Printable.quote(info.name())
                                + " gave " + content.remaining() + " bytes, not " + info.bytes());
                    }
                    writeFully(channel, content);
                }
                channel.force(true);
            }
            Files.move(beside, absolute, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folder);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static ByteBuffer header(String source, List<TensorInfo> tensors, Map<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(json)) {
            generator.writeStartObject();
            if (!metadata.isEmpty()) {
                generator.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    generator.writeStringField(entry.getKey(), entry.getValue());
                }
                generator.writeEndObject();
            }
            long offset = 0;
            for (TensorInfo info : tensors) {
                if (info.name().equals(SafetensorsHeader.METADATA)) {
                    throw new InvalidInputException(
                            source + ": no tensor of a safetensors file can be named " + SafetensorsHeader.METADATA);
                }
                // Half of a surrogate pair has no UTF-8, and would come out as a question mark.
                if (!StandardCharsets.UTF_8.newEncoder().canEncode(info.name())) {
                    throw new InvalidInputException(
                            source + ": the tensor's name " + Printable.quote(info.name()) + " is not valid Unicode");
                }
                long end = Math.addExact(offset, info.bytes());
                generator.writeObjectFieldStart(info.name());
                generator.writeStringField("dtype", info.type().name());
                writeNumbers(generator, "shape", info.shape());
                writeNumbers(generator, "data_offsets", List.of(offset, end));
                generator.writeEndObject();
                offset = end;
            }
            generator.writeEndObject();
        }
        int padding = -json.size() & (ALIGNMENT - 1);
        json.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        if (json.size() > SafetensorsHeader.LONGEST) {
            throw new InvalidInputException(source + ": the header would have " + json.size()
                    + " bytes; the format allows " + SafetensorsHeader.LONGEST);
        }
        return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .flip();
    }

    private static void writeNumbers(JsonGenerator generator, String key, List<Long> numbers) throws IOException {
        generator.writeArrayFieldStart(key);
        for (long number : numbers) {
            generator.writeNumber(number);
        }
        generator.writeEndArray();
    }

    private static void writeFully(FileChannel channel, ByteBuffer content) throws IOException {
        int limit = content.limit();
        while (content.position() < limit) {
            content.limit(content.position() + Math.min(CHUNK, limit - content.position()));
            channel.write(content);
        }
    }

    /** Makes the new name itself survive a crash; Windows has no such thing as an open folder, and does not need it. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is whole and in place; only how soon its name is on the disk is left to the system.
        }
    }
}
