package org.paperzoo.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where a command writes what may be large: a file, whole or not at all, or standard output. */
final class ExportOutput {

    private ExportOutput() {}

    /** What writes. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Runs a writing. Without a file, it goes to standard output. */
    static void write(Path file, Writing writing) throws IOException {
        if (file == null) {
            OutputStream out = new BufferedOutputStream(new FilterOutputStream(System.out) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }
            });
            writing.to(out);
            out.flush();
            return;
        }
        OutputFile.requireWritable("-o", file);
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".paperzoo-", ".part");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                writing.to(out);
                out.flush();
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
