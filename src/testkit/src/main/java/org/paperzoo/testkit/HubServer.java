package org.paperzoo.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real HTTP server on the loopback address, laid out as a model hub is, that misbehaves on request: it resets
 * connections, throttles, lies about lengths, refuses. Written over sockets, since no server of good manners does that.
 */
public final class HubServer implements AutoCloseable {

    private static final Pattern RESOLVE =
            Pattern.compile("/(?<repo>(datasets/)?[^/]+/[^/]+)/resolve/(?<rev>[^/]+)/(?<path>.+)");
    private static final Pattern LISTING =
            Pattern.compile("/api/(?<kind>models|datasets)/(?<repo>[^/]+/[^/]+)/revision/(?<rev>[^/]+)");

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
    private final Map<String, byte[]> plain = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile boolean entityTags = true;

    /** Starts a server on a free port. */
    public HubServer() throws IOException {
        Thread thread = new Thread(this::accept, "hub-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A request that came. */
    public record Request(String method, String path, Map<String, String> headers) {}

    /** Something that goes wrong with one request for a path's content. */
    public sealed interface Fault {
        /** The connection is reset after so many bytes of the body. */
        record Reset(int after) implements Fault {}

        /** The connection is closed in good order after so many bytes, though more were announced. */
        record Cut(int after) implements Fault {}

        /** Another status, with headers. */
        record Status(int code, Map<String, String> headers) implements Fault {}

        /** The body is longer than announced by HEAD. */
        record Longer(int by) implements Fault {}

        /** Nothing comes for so long after some bytes. */
        record Stall(int after, long millis) implements Fault {}

        /** The body comes slowly. */
        record Throttle(int bytesPerSecond) implements Fault {}

        /** A range is asked for, and the whole is sent. */
        record WholeInsteadOfRange() implements Fault {}

        /** The content is replaced by another while it is sent. */
        record Replaced(int after, byte[] by) implements Fault {}

        /** Some bytes are wrong. */
        record Garbled() implements Fault {}
    }

    private static final class Repository {
        private final Map<String, String> revisions = new ConcurrentHashMap<>();
        private final Map<String, Map<String, byte[]>> commits = new ConcurrentHashMap<>();
        private volatile String neededToken;
        private volatile String errorCode;
    }

    /** The server's address without a slash at its end. */
    public String endpoint() {
        return "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /** Puts a file into a repository ({@code owner/name}, {@code datasets/owner/name}); its branch main moves on. */
    public HubServer put(String repository, String path, byte[] content) {
        Repository repo = repositories.computeIfAbsent(repository, name -> new Repository());
        Map<String, byte[]> files = new TreeMap<>();
        String before = repo.revisions.get("main");
        if (before != null) {
            files.putAll(repo.commits.get(before));
        }
        files.put(path, content);
        StringBuilder all = new StringBuilder(String.valueOf(before));
        files.forEach((name, bytes) -> all.append(name).append(hex("SHA-256", bytes)));
        String commit = hex("SHA-1", all.toString().getBytes(StandardCharsets.UTF_8));
        repo.commits.put(commit, files);
        repo.revisions.put("main", commit);
        return this;
    }

    /** The commit that a repository's branch main stands for. */
    public String commit(String repository) {
        return repositories.get(repository).revisions.get("main");
    }

    /** Names a repository's present commit by a tag or branch. */
    public void tag(String repository, String name) {
        Repository repo = repositories.get(repository);
        repo.revisions.put(name, repo.revisions.get("main"));
    }

    /** Lets only those with a token read a repository. */
    public void protect(String repository, String token, String errorCode) {
        Repository repo = repositories.get(repository);
        repo.neededToken = token;
        repo.errorCode = errorCode;
    }

    /** Serves a file outside any repository at a path that begins with a slash. */
    public HubServer put(String path, byte[] content) {
        plain.put(path, content);
        return this;
    }

    /** Whether files outside repositories have entity tags. */
    public void setEntityTags(boolean given) {
        entityTags = given;
    }

    /** The next requests for the content of a path (as in the address) go wrong, one after the other. */
    public void spoil(String path, Fault... next) {
        faults.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(next));
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Requests of a method so far. */
    public long count(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .count();
    }

    /** The largest number of connections that were answered at the same time. */
    public int mostAtOnce() {
        return mostOpen.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> serve(connection), "hub-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                try {
                    if (!answer(request, out, connection)) {
                        return;
                    }
                } finally {
                    open.decrementAndGet();
                }
                out.flush();
            }
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null || first.isEmpty()) {
            return null;
        }
        String[] parts = first.split(" ");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return new Request(parts[0], parts[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
            }
            line.write(next);
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
    }

    /** A file with what the server says of it. */
    private record Served(byte[] content, Map<String, String> headers) {}

    /** Answers, and tells whether the connection can be used again. */
    private boolean answer(Request request, OutputStream out, Socket connection) throws IOException {
        boolean head = request.method().equals("HEAD");
        Fault fault = head ? null : nextFault(request.path());
        Fault spoiledHead = head ? nextFault("HEAD " + request.path()) : null;
        if (spoiledHead instanceof Fault.Status status) {
            return status(out, status.code(), status.headers(), new byte[0], true);
        }
        if (fault instanceof Fault.Status status) {
            return status(out, status.code(), status.headers(), "refused".getBytes(StandardCharsets.UTF_8), head);
        }
        Matcher listing = LISTING.matcher(request.path());
        if (listing.matches()) {
            return listing(listing, request, out);
        }
        Served served;
        Matcher resolve = RESOLVE.matcher(request.path());
        if (resolve.matches()) {
            Repository repository = repositories.get(resolve.group("repo"));
            if (repository == null) {
                return status(out, 401, Map.of("X-Error-Code", "RepoNotFound"), new byte[0], head);
            }
            if (repository.neededToken != null
                    && !("Bearer " + repository.neededToken)
                            .equals(request.headers().get("Authorization"))) {
                boolean anonymous = !request.headers().containsKey("Authorization");
                return status(
                        out,
                        anonymous ? 401 : 403,
                        repository.errorCode == null ? Map.of() : Map.of("X-Error-Code", repository.errorCode),
                        new byte[0],
                        head);
            }
            String revision = decoded(resolve.group("rev"));
            String commit = repository.revisions.getOrDefault(revision, revision);
            Map<String, byte[]> files = repository.commits.get(commit);
            if (files == null) {
                return status(out, 404, Map.of("X-Error-Code", "RevisionNotFound"), new byte[0], head);
            }
            byte[] content = files.get(decoded(resolve.group("path")));
            if (content == null) {
                return status(out, 404, Map.of("X-Error-Code", "EntryNotFound"), new byte[0], head);
            }
            served = inRepository(content, commit);
            if (content.length > 1000) {
                // Large files lie elsewhere, behind a redirect that tells about them.
                Map<String, String> headers = new LinkedHashMap<>(served.headers());
                String blob = "/blobs/" + hex("SHA-256", content);
                plain.put(blob, content);
                headers.put("Location", blob);
                if (fault != null) {
                    spoil(blob, fault);
                }
                return status(out, 302, headers, new byte[0], head);
            }
        } else {
            byte[] content = plain.get(request.path());
            if (content == null) {
                return status(out, 404, Map.of(), new byte[0], head);
            }
            served = new Served(
                    content,
                    entityTags ? Map.of("ETag", "\"" + hex("SHA-1", content).substring(0, 12) + "\"") : Map.of());
        }
        return content(request, served, fault, out, connection, head);
    }

    private Fault nextFault(String path) {
        Deque<Fault> queue = faults.get(path);
        if (queue == null) {
            return null;
        }
        synchronized (queue) {
            return queue.poll();
        }
    }

    private static Served inRepository(byte[] content, String commit) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Repo-Commit", commit);
        if (content.length > 1000) {
            headers.put("X-Linked-Size", Integer.toString(content.length));
            headers.put("X-Linked-ETag", "\"" + hex("SHA-256", content) + "\"");
        } else {
            headers.put("ETag", "\"" + gitBlob(content) + "\"");
        }
        return new Served(content, headers);
    }

    private boolean listing(Matcher listing, Request request, OutputStream out) throws IOException {
        String prefix = listing.group("kind").equals("datasets") ? "datasets/" : "";
        Repository repository = repositories.get(prefix + listing.group("repo"));
        if (repository == null) {
            return status(out, 401, Map.of("X-Error-Code", "RepoNotFound"), new byte[0], false);
        }
        String revision = decoded(listing.group("rev"));
        String commit = repository.revisions.getOrDefault(revision, revision);
        StringBuilder json = new StringBuilder("{\"sha\":\"" + commit + "\",\"siblings\":[");
        String separator = "";
        for (String path : repository.commits.getOrDefault(commit, Map.of()).keySet()) {
            json.append(separator).append("{\"rfilename\":\"").append(path).append("\"}");
            separator = ",";
        }
        byte[] body = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        return status(
                out,
                200,
                Map.of("Content-Type", "application/json"),
                body,
                request.method().equals("HEAD"));
    }

    private boolean content(
            Request request, Served served, Fault fault, OutputStream out, Socket connection, boolean head)
            throws IOException {
        byte[] content = served.content();
        int from = 0;
        String range = request.headers().get("Range");
        String condition = request.headers().get("If-Range");
        boolean same = condition == null || condition.equals(served.headers().get("ETag"));
        boolean partial =
                range != null && range.matches("bytes=\\d+-") && same && !(fault instanceof Fault.WholeInsteadOfRange);
        if (partial) {
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= content.length) {
                return status(out, 416, Map.of("Content-Range", "bytes */" + content.length), new byte[0], head);
            }
        }
        int announced = content.length - from;
        if (fault instanceof Fault.Longer longer) {
            announced += longer.by();
        }
        Map<String, String> headers = new LinkedHashMap<>(served.headers());
        headers.put("Accept-Ranges", "bytes");
        if (partial) {
            headers.put("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        headers.put("Content-Length", Integer.toString(announced));
        out.write(head(partial ? 206 : 200, headers));
        if (head) {
            return true;
        }
        byte[] body = content;
        if (fault instanceof Fault.Garbled) {
            body = content.clone();
            body[body.length - 1] ^= 1;
        }
        return body(body, from, announced, fault, request.path(), out, connection);
    }

    private boolean body(
            byte[] body, int from, int announced, Fault fault, String path, OutputStream out, Socket connection)
            throws IOException {
        int stop = fault instanceof Fault.Reset reset
                ? reset.after()
                : fault instanceof Fault.Cut cut
                        ? cut.after()
                        : fault instanceof Fault.Stall stall
                                ? stall.after()
                                : fault instanceof Fault.Replaced replaced ? replaced.after() : Integer.MAX_VALUE;
        int end = (int) Math.min(body.length, (long) from + stop);
        if (fault instanceof Fault.Throttle throttle) {
            int step = Math.max(1, throttle.bytesPerSecond() / 20);
            for (int at = from; at < end; at += step) {
                out.write(body, at, Math.min(step, end - at));
                out.flush();
                pause(50);
            }
        } else {
            out.write(body, from, Math.max(0, end - from));
        }
        out.flush();
        if (fault instanceof Fault.Longer longer) {
            out.write(new byte[longer.by()]);
        } else if (fault instanceof Fault.Stall stall) {
            pause(stall.millis());
            return false;
        } else if (fault instanceof Fault.Reset) {
            pause(20);
            connection.setSoLinger(true, 0);
            return false;
        } else if (fault instanceof Fault.Replaced replaced) {
            plain.put(path, replaced.by());
            return false;
        }
        return end - from >= announced || fault instanceof Fault.Longer;
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static boolean status(OutputStream out, int code, Map<String, String> given, byte[] body, boolean head)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(given);
        headers.putIfAbsent("Content-Length", Integer.toString(body.length));
        out.write(head(code, headers));
        if (!head) {
            out.write(body);
        }
        return true;
    }

    private static byte[] head(int code, Map<String, String> headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Status\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The SHA-256 of some bytes in hexadecimal digits. */
    public static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    private static String gitBlob(byte[] content) {
        byte[] prefix = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[prefix.length + content.length];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(content, 0, all, prefix.length, content.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(content))
                    .toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
