package org.paperzoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.hub.RemoteFile.AtAddress;
import org.paperzoo.hub.RemoteFile.InRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks servers what they have: which commit a revision stands for, and the length and digest of a file. The hub answers a
 * request for a file's head with {@code X-Repo-Commit}, and with {@code X-Linked-Size} and {@code X-Linked-ETag} (a
 * SHA-256) where the file lies in its large storage, else with {@code ETag} (Git's digest of a blob).
 */
final class Resolver {

    private static final Logger LOGGER = LoggerFactory.getLogger(Resolver.class);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ANSWER = 64 << 20;

    private final HubSettings settings;
    private final HttpCalls calls;

    Resolver(HubSettings settings, HttpCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    /**
     * What the server says of a file.
     *
     * @throws AbsentException if it has none such
     * @throws UnreachableException if it cannot be reached or may not be had; the message says what would help
     */
    RemoteState state(RemoteFile file) throws IOException {
        URI uri = address(file);
        try (HttpCalls.Answer answer = patiently("HEAD", uri, file.toString())) {
            if (answer.status() == 405 || answer.status() == 501) {
                // Some servers answer requests for content alone.
                return new RemoteState(file, uri, -1, null, declared(file));
            }
            refuseUnlessGood(answer, file, file.toString());
            String tag = answer.anyHeader("X-Linked-ETag");
            if (tag == null) {
                tag = answer.anyHeader("ETag");
            }
            long size = number(answer.anyHeader("X-Linked-Size"));
            if (size < 0) {
                size = answer.number("Content-Length");
            }
            if (file instanceof InRepository repository) {
                String commit = answer.anyHeader("X-Repo-Commit");
                InRepository pinned = repository;
                if (commit != null && InRepository.isCommit(commit)) {
                    if (repository.isPinned() && !repository.revision().equals(commit)) {
                        throw new UnreachableException(
                                file + ": the server answers with commit " + commit + " instead", null);
                    }
                    pinned = repository.at(commit);
                }
                Digest digest = declared(file);
                if (digest == null) {
                    digest = Digest.ofEntityTag(tag).orElse(null);
                }
                return new RemoteState(pinned, address(pinned), size, Digest.bareTag(tag), digest);
            }
            // A weak tag may be the same for other bytes.
            boolean strong = tag != null && !tag.strip().startsWith("W/");
            return new RemoteState(file, uri, size, strong ? Digest.bareTag(tag) : null, declared(file));
        }
    }

    /** Every file of a repository at a revision, by its path, from the hub's programming interface. */
    List<InRepository> files(RemoteFile.Kind kind, String repository, String revision) throws IOException {
        String name = kind.plural() + "/" + repository;
        URI uri = URI.create(settings.endpoint() + "/api/" + name + "/revision/" + Addresses.escapedPart(revision));
        try (HttpCalls.Answer answer = patiently("GET", uri, name + "@" + revision)) {
            refuseUnlessGood(answer, null, name + "@" + revision);
            JsonNode listing = json(answer, uri);
            String commit = listing.path("sha").asText("");
            List<InRepository> files = new ArrayList<>();
            for (JsonNode sibling : listing.path("siblings")) {
                String path = sibling.path("rfilename").asText("");
                if (!SafePath.isSafe(path)) {
                    throw new UnreachableException(
                            uri + ": lists a file \"" + path + "\" that may leave its folder", null);
                }
                files.add(new InRepository(
                        kind, repository, InRepository.isCommit(commit) ? commit : revision, path, null));
            }
            return files;
        }
    }

    private JsonNode json(HttpCalls.Answer answer, URI uri) throws IOException {
        try (InputStream body = answer.response().body()) {
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            if (bytes.length > LARGEST_ANSWER) {
                throw new UnreachableException(uri + ": answers with more than " + LARGEST_ANSWER + " bytes", null);
            }
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new UnreachableException(uri + ": answers with something that is not JSON", e);
        }
    }

    /** Where a file's content is asked for. */
    URI address(RemoteFile file) {
        if (file instanceof InRepository repository) {
            return URI.create(settings.endpoint() + "/" + repository.kind().prefix() + repository.repository()
                    + "/resolve/" + Addresses.escapedPart(repository.revision()) + "/"
                    + Addresses.escaped(repository.path()));
        }
        return ((AtAddress) file).uri();
    }

    private static Digest declared(RemoteFile file) {
        return file.sha256() == null ? null : Digest.sha256(file.sha256());
    }

    private static long number(String header) {
        return header != null && header.strip().matches("[0-9]{1,18}") ? Long.parseLong(header.strip()) : -1;
    }

    /** Asks again while the failure may pass. */
    private HttpCalls.Answer patiently(String method, URI uri, String what) throws IOException {
        Retries retries = new Retries(settings.patience());
        while (true) {
            Duration asked = Duration.ZERO;
            IOException failure;
            try {
                HttpCalls.Answer answer = calls.send(method, uri, Map.of());
                if (!PASSING.contains(answer.status())) {
                    return answer;
                }
                asked = HttpCalls.retryAfter(answer, value -> LOGGER.debug("{}: Retry-After {}", uri, value));
                failure = new UnreachableException(what + ": " + meaning(answer), null);
                answer.close();
            } catch (UnreachableException e) {
                failure = e;
            }
            LOGGER.debug("{}; trying again", failure.getMessage());
            retries.after(failure, asked);
        }
    }

    /** Whether an answer may be another one soon. */
    static boolean isPassing(int status) {
        return PASSING.contains(status);
    }

    /** Refuses an answer that is no success, in words that say what would help. */
    static void refuseUnlessGood(HttpCalls.Answer answer, RemoteFile file, String what) throws UnreachableException {
        int status = answer.status();
        if (status == 404 || status == 410) {
            throw new AbsentException(file, what + ": " + meaning(answer));
        }
        if (status < 200 || status > 299) {
            throw new UnreachableException(what + ": " + meaning(answer), null);
        }
    }

    private static String meaning(HttpCalls.Answer answer) {
        String code = answer.header("X-Error-Code");
        String host = answer.uri().getHost();
        if ("GatedRepo".equals(code)) {
            return host + " asks for its licence to be accepted on its page; then set HF_TOKEN to your token";
        }
        if ("RevisionNotFound".equals(code)) {
            return host + " has no such revision";
        }
        if ("RepoNotFound".equals(code)) {
            return host + " has no such repository, or it is private: set HF_TOKEN to a token that may read it";
        }
        if ("EntryNotFound".equals(code)) {
            return host + " has no such file in this repository";
        }
        return switch (answer.status()) {
            case 401 -> host + " asks who you are (401): set HF_TOKEN to your token";
            case 403 ->
                host + " does not allow it (403): the token in HF_TOKEN may not read it, or its licence is not"
                        + " accepted";
            case 404 -> host + " has no such file (404)";
            case 410 -> host + " no longer has it (410)";
            case 429 -> host + " is asked too often (429); try again later";
            case 503 -> host + " is not available (503); try again later";
            default -> host + " answers " + answer.status();
        };
    }
}
