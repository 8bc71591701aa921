package org.paperzoo.zoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.catalogue.ModelCard.GraphArtifact;

/**
 * Brings a card's files onto this machine: from the project's resources, from the cache, or from the hub into the cache.
 *
 * <p>The cache is {@code $PAPERZOO_CACHE}, or {@code paperzoo} below {@code $XDG_CACHE_HOME} or {@code ~/.cache}. The hub
 * is {@code $HF_ENDPOINT}, or huggingface.co; {@code $HF_TOKEN} is sent to it where it is set.
 */
public final class ModelStore {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";

    private final Path cache;
    private final String endpoint;
    private final String token;
    private final boolean offline;
    private final Downloader downloader = new Downloader();

    /**
     * A store.
     *
     * @param cache folder that keeps what was fetched
     * @param endpoint the hub's address without a slash at its end
     * @param token sent to the hub, or null
     * @param offline whether nothing may be fetched
     */
    public ModelStore(Path cache, String endpoint, String token, boolean offline) {
        this.cache = cache.normalize(); // what is below it is compared with it
        this.endpoint = endpoint;
        this.token = token;
        this.offline = offline;
    }

    /** The store that the environment describes; {@code DJL_OFFLINE} or {@code HF_HUB_OFFLINE} keep it from fetching. */
    public static ModelStore standard() {
        boolean offline = isSet("HF_HUB_OFFLINE") || isSet("DJL_OFFLINE");
        String endpoint = Optional.ofNullable(System.getenv("HF_ENDPOINT")).orElse(DEFAULT_ENDPOINT);
        return new ModelStore(cacheFolder(), endpoint.replaceAll("/+$", ""), System.getenv("HF_TOKEN"), offline);
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && (value.equalsIgnoreCase("true") || value.equals("1"));
    }

    private static Path cacheFolder() {
        String own = System.getenv("PAPERZOO_CACHE");
        if (own != null && !own.isEmpty()) {
            return Path.of(own);
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        return shared != null && !shared.isEmpty()
                ? Path.of(shared, "paperzoo")
                : Path.of(System.getProperty("user.home"), ".cache", "paperzoo");
    }

    /**
     * Brings the files of a card's checkpoint into one folder.
     *
     * @return the folder and the weights' file in it
     * @throws UnreachableException if a file is neither here nor to be had, or the authors released no weights
     */
    public StoredModel files(ModelCard card) throws IOException {
        CheckpointLocation location = card.released()
                .orElseThrow(() -> new UnreachableException(
                        card.id() + ": the authors released no weights; train it (paperzoo train " + card.id()
                                + ") and pass --weights",
                        null));
        Path folder = location.resource() != null
                ? cache.resolve("resources").resolve(card.id())
                : cache.resolve("models").resolve(card.id()).resolve(location.revision());
        for (String file : location.files()) {
            bring(card, location, hubOfFiles(location), file, folder);
        }
        List<String> refused = new ArrayList<>();
        for (String weights : location.weights()) {
            try {
                return new StoredModel(folder, bring(card, location, location.repository(), weights, folder));
            } catch (UnreachableException e) {
                refused.add(e.getMessage());
            }
        }
        throw new UnreachableException(card.id() + ": no weights: " + String.join("; ", refused), null);
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
     * Brings a ready-made graph and the files that belong to it into one folder.
     *
     * @return the graph's file
     * @throws UnreachableException if a file is neither here nor to be had
     */
    public Path artifact(ModelCard card, GraphArtifact artifact) throws IOException {
        Path folder = cache.resolve("artifacts").resolve(card.id()).resolve(artifact.revision());
        CheckpointLocation location = new CheckpointLocation(
                artifact.repository(),
                artifact.revision(),
                artifact.resource(),
                List.of(artifact.file()),
                artifact.files(),
                null,
                artifact.url(),
                null);
        for (String file : artifact.files()) {
            bring(card, location, artifact.repository(), file, folder);
        }
        return bring(card, location, artifact.repository(), artifact.file(), folder);
    }

    private Path bring(ModelCard card, CheckpointLocation location, String repository, String file, Path folder)
            throws IOException {
        Path target = folder.resolve(file).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("card " + card.id() + ": the file name " + file + " leaves the model's folder");
        }
        if (location.resource() != null) {
            return unpack(location.resource() + "/" + file, target);
        }
        if (Files.isRegularFile(target)) {
            return target;
        }
        if (offline) {
            throw new UnreachableException(
                    card.id() + ": " + target + " is not here, and fetching is switched off (offline)", null);
        }
        // The token goes to the hub alone, not to other hosts that a card names.
        downloader.fetch(address(location, repository, file), repository == null ? null : token, target);
        return target;
    }

    private static String hubOfFiles(CheckpointLocation location) {
        return location.filesRepository() != null ? location.filesRepository() : location.repository();
    }

    private URI address(CheckpointLocation location, String repository, String file) {
        if (repository == null) {
            return URI.create(location.url() + file);
        }
        return URI.create(endpoint + "/" + repository + "/resolve/"
                + URLEncoder.encode(location.revision(), StandardCharsets.UTF_8) + "/" + file);
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

    /**
     * A model's files on this machine.
     *
     * @param folder all of them
     * @param weights the weights' file
     */
    public record StoredModel(Path folder, Path weights) {}
}
