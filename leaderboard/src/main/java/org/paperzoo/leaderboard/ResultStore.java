package org.paperzoo.leaderboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Results as lines of JSON in one file, appended and never changed. Several processes may append at once: each takes the
 * file's lock, writes its line whole and syncs it.
 */
public final class ResultStore {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    /** A store in a file, which need not exist yet. */
    public ResultStore(Path file) {
        this.file = file;
    }

    /** The store of {@code $PAPERZOO_HOME}, or of {@code .paperzoo} in the user's home. */
    public static ResultStore standard() {
        String home = System.getenv("PAPERZOO_HOME");
        Path folder =
                home == null || home.isEmpty() ? Path.of(System.getProperty("user.home"), ".paperzoo") : Path.of(home);
        return new ResultStore(folder.resolve("results.jsonl"));
    }

    /** Where the results are. */
    public Path file() {
        return file;
    }

    /** Appends a result. */
    public void append(Result result) throws IOException {
        byte[] line = (JSON.writeValueAsString(result) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            long end = channel.size();
            // A process that was killed while it wrote leaves half a line: it ends here and is skipped when reading.
            boolean broken = end > 0 && !endsWithNewline(channel, end);
            ByteBuffer bytes = ByteBuffer.allocate(line.length + (broken ? 1 : 0));
            if (broken) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static boolean endsWithNewline(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, end - 1);
        return last.get(0) == '\n';
    }

    /**
     * Reads all results in the order in which they were appended.
     *
     * @throws InvalidInputException if a whole line is not a result; a half-written line is left out
     */
    public List<Result> read() throws IOException {
        List<Result> results = new ArrayList<>();
        if (!Files.exists(file)) {
            return results;
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank() || !line.endsWith("}")) {
                    continue;
                }
                try {
                    results.add(JSON.readValue(line, Result.class));
                } catch (JsonProcessingException e) {
                    throw new InvalidInputException(
                            file + ":" + number + ": not a result: " + e.getOriginalMessage(), e);
                }
            }
        }
        return results;
    }
}
