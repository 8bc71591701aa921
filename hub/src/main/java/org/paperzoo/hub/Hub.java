package org.paperzoo.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.paperzoo.hub.CacheFolder.FileRecord;
import org.paperzoo.hub.RemoteFile.InRepository;

/**
 * Brings files from elsewhere into the cache. A file is there whole and checked, or not at all: it is fetched into a part
 * beside its place, compared with its length and digest, synced and renamed. A part stays where fetching is broken off, and
 * the next attempt goes on with it. Several threads and processes may ask for the same file at once; one fetches it.
 *
 * <p>Safe for several threads.
 */
public final class Hub {

    /** Left free on the disk beside what is fetched. */
    private static final long SPARE_BYTES = 64L << 20;

    /** How often a file that changes while it is fetched is begun anew. */
    private static final int MOST_CHANGES = 3;

    private final HubSettings settings;
    private final HttpCalls calls;
    private final Resolver resolver;
    private final CacheFolder cache;
    private final OtherCache otherCache;

    public Hub(HubSettings settings) {
        this.settings = settings;
        calls = new HttpCalls(settings);
        resolver = new Resolver(settings, calls);
        cache = new CacheFolder(settings.cache());
        otherCache = new OtherCache(settings.otherCache());
    }

    /** The settings. */
    public HubSettings settings() {
        return settings;
    }

    /**
     * How files are fetched.
     *
     * @param asking whether servers are asked for newer versions even where the cache has a file of that branch or address
     * @param lock the list of commits and digests to keep to and to add to, or null
     * @param listener hears what is fetched
     */
    public record Manner(boolean asking, LockFile lock, HubListener listener) {

        /** Takes what the cache has, fetches the rest, tells nobody. */
        public static final Manner STANDARD = new Manner(false, null, HubListener.SILENT);
    }

    /**
     * A file that is here.
     *
     * @param asked the file as it was asked for
     * @param resolved the file at its commit
     * @param path where it lies; not to be changed
     * @param size its length
     * @param sha256 its digest
     */
    public record Present(RemoteFile asked, RemoteFile resolved, Path path, long size, String sha256) {}

    /** Brings one file. See {@link #bring(List, Manner)}. */
    public Present bring(RemoteFile file, Manner manner) throws IOException {
        return bring(List.of(file), manner).get(0);
    }

    /**
     * Brings files: those of the cache at once, then the others together, several at a time.
     *
     * @return where they are, in the order in which they were asked for
     * @throws AbsentException if a server has none such
     * @throws UnreachableException if one is not in the cache and cannot be had now; what came of it stays for next time
     * @throws DamagedException if what comes is not what it should be
     * @throws IOException if the disk is too full; nothing has been fetched then
     */
    public List<Present> bring(List<? extends RemoteFile> files, Manner manner) throws IOException {
        Map<RemoteFile, Present> present = new LinkedHashMap<>();
        Map<RemoteFile, RemoteFile> missing = new LinkedHashMap<>();
        for (RemoteFile asked : files) {
            RemoteFile wanted = manner.lock() == null ? asked : manner.lock().pinned(asked);
            Optional<Present> found = manner.asking() && !isFixed(wanted) && !settings.offline()
                    ? Optional.empty()
                    : inCache(asked, wanted, manner.listener());
            if (found.isPresent()) {
                present.put(asked, found.get());
            } else {
                missing.put(asked, wanted);
            }
        }
        if (!missing.isEmpty()) {
            fetch(missing, manner, present);
        }
        List<Present> result = new ArrayList<>();
        for (RemoteFile asked : files) {
            Present found = present.get(asked);
            if (manner.lock() != null) {
                manner.lock().add(asked, found.resolved(), found.size(), found.sha256());
            }
            result.add(found);
        }
        if (manner.lock() != null) {
            manner.lock().save();
        }
        return result;
    }

    /** Whether what the cache has of it cannot be out of date. */
    private static boolean isFixed(RemoteFile file) {
        return file.sha256() != null || file instanceof InRepository repository && repository.isPinned();
    }

    /** Every file of a repository at a revision, by the hub's listing; not from the cache. */
    public List<InRepository> files(RemoteFile.Kind kind, String repository, String revision, LockFile lock)
            throws IOException {
        if (settings.offline()) {
            throw new UnreachableException(
                    repository + ": the hub's listing is not to be had while fetching is switched off (offline)", null);
        }
        String wanted = lock == null
                ? revision
                : lock.commit(kind, repository, revision).orElse(revision);
        return resolver.files(kind, repository, wanted);
    }

    private Optional<Present> inCache(RemoteFile asked, RemoteFile wanted, HubListener listener) throws IOException {
        RemoteFile resolved = wanted;
        if (wanted instanceof InRepository repository) {
            Optional<InRepository> remembered = cache.remembered(repository);
            // A server without commits has its files under the revision's own name.
            resolved = remembered.isPresent() ? remembered.get() : wanted;
        }
        Optional<FileRecord> known = cache.known(resolved);
        if (known.isEmpty()) {
            return fromOtherCache(asked, wanted);
        }
        Path place = cache.place(resolved);
        Optional<String> fault = cache.fault(place, known.get(), false);
        if (fault.isEmpty()
                && wanted.sha256() != null
                && !wanted.sha256().equals(known.get().sha256())) {
            if (wanted instanceof InRepository) {
                throw new DamagedException(
                        wanted + ": has the SHA-256 " + known.get().sha256() + ", expected " + wanted.sha256());
            }
            return Optional.empty();
        }
        if (fault.isPresent()) {
            if (settings.offline()) {
                throw new DamagedException(
                        place + ": " + fault.get() + ", and fetching it anew is switched off (offline)");
            }
            listener.damaged(resolved, fault.get());
            cache.drop(resolved);
            return Optional.empty();
        }
        return Optional.of(new Present(
                asked, resolved, place, known.get().size(), known.get().sha256()));
    }

    private Optional<Present> fromOtherCache(RemoteFile asked, RemoteFile wanted) throws IOException {
        if (!(wanted instanceof InRepository repository)) {
            return Optional.empty();
        }
        Optional<OtherCache.Found> found = otherCache.find(repository);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (wanted.sha256() != null
                && !Digest.of(Digest.Kind.SHA256, found.get().blob()).hex().equals(wanted.sha256())) {
            return Optional.empty();
        }
        return Optional.of(takeOver(asked, repository, found.get()));
    }

    /** Links a file of the other cache into this one, or copies it where links cannot be. */
    private Present takeOver(RemoteFile asked, InRepository wanted, OtherCache.Found found) throws IOException {
        Path place = cache.place(found.file());
        return FileLocks.holding(place, () -> {
            Path part = place.resolveSibling("." + place.getFileName() + ".taken");
            Files.createDirectories(part.getParent());
            Files.deleteIfExists(part);
            try {
                Files.createLink(part, found.blob());
            } catch (IOException | UnsupportedOperationException e) {
                Files.copy(found.blob(), part, StandardCopyOption.REPLACE_EXISTING);
            }
            cache.keep(found.file(), part, found.digest().hex());
            cache.remember(wanted, found.file());
            return present(asked, found.file());
        });
    }

    private Present present(RemoteFile asked, RemoteFile resolved) throws IOException {
        FileRecord known = cache.known(resolved)
                .orElseThrow(() -> new DamagedException(resolved + ": is gone from the cache while it was put there"));
        return new Present(asked, resolved, cache.place(resolved), known.size(), known.sha256());
    }

    private void fetch(Map<RemoteFile, RemoteFile> missing, Manner manner, Map<RemoteFile, Present> present)
            throws IOException {
        if (settings.offline()) {
            RemoteFile first = missing.values().iterator().next();
            throw new UnreachableException(
                    first + ": is not in the cache " + settings.cache() + ", and fetching is switched off (offline)",
                    null);
        }
        HubListener listener = new OneAtATime(manner.listener());
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(settings.connections(), missing.size()), task -> {
                    Thread thread = new Thread(task, "paperzoo-hub");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            Map<RemoteFile, Future<RemoteState>> asking = new LinkedHashMap<>();
            missing.forEach((asked, wanted) -> asking.put(asked, threads.submit(() -> resolver.state(wanted))));
            Map<RemoteFile, RemoteState> states = new LinkedHashMap<>();
            for (Map.Entry<RemoteFile, Future<RemoteState>> entry : asking.entrySet()) {
                RemoteState state = outcome(entry.getValue());
                Optional<Present> same = unchanged(entry.getKey(), missing.get(entry.getKey()), state);
                if (same.isPresent()) {
                    present.put(entry.getKey(), same.get());
                } else {
                    states.put(entry.getKey(), state);
                }
            }
            announce(states, listener);
            Map<RemoteFile, Future<Present>> fetching = new LinkedHashMap<>();
            states.forEach((asked, state) ->
                    fetching.put(asked, threads.submit(() -> fetch(asked, missing.get(asked), state, listener))));
            IOException failure = null;
            for (Map.Entry<RemoteFile, Future<Present>> entry : fetching.entrySet()) {
                try {
                    present.put(entry.getKey(), outcome(entry.getValue()));
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                throw failure;
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What the cache has, where the server says that it is the same still. */
    private Optional<Present> unchanged(RemoteFile asked, RemoteFile wanted, RemoteState state) throws IOException {
        Optional<FileRecord> known = cache.known(state.file());
        if (known.isEmpty()
                || wanted.sha256() != null
                        && !wanted.sha256().equals(known.get().sha256())
                || cache.fault(cache.place(state.file()), known.get(), false).isPresent()) {
            return Optional.empty();
        }
        if (state.file() instanceof InRepository pinned && pinned.isPinned()) {
            cache.remember((InRepository) wanted, pinned);
            return Optional.of(present(asked, pinned));
        }
        boolean same = state.entityTag() != null
                && state.entityTag().equals(known.get().entityTag())
                && state.size() == known.get().size();
        return same ? Optional.of(present(asked, state.file())) : Optional.empty();
    }

    private void announce(Map<RemoteFile, RemoteState> states, HubListener listener) throws IOException {
        long bytes = 0;
        long there = 0;
        boolean known = true;
        for (RemoteState state : states.values()) {
            known &= state.size() >= 0;
            bytes += Math.max(0, state.size());
            there += Transfer.present(state, cache.place(state.file()));
        }
        if (states.isEmpty()) {
            return;
        }
        Files.createDirectories(settings.cache());
        long free = Files.getFileStore(settings.cache()).getUsableSpace();
        if (bytes - there > free - SPARE_BYTES) {
            throw new IOException("the disk of " + settings.cache() + " has " + free + " bytes left, and "
                    + (bytes - there) + " are to be fetched; make room, or set PAPERZOO_CACHE to another folder");
        }
        listener.begins(states.values().stream().map(RemoteState::file).toList(), known ? bytes : -1, there);
    }

    private Present fetch(RemoteFile asked, RemoteFile wanted, RemoteState announced, HubListener listener)
            throws IOException {
        RemoteState state = announced;
        for (int changes = 0; ; changes++) {
            try {
                return fetchOnce(asked, wanted, state, listener);
            } catch (Transfer.ChangedException e) {
                if (changes == MOST_CHANGES) {
                    throw new DamagedException(e.getMessage() + ", again and again");
                }
                listener.triesAgain(state.file(), e.getMessage());
                state = resolver.state(wanted);
            }
        }
    }

    private Present fetchOnce(RemoteFile asked, RemoteFile wanted, RemoteState state, HubListener listener)
            throws IOException {
        Path place = cache.place(state.file());
        Instant asking = Instant.now();
        return FileLocks.holding(place, () -> {
            // Another process may have fetched it while this one waited.
            Optional<FileRecord> known = cache.known(state.file())
                    .filter(before -> isFixed(state.file()) || before.isFetchedAfter(asking))
                    .filter(before -> wanted.sha256() == null || wanted.sha256().equals(before.sha256()));
            boolean whole =
                    known.isPresent() && cache.fault(place, known.get(), false).isEmpty();
            if (!whole) {
                Path part = new Transfer(settings, calls, state, place, listener).run(place);
                cache.keep(state.file(), part, state.entityTag());
                Files.deleteIfExists(Transfer.noteOf(place));
            }
            if (wanted instanceof InRepository from && state.file() instanceof InRepository pinned) {
                cache.remember(from, pinned);
            }
            listener.has(state.file());
            return present(asked, state.file());
        });
    }

    private static <T> T outcome(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while fetching", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            } else if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        }
    }

    /** Lets a listener hear one thread at a time. */
    private record OneAtATime(HubListener listener) implements HubListener {
        @Override
        public synchronized void begins(List<RemoteFile> files, long bytes, long there) {
            listener.begins(files, bytes, there);
        }

        @Override
        public synchronized void came(long bytes) {
            listener.came(bytes);
        }

        @Override
        public synchronized void has(RemoteFile file) {
            listener.has(file);
        }

        @Override
        public synchronized void triesAgain(RemoteFile file, String reason) {
            listener.triesAgain(file, reason);
        }

        @Override
        public synchronized void damaged(RemoteFile file, String reason) {
            listener.damaged(file, reason);
        }
    }
}
