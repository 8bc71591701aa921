package org.paperzoo.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.paperzoo.hub.CacheFolder.FileRecord;

/** What the cache holds: to be listed, checked and cleared. */
public final class CacheContents {

    private static final String RECORD_ENDING = ".json";

    private final Path root;
    private final CacheFolder cache;

    public CacheContents(HubSettings settings) {
        root = settings.cache();
        cache = new CacheFolder(root);
    }

    /**
     * Files that belong together: those of a repository's commit, or the one of an address.
     *
     * @param name {@code hf://owner/name@commit}, or the address
     * @param folder its folder
     * @param files its files
     * @param fetched when the last of them was fetched
     */
    public record Entry(String name, Path folder, List<Kept> files, Instant fetched) {

        /** Bytes of its files. */
        public long bytes() {
            return files.stream().mapToLong(Kept::size).sum();
        }
    }

    /**
     * A fetched file.
     *
     * @param remote where it came from, in {@link RemoteFile}'s text form
     * @param path where it lies
     * @param size its length as fetched
     * @param sha256 its digest as fetched
     */
    public record Kept(String remote, Path path, long size, String sha256) {}

    /** All entries, the most recent first. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path folder : folders()) {
            List<Kept> files = new ArrayList<>();
            Instant fetched = Instant.EPOCH;
            for (Path record : below(folder.resolve(CacheFolder.RECORDS))) {
                Optional<FileRecord> known = CacheFolder.read(record, FileRecord.class);
                if (known.isEmpty()
                        || known.get().remote() == null
                        || known.get().sha256() == null) {
                    continue;
                }
                files.add(new Kept(
                        known.get().remote(),
                        fileOf(folder, record),
                        known.get().size(),
                        known.get().sha256()));
                fetched = latest(fetched, known.get());
            }
            if (!files.isEmpty()) {
                files.sort(Comparator.comparing(Kept::remote));
                entries.add(new Entry(name(files.get(0).remote()), folder, List.copyOf(files), fetched));
            }
        }
        entries.sort(Comparator.comparing(Entry::fetched).reversed().thenComparing(Entry::name));
        return entries;
    }

    private static Instant latest(Instant before, FileRecord known) {
        return known.isFetchedAfter(before) ? Instant.parse(known.fetched()) : before;
    }

    private static String name(String remote) {
        if (!remote.startsWith("hf://")) {
            return remote;
        }
        int at = remote.indexOf('@');
        int slash = remote.indexOf('/', at);
        return at < 0 || slash < 0 ? remote : remote.substring(0, slash);
    }

    private static Path fileOf(Path folder, Path record) {
        String path = folder.resolve(CacheFolder.RECORDS).relativize(record).toString();
        return folder.resolve(CacheFolder.FILES).resolve(path.substring(0, path.length() - RECORD_ENDING.length()));
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String kind : List.of("models", "datasets")) {
            for (Path repository : children(root.resolve("hub").resolve(kind))) {
                folders.addAll(children(repository.resolve("commits")));
            }
        }
        folders.addAll(children(root.resolve("addresses")));
        return folders;
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(RECORD_ENDING) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    /** What is wrong with a file, by its digest; nothing for a whole one. */
    public Optional<String> fault(Kept file) throws IOException {
        return cache.fault(
                file.path(), new FileRecord(file.remote(), file.size(), file.sha256(), null, null, null), true);
    }

    /** Forgets a file, so that it is fetched anew when it is asked for. */
    public void drop(Kept file) throws IOException {
        cache.drop(RemoteFile.parse(file.remote()));
    }

    /**
     * Deletes an entry.
     *
     * @return bytes that were freed
     */
    public long delete(Entry entry) throws IOException {
        long bytes = FolderTree.size(entry.folder());
        FolderTree.delete(entry.folder());
        return bytes;
    }

    /**
     * Deletes what broken-off fetches have left, unless one has written to it lately.
     *
     * @param untouchedSince parts that were touched after this stay
     * @return bytes that were freed
     */
    public long deleteParts(Instant untouchedSince) throws IOException {
        long freed = 0;
        if (!Files.isDirectory(root)) {
            return 0;
        }
        List<Path> parts;
        try (Stream<Path> files = Files.walk(root)) {
            parts = files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(".")
                                && (name.endsWith(".part")
                                        || name.endsWith(".part.json")
                                        || name.endsWith(".tmp")
                                        || name.endsWith(".taken")
                                        || name.endsWith(".lock"))
                                && Files.isRegularFile(file);
                    })
                    .toList();
        }
        for (Path part : parts) {
            FileTime touched = Files.getLastModifiedTime(part);
            if (touched.toInstant().isBefore(untouchedSince)) {
                freed += Files.size(part);
                Files.deleteIfExists(part);
            }
        }
        return freed;
    }
}
