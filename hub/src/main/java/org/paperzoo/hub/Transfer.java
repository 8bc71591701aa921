package org.paperzoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one file's content into a part beside its place, going on where an earlier attempt, in this process or another,
 * stopped. What a part belongs to stands in a note beside it: a part of another version of the file is not gone on with.
 */
final class Transfer {

    private static final Logger LOGGER = LoggerFactory.getLogger(Transfer.class);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSettings settings;
    private final HttpCalls calls;
    private final RemoteState state;
    private final Path part;
    private final Path note;
    private final HubListener listener;

    Transfer(HubSettings settings, HttpCalls calls, RemoteState state, Path target, HubListener listener) {
        this.settings = settings;
        this.calls = calls;
        this.state = state;
        this.listener = listener;
        part = partOf(target);
        note = noteOf(target);
    }

    static Path partOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part");
    }

    static Path noteOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".part.json");
    }

    /** What a part belongs to. */
    record PartNote(String uri, String entityTag, String digest, long size) {

        static PartNote of(RemoteState state) {
            return new PartNote(
                    state.uri().toString(),
                    state.entityTag(),
                    state.digest() == null ? null : state.digest().toString(),
                    state.size());
        }

        /** Whether a part's bytes are the beginning of what this describes. */
        boolean goesOnWith(PartNote other) {
            if (digest != null && digest.equals(other.digest)) {
                return true;
            }
            return Objects.equals(digest, other.digest)
                    && uri.equals(other.uri)
                    && entityTag != null
                    && !entityTag.isEmpty()
                    && entityTag.equals(other.entityTag)
                    && size == other.size;
        }
    }

    /** Bytes that an earlier attempt brought and that can be gone on with. */
    static long present(RemoteState state, Path target) throws IOException {
        Path part = partOf(target);
        Path note = noteOf(target);
        if (!Files.isRegularFile(part) || !Files.isRegularFile(note)) {
            return 0;
        }
        try {
            boolean fits = PartNote.of(state).goesOnWith(JSON.readValue(note.toFile(), PartNote.class));
            long size = Files.size(part);
            return fits && (state.size() < 0 || size <= state.size()) ? size : 0;
        } catch (JsonProcessingException e) {
            return 0;
        }
    }

    /**
     * Fetches until the part is whole and its digest, where one is known, is right.
     *
     * @return the part, synced to the disk
     * @throws DamagedException if the content is not what it should be, even when fetched anew
     * @throws UnreachableException if too many attempts in a row brought nothing
     */
    Path run(Path target) throws IOException {
        long offset = present(state, target);
        if (offset == 0) {
            Files.deleteIfExists(part);
        }
        Files.write(note, JSON.writeValueAsBytes(PartNote.of(state)));
        boolean resumed = offset > 0;
        while (true) {
            String fault;
            try {
                fetch(offset);
                fault = fault();
            } catch (DamagedException e) {
                fault = e.getMessage();
            }
            if (fault == null) {
                return part;
            }
            listener.came(-Files.size(part));
            Files.deleteIfExists(part);
            if (!resumed) {
                Files.deleteIfExists(note);
                throw new DamagedException(fault);
            }
            // What an earlier attempt left may have been broken: once more, from the beginning.
            listener.triesAgain(state.file(), fault);
            resumed = false;
            offset = 0;
        }
    }

    private String fault() throws IOException {
        long size = Files.size(part);
        if (state.size() >= 0 && size != state.size()) {
            return state.file() + ": has " + size + " bytes, expected " + state.size();
        }
        if (state.digest() == null) {
            return null;
        }
        Digest found = Digest.of(state.digest().kind(), part);
        return found.equals(state.digest())
                ? null
                : state.file() + ": has the digest " + found + ", expected " + state.digest();
    }

    private void fetch(long from) throws IOException {
        Retries retries = new Retries(settings.patience());
        long offset = from;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (state.size() < 0 || offset < state.size()) {
                long before = offset;
                Attempt attempt = attempt(out, offset);
                offset = attempt.offset();
                if (attempt.failure() == null) {
                    break;
                }
                if (offset > before) {
                    retries.progressed();
                }
                listener.triesAgain(state.file(), attempt.failure().getMessage());
                LOGGER.debug("{}; trying again", attempt.failure().getMessage());
                retries.after(attempt.failure(), attempt.pause());
            }
            out.force(true);
        }
    }

    /** How far an attempt came; no failure where the content has ended. */
    private record Attempt(long offset, IOException failure, Duration pause) {

        static Attempt ended(long offset) {
            return new Attempt(offset, null, Duration.ZERO);
        }

        static Attempt failed(long offset, IOException failure) {
            return new Attempt(offset, failure, Duration.ZERO);
        }
    }

    private Attempt attempt(FileChannel out, long from) throws IOException {
        Map<String, String> headers = new HashMap<>();
        if (from > 0) {
            headers.put("Range", "bytes=" + from + "-");
            if (guardedByTag()) {
                headers.put("If-Range", "\"" + state.entityTag() + "\"");
            }
        }
        HttpCalls.Answer answer;
        try {
            answer = calls.send("GET", state.uri(), headers);
        } catch (UnreachableException e) {
            return Attempt.failed(from, e);
        }
        try (answer) {
            int status = answer.status();
            if (Resolver.isPassing(status)) {
                Duration pause = HttpCalls.retryAfter(answer, value -> LOGGER.debug("Retry-After {}", value));
                return new Attempt(
                        from, new UnreachableException(state.file() + ": the server answers " + status, null), pause);
            }
            if (status == 416) {
                // The part is as long as the file, or longer: without knowing the length, begin anew.
                listener.came(-from);
                out.truncate(0);
                return Attempt.failed(
                        0, new UnreachableException(state.file() + ": the server has no bytes from " + from, null));
            }
            Resolver.refuseUnlessGood(answer, state.file(), state.file().toString());
            String tag = answer.header("ETag");
            if (guardedByTag() && tag != null && !Digest.bareTag(tag).equals(state.entityTag())) {
                throw new ChangedException(state.file() + ": changed while it was fetched");
            }
            long begin = status == 206 ? beginOf(answer, from) : 0;
            if (begin != from) {
                listener.came(begin - from);
                out.truncate(begin);
            }
            return copy(answer, out, begin);
        }
    }

    /**
     * Whether the entity tag tells that all pieces are of one version. Where the digest is known, it tells; the hub's tag is
     * not that of the storage behind it, to which the hub redirects.
     */
    private boolean guardedByTag() {
        return state.digest() == null
                && state.entityTag() != null
                && !state.entityTag().isEmpty();
    }

    /** The file is another one now than when it was asked for: what the server said of it no longer holds. */
    static final class ChangedException extends IOException {
        ChangedException(String message) {
            super(message);
        }
    }

    /** Where a partial answer begins, which must be where it was asked to. */
    private long beginOf(HttpCalls.Answer answer, long from) throws UnreachableException {
        String range = answer.header("Content-Range");
        Matcher matcher = CONTENT_RANGE.matcher(range == null ? "" : range);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) != from) {
            throw new UnreachableException(
                    state.file() + ": asked for bytes from " + from + ", the server sends \"" + range + "\"", null);
        }
        return from;
    }

    private Attempt copy(HttpCalls.Answer answer, FileChannel out, long begin) throws IOException {
        long offset = begin;
        long announced = answer.number("Content-Length");
        out.position(offset);
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream body = answer.response().body();
                Watchdog watchdog = Watchdog.over(body, settings.patience().stall())) {
            while (true) {
                int read;
                try {
                    read = body.read(buffer);
                } catch (IOException e) {
                    // A broken connection passes; a failure to write, below, does not.
                    return Attempt.failed(offset, broken(offset, e));
                }
                if (read < 0) {
                    break;
                }
                watchdog.alive();
                if (state.size() >= 0 && offset + read > state.size()) {
                    throw new DamagedException(state.file() + ": the server sends more than the " + state.size()
                            + " bytes that it announced");
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                offset += read;
                listener.came(read);
            }
        }
        boolean cut = announced >= 0 && offset - begin < announced || state.size() >= 0 && offset < state.size();
        return cut ? Attempt.failed(offset, broken(offset, null)) : Attempt.ended(offset);
    }

    private UnreachableException broken(long offset, IOException cause) {
        return new UnreachableException(
                state.file() + ": broke off after " + offset
                        + (state.size() < 0 ? " bytes" : " of " + state.size() + " bytes"),
                cause);
    }
}
