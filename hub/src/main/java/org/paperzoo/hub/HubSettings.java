package org.paperzoo.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Where files come from and where they are kept.
 *
 * @param cache folder of the cache; need not exist
 * @param endpoint the hub's address, without a slash at its end
 * @param token sent to the hub and nowhere else; null for none
 * @param offline whether nothing may be fetched
 * @param otherCache cache of the hub's own tools, whose files are taken over where they fit; null for none
 * @param connections files that are fetched at the same time, at least 1
 * @param patience how the fetching goes on after failures
 */
public record HubSettings(
        Path cache,
        String endpoint,
        String token,
        boolean offline,
        Path otherCache,
        int connections,
        Patience patience) {

    private static final String STANDARD_ENDPOINT = "https://huggingface.co";
    private static final int CONNECTIONS = 4;

    /**
     * How the fetching goes on after failures.
     *
     * @param attempts attempts in a row that bring no byte before it gives up, at least 1
     * @param firstWait wait after the first of them; it doubles with each, and a random part of it is waited
     * @param longestWait the longest wait, also for a server that asks for a longer one
     * @param stall how long a connection may bring nothing before it counts as broken
     */
    public record Patience(int attempts, Duration firstWait, Duration longestWait, Duration stall) {

        /** Six attempts, waits from half a second to one minute, connections that bring nothing for a minute are cut. */
        public static final Patience STANDARD =
                new Patience(6, Duration.ofMillis(500), Duration.ofSeconds(60), Duration.ofSeconds(60));

        public Patience {
            if (attempts < 1) {
                throw new IllegalArgumentException("needs at least one attempt, not " + attempts);
            }
        }
    }

    public HubSettings {
        cache = cache.toAbsolutePath().normalize();
        Objects.requireNonNull(patience, "patience");
        endpoint = endpoint.replaceAll("/+$", "");
        String scheme = String.valueOf(URI.create(endpoint).getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "the hub's address must begin with https:// or http://, not " + endpoint);
        }
        if (connections < 1) {
            throw new IllegalArgumentException("needs at least one connection, not " + connections);
        }
    }

    /**
     * What environment variables say: {@code PAPERZOO_CACHE} (or {@code paperzoo} below {@code XDG_CACHE_HOME} or {@code
     * ~/.cache}), {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_HUB_OFFLINE} or {@code DJL_OFFLINE}, {@code
     * HF_HUB_CACHE} or {@code HF_HOME}.
     */
    public static HubSettings of(Map<String, String> environment) {
        String own = given(environment, "PAPERZOO_CACHE");
        String shared = given(environment, "XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home"));
        Path caches = shared == null ? home.resolve(".cache") : Path.of(shared);
        String hub = given(environment, "HF_HUB_CACHE");
        String hubHome = given(environment, "HF_HOME");
        Path others = hub != null
                ? Path.of(hub)
                : (hubHome == null ? caches.resolve("huggingface") : Path.of(hubHome)).resolve("hub");
        String endpoint = given(environment, "HF_ENDPOINT");
        return new HubSettings(
                own == null ? caches.resolve("paperzoo") : Path.of(own),
                endpoint == null ? STANDARD_ENDPOINT : endpoint,
                given(environment, "HF_TOKEN"),
                isSet(environment, "HF_HUB_OFFLINE") || isSet(environment, "DJL_OFFLINE"),
                others,
                CONNECTIONS,
                Patience.STANDARD);
    }

    /** The same, but nothing may be fetched. */
    public HubSettings asOffline() {
        return new HubSettings(cache, endpoint, token, true, otherCache, connections, patience);
    }

    private static String given(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        String value = given(environment, variable);
        return value != null && (value.equalsIgnoreCase("true") || value.equals("1") || value.equalsIgnoreCase("yes"));
    }
}
