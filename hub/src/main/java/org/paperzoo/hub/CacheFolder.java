package org.paperzoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import org.paperzoo.hub.RemoteFile.AtAddress;
import org.paperzoo.hub.RemoteFile.InRepository;

/**
 * Where fetched files lie, and what is known of each.
 *
 * <pre>
 * hub/models/owner--name/refs/main.json            the commit that a branch stood for when it was last asked
 * hub/models/owner--name/commits/COMMIT/files/…    the files of a commit, under their paths
 * hub/models/owner--name/commits/COMMIT/records/…  a record of each: address, length, digest, time
 * addresses/DIGEST OF THE ADDRESS/files, records   the same for files at addresses of their own
 * </pre>
 *
 * A file without a record, or unlike its record, counts as absent.
 */
final class CacheFolder {

    static final String FILES = "files";
    static final String RECORDS = "records";
    private static final String ENDING = ".json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path root;

    CacheFolder(Path root) {
        this.root = root;
    }

    /**
     * What is known of a fetched file.
     *
     * @param remote where it came from, in {@link RemoteFile}'s text form, at its commit
     * @param size its length
     * @param sha256 its digest
     * @param entityTag what the server called this version of it; null if nothing
     * @param modified the time of modification when it was put there: a file that has it still is taken to be unchanged
     * @param fetched when it was fetched
     */
    record FileRecord(String remote, long size, String sha256, String entityTag, String modified, String fetched) {

        boolean isFetchedAfter(Instant time) {
            try {
                return fetched != null && Instant.parse(fetched).isAfter(time);
            } catch (DateTimeParseException e) {
                return false;
            }
        }
    }

    /** A commit that a branch or tag stood for. */
    private record Reference(String commit, String asked) {}

    /** The folder of a commit or an address, in which {@link #FILES} and {@link #RECORDS} lie. */
    Path entry(RemoteFile file) {
        if (file instanceof InRepository repository) {
            return repository(repository).resolve("commits").resolve(folderName(repository.revision()));
        }
        return root.resolve("addresses")
                .resolve(Digest.of(((AtAddress) file).uri().toString()).hex());
    }

    private Path repository(InRepository file) {
        return root.resolve("hub")
                .resolve(file.kind().plural())
                .resolve(file.repository().replace("/", "--"));
    }

    /** A revision that is no commit may hold slashes, and may stand where the server names no commits. */
    private static String folderName(String revision) {
        return InRepository.isCommit(revision) ? revision : "revision-" + revision.replace("/", "--");
    }

    /** Where a file lies, or would lie. */
    Path place(RemoteFile file) {
        String path = file instanceof InRepository repository ? repository.path() : file.name();
        return SafePath.below(entry(file).resolve(FILES), path);
    }

    private Path recordOf(RemoteFile file) {
        String path = file instanceof InRepository repository ? repository.path() : file.name();
        return SafePath.below(entry(file).resolve(RECORDS), path + ENDING);
    }

    /** The same file at the commit that its branch or tag stood for when it was last asked. */
    Optional<InRepository> remembered(InRepository file) throws IOException {
        if (file.isPinned()) {
            return Optional.of(file);
        }
        return read(reference(file), Reference.class)
                .map(Reference::commit)
                .filter(InRepository::isCommit)
                .map(file::at);
    }

    void remember(InRepository asked, InRepository pinned) throws IOException {
        if (!asked.isPinned()) {
            write(
                    reference(asked),
                    new Reference(pinned.revision(), Instant.now().toString()));
        }
    }

    private Path reference(InRepository file) {
        return repository(file).resolve("refs").resolve(file.revision().replace("/", "--") + ENDING);
    }

    /** What is known of a file, if it has been fetched. */
    Optional<FileRecord> known(RemoteFile file) throws IOException {
        return read(recordOf(file), FileRecord.class).filter(known -> known.sha256() != null);
    }

    /**
     * What is wrong with a file that has a record: its length, or its digest where it was touched since.
     *
     * @param thoroughly whether its digest is computed even if it looks untouched
     */
    Optional<String> fault(Path file, FileRecord known, boolean thoroughly) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of("is gone");
        }
        long size = Files.size(file);
        if (size != known.size()) {
            return Optional.of("has " + size + " bytes, expected " + known.size());
        }
        boolean untouched = Files.getLastModifiedTime(file).toString().equals(known.modified());
        if (untouched && !thoroughly) {
            return Optional.empty();
        }
        String found = Digest.of(Digest.Kind.SHA256, file).hex();
        return found.equals(known.sha256())
                ? Optional.empty()
                : Optional.of("has the digest " + found + ", expected " + known.sha256());
    }

    /** Puts a whole, synced file in its place and records it. The record comes last: without it the file does not count. */
    Path keep(RemoteFile file, Path part, String entityTag) throws IOException {
        Path place = place(file);
        String sha256 = Digest.of(Digest.Kind.SHA256, part).hex();
        long size = Files.size(part);
        Files.deleteIfExists(recordOf(file));
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(place.getParent());
        write(
                recordOf(file),
                new FileRecord(
                        file.toString(),
                        size,
                        sha256,
                        entityTag,
                        Files.getLastModifiedTime(place).toString(),
                        Instant.now().toString()));
        return place;
    }

    /** Forgets a file and deletes it. */
    void drop(RemoteFile file) throws IOException {
        Files.deleteIfExists(recordOf(file));
        Files.deleteIfExists(place(file));
    }

    /** Makes a renaming last where the system lets folders be synced. */
    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders, and needs no syncing of them.
            return;
        }
    }

    static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(file.toFile(), type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static void write(Path file, Object content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path beside = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                            FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Channels.newOutputStream(channel)) {
                out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
