package org.paperzoo.datasets;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear whole or not at all: written beside, forced to the disk, then renamed. */
public final class NewFile {

    private NewFile() {}

    /** Writes a UTF-8 text file, replacing one of that name. Missing folders above it are made. */
    public static void write(Path file, Content content) throws IOException {
        writeBytes(file, output -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8), 1 << 16);
            content.write(writer);
            writer.flush();
        });
    }

    /** Writes a file of bytes, replacing one of that name. Missing folders above it are made. */
    public static void writeBytes(Path file, Bytes content) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        // Not Files.createTempFile: its files can be read by their owner only, and the renamed one would stay so.
        Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream output = Channels.newOutputStream(channel);
                content.write(output);
                channel.force(true);
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Writes text. */
    public interface Content {
        void write(Writer writer) throws IOException;
    }

    /** Writes bytes. */
    public interface Bytes {
        void write(OutputStream output) throws IOException;
    }
}
