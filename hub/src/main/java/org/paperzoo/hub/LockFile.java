package org.paperzoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.paperzoo.hub.RemoteFile.InRepository;

/**
 * Which commits and digests a run was made from, so that it can be repeated bit for bit: for each file as it was asked for,
 * the file at its commit, its length and its SHA-256. What is listed is fetched as listed, or refused.
 *
 * <p>For several threads.
 */
public final class LockFile {

    private static final int VERSION = 1;
    private static final long LARGEST = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Locked> locked;
    private boolean changed;

    private LockFile(Path file, Map<String, Locked> locked) {
        this.file = file;
        this.locked = locked;
    }

    /**
     * What a file was.
     *
     * @param resolved the file at its commit, in {@link RemoteFile}'s text form
     * @param size its length
     * @param sha256 its digest
     */
    public record Locked(String resolved, long size, String sha256) {}

    /**
     * Opens a lock file, which need not exist yet.
     *
     * @throws DamagedException if it is something else; the message says what
     */
    public static LockFile open(Path file) throws IOException {
        Map<String, Locked> locked = new TreeMap<>();
        if (Files.exists(file)) {
            if (Files.size(file) > LARGEST) {
                throw new DamagedException(file + ": is no lock file: it has more than " + LARGEST + " bytes");
            }
            try {
                JsonNode json = JSON.readTree(file.toFile());
                if (json == null
                        || json.path("version").asInt() != VERSION
                        || !json.path("files").isObject()) {
                    throw new DamagedException(
                            file + ": is no lock file: expected \"version\": " + VERSION + " and \"files\"");
                }
                for (Map.Entry<String, JsonNode> entry : json.path("files").properties()) {
                    locked.put(entry.getKey(), read(file, entry.getKey(), entry.getValue()));
                }
            } catch (JsonProcessingException e) {
                throw new DamagedException(file + ": is not JSON (line "
                        + (e.getLocation() == null ? "1" : e.getLocation().getLineNr()) + ")");
            }
        }
        return new LockFile(file, locked);
    }

    private static Locked read(Path file, String key, JsonNode value) throws DamagedException {
        try {
            Locked locked = JSON.treeToValue(value, Locked.class);
            RemoteFile.parse(locked.resolved()).withSha256(locked.sha256());
            RemoteFile.parse(key);
            return locked;
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new DamagedException(file + ": \"" + key + "\" has no resolved, size and sha256 as they should be");
        }
    }

    /** The file as it is listed, with its digest; the same file where it is not listed. */
    synchronized RemoteFile pinned(RemoteFile asked) {
        Locked entry = locked.get(asked.toString());
        return entry == null ? asked : RemoteFile.parse(entry.resolved()).withSha256(entry.sha256());
    }

    /** Lists a file that was asked for and fetched. */
    synchronized void add(RemoteFile asked, RemoteFile resolved, long size, String sha256) {
        Locked now = new Locked(resolved.toString(), size, sha256);
        changed |= !now.equals(locked.put(asked.toString(), now));
    }

    /** What is listed, by what was asked for. */
    public synchronized Map<String, Locked> files() {
        return Collections.unmodifiableMap(new TreeMap<>(locked));
    }

    /** The commit of a repository's branch as listed, if any of its files is. */
    synchronized Optional<String> commit(RemoteFile.Kind kind, String repository, String revision) {
        return locked.entrySet().stream()
                .filter(entry -> RemoteFile.parse(entry.getKey()) instanceof InRepository asked
                        && asked.kind() == kind
                        && asked.repository().equals(repository)
                        && asked.revision().equals(revision))
                .map(entry -> RemoteFile.parse(entry.getValue().resolved()))
                .filter(InRepository.class::isInstance)
                .map(resolved -> ((InRepository) resolved).revision())
                .findFirst();
    }

    /** Writes the list, whole or not at all, if it has changed. */
    synchronized void save() throws IOException {
        if (!changed) {
            return;
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", VERSION);
        json.set("files", JSON.valueToTree(locked));
        CacheFolder.write(file, json);
        changed = false;
    }
}
