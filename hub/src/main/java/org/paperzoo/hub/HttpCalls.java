package org.paperzoo.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Requests that follow redirects by themselves: the token goes to the hub's own host alone, never from https to http, and
 * headers that the hub sends along with a redirect are kept.
 */
final class HttpCalls {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final URI endpoint;
    private final String token;
    private final Duration answerTimeout;

    HttpCalls(HubSettings settings) {
        endpoint = URI.create(settings.endpoint());
        token = settings.token();
        answerTimeout = settings.patience().stall();
    }

    /**
     * An answer behind all redirects. Its body must be closed.
     *
     * @param uri where it came from in the end
     * @param response the last response
     * @param hops the responses before it, which redirected
     */
    record Answer(URI uri, HttpResponse<InputStream> response, List<HttpResponse<InputStream>> hops)
            implements AutoCloseable {

        int status() {
            return response.statusCode();
        }

        /** A header of the first response that has it, redirects among them; null if none has. */
        String anyHeader(String name) {
            for (HttpResponse<InputStream> hop : hops) {
                var value = hop.headers().firstValue(name);
                if (value.isPresent()) {
                    return value.get();
                }
            }
            return header(name);
        }

        /** A header of the last response, or null. */
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        /** A header of the last response that is a number, or -1. */
        long number(String name) {
            String value = header(name);
            return value != null && value.strip().matches("[0-9]{1,18}") ? Long.parseLong(value.strip()) : -1;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    /**
     * Sends a request.
     *
     * @param headers further headers, sent with every hop
     * @throws IOException if the server cannot be reached or redirects without end; the message names the address
     */
    Answer send(String method, URI address, Map<String, String> headers) throws IOException {
        URI uri = address;
        List<HttpResponse<InputStream>> hops = new ArrayList<>();
        while (true) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(answerTimeout)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    // A packed body would have another length and digest than the file.
                    .header("Accept-Encoding", "identity")
                    .header("User-Agent", "paperzoo");
            headers.forEach(request::header);
            if (token != null && isHub(uri)) {
                request.header("Authorization", "Bearer " + token);
            }
            HttpResponse<InputStream> response = exchange(request.build());
            if (!REDIRECTS.contains(response.statusCode())) {
                return new Answer(uri, response, hops);
            }
            response.body().close();
            String location = response.headers().firstValue("Location").orElse("");
            URI next = resolved(uri, location);
            if (hops.size() == MOST_REDIRECTS) {
                throw new UnreachableException(address + ": redirected more than " + MOST_REDIRECTS + " times", null);
            }
            if ("https".equals(uri.getScheme()) && !"https".equals(next.getScheme())) {
                throw new UnreachableException(uri + ": redirects to " + next + ", which is not encrypted", null);
            }
            hops.add(response);
            uri = next;
        }
    }

    private static URI resolved(URI from, String location) throws UnreachableException {
        try {
            URI next = from.resolve(location);
            if (location.isBlank()
                    || next.getHost() == null
                    || !String.valueOf(next.getScheme()).startsWith("http")) {
                throw new IllegalArgumentException("no address");
            }
            return next;
        } catch (IllegalArgumentException e) {
            throw new UnreachableException(from + ": redirects to \"" + location + "\", which is no address", e);
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest request) throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + request.uri(), e);
        } catch (IOException e) {
            String reason = e.getMessage() != null
                    ? e.getMessage()
                    : e instanceof ConnectException
                            ? "no such host, or nobody answers there"
                            : e.getClass().getSimpleName();
            throw new UnreachableException(request.uri() + ": cannot be reached (" + reason + ")", e);
        }
    }

    private boolean isHub(URI uri) {
        return endpoint.getScheme().equals(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && endpoint.getPort() == uri.getPort();
    }

    /** How long a server asks to be left alone, in seconds or until a date; zero where it does not say. */
    static Duration retryAfter(Answer answer, Consumer<String> unreadable) {
        String value = answer.header("Retry-After");
        if (value == null) {
            return Duration.ZERO;
        }
        try {
            Duration wait = value.strip().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            unreadable.accept(value);
            return Duration.ZERO;
        }
    }
}
