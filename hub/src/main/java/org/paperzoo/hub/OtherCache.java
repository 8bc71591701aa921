package org.paperzoo.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.hub.RemoteFile.InRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache of the hub's own tools, read only: {@code models--owner--name/snapshots/COMMIT/path}, links to {@code
 * blobs/ENTITY TAG}, and {@code refs/main} with the commit. A file counts only if its digest is what its blob's name says.
 */
final class OtherCache {

    private static final Logger LOGGER = LoggerFactory.getLogger(OtherCache.class);

    private final Path root;

    /** @param root its folder, which need not exist; null for none */
    OtherCache(Path root) {
        this.root = root;
    }

    /**
     * A file that is there and whole.
     *
     * @param file the file, at a commit or at a branch
     * @return the file at its commit with where it lies
     */
    Optional<Found> find(InRepository file) {
        if (root == null) {
            return Optional.empty();
        }
        Path repository =
                root.resolve(file.kind().plural() + "--" + file.repository().replace("/", "--"));
        try {
            InRepository pinned = file;
            if (!file.isPinned()) {
                Path reference = SafePath.below(repository.resolve("refs"), file.revision());
                if (!Files.isRegularFile(reference) || Files.size(reference) > 100) {
                    return Optional.empty();
                }
                String commit =
                        Files.readString(reference, StandardCharsets.UTF_8).strip();
                if (!InRepository.isCommit(commit)) {
                    return Optional.empty();
                }
                pinned = file.at(commit);
            }
            Path link = SafePath.below(repository.resolve("snapshots").resolve(pinned.revision()), file.path());
            if (!Files.isRegularFile(link)) {
                return Optional.empty();
            }
            Path blob = link.toRealPath();
            Optional<Digest> named = Digest.ofEntityTag(blob.getFileName().toString());
            if (named.isEmpty() || !Digest.of(named.get().kind(), blob).equals(named.get())) {
                return Optional.empty();
            }
            return Optional.of(new Found(pinned, blob, named.get()));
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.debug("{}: not taken over from {}", file, repository, e);
            return Optional.empty();
        }
    }

    /**
     * A file of the other cache.
     *
     * @param file the file at its commit
     * @param blob its content
     * @param digest the digest that it was checked by
     */
    record Found(InRepository file, Path blob, Digest digest) {}
}
