package org.paperzoo.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Option;

/** The option {@code --json FILE} of a command: what it found, for other programs. */
final class JsonOutput {

    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "-",
            description =
                    "Write the result as JSON to FILE; to standard output, in place of the table, for - or nothing.")
    private Path file;

    /** Whether standard output is for the JSON alone. */
    boolean replacesText() {
        return file != null && file.toString().equals("-");
    }

    /** Whether JSON was asked for. */
    boolean wanted() {
        return file != null;
    }

    /** Refuses, before any work is done, a file that could not be written in the end. */
    void check() throws IOException {
        if (file != null && !replacesText()) {
            OutputFile.requireWritable("--json", file);
        }
    }

    /** Writes a value, whole or not at all. */
    void write(Object value) throws IOException {
        if (file == null) {
            return;
        }
        byte[] text = writer().writeValueAsBytes(value);
        if (replacesText()) {
            System.out.write(text, 0, text.length);
            System.out.println();
            return;
        }
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".paperzoo-", ".json");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE);
                    OutputStream stream = Channels.newOutputStream(channel)) {
                stream.write(text);
                stream.write('\n');
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static ObjectWriter writer() {
        ObjectMapper mapper = JsonMapper.builder()
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();
        return mapper.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    }
}
