package org.paperzoo.hub;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file elsewhere. Its text form, which {@link #parse} reads, is a URI. */
public sealed interface RemoteFile {

    /** The name of the file itself, without folders. */
    String name();

    /** What the file's SHA-256 has to be; null where it is not known beforehand. */
    String sha256();

    /** The same file, whose SHA-256 has to be this. */
    RemoteFile withSha256(String digest);

    /** Kinds of repositories on a hub. */
    enum Kind {
        MODEL("models", ""),
        DATASET("datasets", "datasets/");

        private final String plural;
        private final String prefix;

        Kind(String plural, String prefix) {
            this.plural = plural;
            this.prefix = prefix;
        }

        /** Its word in the hub's programming interface. */
        String plural() {
            return plural;
        }

        /** What stands before the repository's name in addresses. */
        String prefix() {
            return prefix;
        }
    }

    /**
     * A file of a repository on the hub: {@code hf://owner/name@revision/path}, with {@code datasets/} before the owner for
     * a repository of data.
     *
     * @param kind kind of the repository
     * @param repository {@code owner/name}, or {@code name} alone for some old ones
     * @param revision branch, tag or commit
     * @param path the file's path in the repository
     * @param sha256 what its SHA-256 has to be, or null
     */
    record InRepository(Kind kind, String repository, String revision, String path, String sha256)
            implements RemoteFile {

        private static final Pattern REPOSITORY =
                Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?");

        public InRepository {
            if (!REPOSITORY.matcher(repository).matches() || repository.contains("..")) {
                throw new IllegalArgumentException("a repository is named owner/name, not \"" + repository + "\"");
            }
            if (revision.isEmpty() || revision.contains("..") || revision.startsWith("/")) {
                throw new IllegalArgumentException(
                        repository + ": a revision is a branch, tag or commit, not \"" + revision + "\"");
            }
            SafePath.check(repository, path);
            if (sha256 != null) {
                sha256 = Digest.sha256(sha256).hex();
            }
        }

        /** A file of a model's repository. */
        public static InRepository ofModel(String repository, String revision, String path) {
            return new InRepository(Kind.MODEL, repository, revision, path, null);
        }

        /** A file of a data set's repository. */
        public static InRepository ofDataset(String repository, String revision, String path) {
            return new InRepository(Kind.DATASET, repository, revision, path, null);
        }

        @Override
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public InRepository withSha256(String digest) {
            return new InRepository(kind, repository, revision, path, digest);
        }

        /** The same file at another revision. */
        InRepository at(String other) {
            return new InRepository(kind, repository, other, path, sha256);
        }

        /** Whether the revision is a commit, which never changes. */
        boolean isPinned() {
            return isCommit(revision);
        }

        static boolean isCommit(String revision) {
            return revision.matches("[0-9a-f]{40}");
        }

        @Override
        public String toString() {
            return "hf://" + kind.prefix() + repository + "@" + revision + "/" + path;
        }
    }

    /**
     * A file at an address of its own, http or https.
     *
     * @param uri the address
     * @param sha256 what its SHA-256 has to be, or null
     */
    record AtAddress(URI uri, String sha256) implements RemoteFile {

        public AtAddress {
            String scheme = String.valueOf(uri.getScheme());
            if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null) {
                throw new IllegalArgumentException("an address must begin with https:// or http://, not " + uri);
            }
            if (uri.getUserInfo() != null) {
                throw new IllegalArgumentException("an address must hold no password: " + uri.getHost());
            }
            if (sha256 != null) {
                sha256 = Digest.sha256(sha256).hex();
            }
        }

        @Override
        public String name() {
            String path = uri.getPath() == null ? "" : uri.getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.isEmpty() || !SafePath.isSafe(last) ? "file" : last;
        }

        @Override
        public AtAddress withSha256(String digest) {
            return new AtAddress(uri, digest);
        }

        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /** What {@link #parse} takes for a repository. */
    Pattern REPOSITORY_FORM =
            Pattern.compile("(hf|github)://(?<data>datasets/)?(?<repo>[^@/]+/[^@/]+)(@(?<rev>[^/]+))?/(?<path>.+)");

    /**
     * Reads the text form: {@code hf://owner/name@revision/path}, {@code hf://datasets/owner/name@revision/path}, {@code
     * github://owner/name@revision/path} (a raw file of a repository there), {@code https://…}, {@code http://…}. A missing
     * revision is {@code main}; slashes of a revision are written {@code %2F}.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static RemoteFile parse(String text) {
        Matcher matcher = REPOSITORY_FORM.matcher(text);
        if (matcher.matches()) {
            String revision = matcher.group("rev") == null
                    ? "main"
                    : matcher.group("rev").replace("%2F", "/").replace("%2f", "/");
            String path = matcher.group("path");
            String repository = matcher.group("repo");
            if (text.startsWith("github:")) {
                SafePath.check(repository, path);
                return new AtAddress(
                        Addresses.of("https://raw.githubusercontent.com", repository, revision, path), null);
            }
            Kind kind = matcher.group("data") == null ? Kind.MODEL : Kind.DATASET;
            return new InRepository(kind, repository, revision, path, null);
        }
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return new AtAddress(URI.create(text), null);
        }
        throw new IllegalArgumentException("\"" + text
                + "\" names no file: expected hf://owner/name@revision/path, github://owner/name@revision/path or"
                + " https://…");
    }
}
