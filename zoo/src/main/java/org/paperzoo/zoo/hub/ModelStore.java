package org.paperzoo.zoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.paperzoo.hub.AbsentException;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.hub.RemoteFile;
import org.paperzoo.hub.UnreachableException;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.catalogue.ModelCard.GraphArtifact;

/**
 * Brings a card's files onto this machine: from the project's resources, or from where the card says into the cache of a
 * {@link Hub}. Safe for several threads.
 */
public final class ModelStore {

    private static final String INDEX = ".index.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Hub hub;
    private final Hub.Manner manner;
    private final String revision;
    private final Path cache;

    /**
     * A store.
     *
     * @param hub brings the files
     * @param manner how it does
     */
    public ModelStore(Hub hub, Hub.Manner manner) {
        this(hub, manner, null);
    }

    private ModelStore(Hub hub, Hub.Manner manner, String revision) {
        this.hub = hub;
        this.manner = manner;
        this.revision = revision;
        cache = hub.settings().cache().normalize(); // what is below it is compared with it
    }

    /** The store that the environment describes; see {@link HubSettings#of}. */
    public static ModelStore standard() {
        return new ModelStore(new Hub(HubSettings.of(System.getenv())), Hub.Manner.STANDARD);
    }

    /** The same store, but repositories at another revision than their cards say: a branch, tag or commit. */
    public ModelStore at(String otherRevision) {
        return new ModelStore(hub, manner, otherRevision);
    }

    /** The folder that keeps graphs recorded from models. */
    public Path graphs() {
        return cache.resolve("graphs");
    }

    /** Digests of files, remembered in the cache. */
    public DigestMemory digests() {
        return new DigestMemory(cache.resolve("digests"));
    }

    /**
     * A model's files on this machine.
     *
     * @param folder all of them
     * @param weights the weights' file; of sharded weights their index
     * @param files those that came from elsewhere, with their digests; empty where they are resources of the project
     */
    public record StoredModel(Path folder, Path weights, List<Hub.Present> files) {}

    /**
     * Brings the files of a card's checkpoint into one folder.
     *
     * @throws UnreachableException if a file is neither here nor to be had, or the authors released no weights
     * @throws IOException if a file is not what it should be, or a name in the card or in an index of shards would leave
     *     its folder
     */
    public StoredModel files(ModelCard card) throws IOException {
        CheckpointLocation location = card.released()
                .orElseThrow(() -> new UnreachableException(
                        card.id() + ": the authors released no weights; train it (paperzoo train " + card.id()
                                + ") and pass --weights",
                        null));
        return files(card, location);
    }

    /**
     * Brings the files of another checkpoint that a card names into one folder, such as the weights of a backbone.
     *
     * @throws UnreachableException if a file is neither here nor to be had
     * @throws IOException as {@link #files(ModelCard)}
     */
    public StoredModel files(ModelCard card, CheckpointLocation location) throws IOException {
        if (location.resource() != null) {
            return resources(card, location);
        }
        if (location.manual() != null) {
            throw new UnreachableException(card.id() + ": " + location.manual() + "; then pass --weights", null);
        }
        Map<String, RemoteFile> others = new LinkedHashMap<>();
        for (String file : location.files()) {
            others.put(file, remote(card, location, hubOfFiles(location), file));
        }
        List<String> refused = new ArrayList<>();
        for (String weights : location.weights()) {
            for (String candidate : weights.endsWith(INDEX) ? List.of(weights) : List.of(weights, weights + INDEX)) {
                RemoteFile wanted = remote(card, location, location.repository(), candidate);
                Map<String, RemoteFile> files = new LinkedHashMap<>(others);
                files.put(candidate, wanted);
                try {
                    return bring(card, location, files, candidate);
                } catch (AbsentException e) {
                    if (!e.file().equals(wanted)) {
                        throw e;
                    }
                    refused.add(e.getMessage());
                } catch (NotCachedException e) {
                    // A file that no card names need not be told about.
                    if (candidate.equals(weights)) {
                        refused.add(e.getMessage());
                    }
                }
            }
        }
        throw new UnreachableException(card.id() + ": no weights: " + String.join("; ", refused), null);
    }

    private StoredModel bring(
            ModelCard card, CheckpointLocation location, Map<String, RemoteFile> files, String weights)
            throws IOException {
        if (hub.settings().offline()) {
            // Weights of another format may be there: that these are not is no failure yet.
            try {
                hub.bring(files.get(weights), manner);
            } catch (UnreachableException e) {
                throw new NotCachedException(e);
            }
        }
        List<Hub.Present> present = new ArrayList<>(hub.bring(List.copyOf(files.values()), manner));
        List<String> names = new ArrayList<>(files.keySet());
        if (weights.endsWith(INDEX)) {
            Path index = present.get(names.indexOf(weights)).path();
            Map<String, RemoteFile> shards = new LinkedHashMap<>();
            for (String shard : shards(card, index)) {
                String below =
                        weights.contains("/") ? weights.substring(0, weights.lastIndexOf('/') + 1) + shard : shard;
                shards.put(below, remote(card, location, location.repository(), below));
            }
            present.addAll(hub.bring(List.copyOf(shards.values()), manner));
            names.addAll(shards.keySet());
        }
        Path folder = together(card, names, present);
        return new StoredModel(folder, folder.resolve(weights), List.copyOf(present));
    }

    /** Weights that are not in the cache, while nothing may be fetched. */
    private static final class NotCachedException extends IOException {
        NotCachedException(UnreachableException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Names of the files that an index of sharded weights lists. */
    private static List<String> shards(ModelCard card, Path index) throws IOException {
        JsonNode map;
        try {
            map = JSON.readTree(index.toFile()).path("weight_map");
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(index + ": the index of " + card.id() + "'s weights is not JSON", e);
        }
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode name : map) {
            names.add(name.asText());
        }
        if (names.isEmpty()) {
            throw new InvalidInputException(index + ": has no \"weight_map\" that lists the weights' files");
        }
        return List.copyOf(names);
    }

    /**
     * One folder with files that may have come from several places. Files of one repository lie together already; others
     * are linked, or copied where links cannot be, into a folder named by their digests.
     */
    private Path together(ModelCard card, List<String> names, List<Hub.Present> files) throws IOException {
        Path first = folderOf(names.get(0), files.get(0).path());
        boolean together = true;
        StringBuilder digests = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            together &= first != null
                    && first.equals(folderOf(names.get(i), files.get(i).path()));
            digests.append(names.get(i))
                    .append(' ')
                    .append(files.get(i).sha256())
                    .append('\n');
        }
        if (together) {
            return first;
        }
        Path folder = cache.resolve("models")
                .resolve(card.id())
                .resolve(DigestMemory.of(digests.toString()).substring(0, 32));
        for (int i = 0; i < names.size(); i++) {
            link(files.get(i).path(), folder.resolve(names.get(i)));
        }
        return folder;
    }

    /** The folder below which a file has a name, or null if it has another. */
    private static Path folderOf(String name, Path file) {
        Path folder = file;
        for (int i = 0; i < Path.of(name).getNameCount(); i++) {
            folder = folder.getParent();
        }
        return folder != null && folder.resolve(name).equals(file) ? folder : null;
    }

    private static void link(Path file, Path target) throws IOException {
        if (Files.isRegularFile(target) && (Files.isSameFile(file, target) || Files.mismatch(file, target) < 0)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path draft = Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".part");
        try {
            Files.delete(draft);
            try {
                Files.createLink(draft, file);
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Brings a ready-made graph and the files that belong to it into one folder.
     *
     * @return the graph's file
     * @throws UnreachableException if a file is neither here nor to be had
     */
    public Path artifact(ModelCard card, GraphArtifact artifact) throws IOException {
        List<String> names = new ArrayList<>(artifact.files());
        names.add(artifact.file());
        if (artifact.resource() != null) {
            Path folder = cache.resolve("artifacts").resolve(card.id());
            for (String name : names) {
                unpack(artifact.resource() + "/" + name, below(card, folder, name));
            }
            return folder.resolve(artifact.file());
        }
        CheckpointLocation location = new CheckpointLocation(
                artifact.repository(),
                artifact.revision(),
                null,
                List.of(artifact.file()),
                artifact.files(),
                null,
                artifact.url(),
                null,
                null,
                null);
        List<RemoteFile> remote = new ArrayList<>();
        for (String name : names) {
            remote.add(remote(card, location, artifact.repository(), name));
        }
        return together(card, names, hub.bring(remote, manner)).resolve(artifact.file());
    }

    private static String hubOfFiles(CheckpointLocation location) {
        return location.filesRepository() != null ? location.filesRepository() : location.repository();
    }

    private RemoteFile remote(ModelCard card, CheckpointLocation location, String repository, String file)
            throws InvalidInputException {
        try {
            RemoteFile remote = repository == null
                    ? new RemoteFile.AtAddress(URI.create(location.url() + file), null)
                    : RemoteFile.InRepository.ofModel(
                            repository, revision == null ? location.revision() : revision, file);
            String digest = location.sha256().get(file);
            return digest == null || revision != null ? remote : remote.withSha256(digest);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("card " + card.id() + ": " + e.getMessage(), e);
        }
    }

    private StoredModel resources(ModelCard card, CheckpointLocation location) throws IOException {
        Path folder = cache.resolve("resources").resolve(card.id());
        for (String file : location.files()) {
            unpack(location.resource() + "/" + file, below(card, folder, file));
        }
        String weights = location.weights().get(0);
        return new StoredModel(
                folder, unpack(location.resource() + "/" + weights, below(card, folder, weights)), List.of());
    }

    private static Path below(ModelCard card, Path folder, String file) throws InvalidInputException {
        Path target = folder.resolve(file).normalize();
        if (!target.startsWith(folder)) {
            throw new InvalidInputException(
                    "card " + card.id() + ": the file name " + file + " leaves the model's folder");
        }
        return target;
    }

    private static Path unpack(String resource, Path target) throws IOException {
        try (InputStream in = ModelStore.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnreachableException("the resource " + resource + " is missing from this build", null);
            }
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".part");
            try {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                if (!Files.isRegularFile(target) || Files.mismatch(part, target) >= 0) {
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                Files.deleteIfExists(part);
            }
            return target;
        }
    }
}
