package org.paperzoo.zoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * SHA-256 digests of files, remembered in a folder by the file's path, size and time of modification: a large checkpoint
 * is read once for its digest and not at every start.
 */
public final class DigestMemory {

    private static final int BUFFER_BYTES = 1 << 20;

    /** A file changed twice within the clock's grain looks unchanged, so that digests of fresh files are not remembered. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /** A memory in a folder, which need not exist yet. */
    public DigestMemory(Path folder) {
        this.folder = folder;
    }

    /** What is known of a file. */
    private record Known(String path, long size, String modified, String sha256) {}

    /** The digest of files together: of a single one its own, of several that of their names and digests in turn. */
    public String of(List<Path> files) throws IOException {
        if (files.size() == 1) {
            return of(files.get(0));
        }
        MessageDigest all = sha256();
        for (Path file : files) {
            all.update((file.getFileName() + "\n" + of(file) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(all.digest());
    }

    /** The digest of a file, in hexadecimal digits. */
    public String of(Path file) throws IOException {
        Path real = file.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        Path note = folder.resolve(of(real.toString()) + ".json");
        Known now = new Known(
                real.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toString(),
                null);
        Known before = read(note);
        if (before != null
                && before.sha256() != null
                && before.equals(new Known(now.path(), now.size(), now.modified(), before.sha256()))) {
            return before.sha256();
        }
        String digest = digest(real);
        Instant settled = attributes.lastModifiedTime().toInstant().plus(GRAIN);
        if (settled.isBefore(Instant.now())) {
            write(note, new Known(now.path(), now.size(), now.modified(), digest));
        }
        return digest;
    }

    /** The digest of a text. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What was remembered; nothing where the note is missing or broken. */
    private static Known read(Path note) throws IOException {
        if (!Files.isRegularFile(note)) {
            return null;
        }
        try {
            return JSON.readValue(note.toFile(), Known.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private void write(Path note, Known known) throws IOException {
        Files.createDirectories(folder);
        Path beside = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(JSON.writeValueAsBytes(known));
                channel.force(true);
            }
            Files.move(beside, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
