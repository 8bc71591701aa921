package org.paperzoo.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Addresses made of an endpoint and parts, each of which is escaped as a path's part. */
final class Addresses {

    private Addresses() {}

    /** Joins parts below an endpoint; slashes within a part stay. */
    static URI of(String endpoint, String... parts) {
        return URI.create(
                Arrays.stream(parts).map(Addresses::escaped).collect(Collectors.joining("/", endpoint + "/", "")));
    }

    /** Escapes a path's parts, leaving the slashes between them. */
    static String escaped(String path) {
        return Arrays.stream(path.split("/", -1)).map(Addresses::escapedPart).collect(Collectors.joining("/"));
    }

    /** Escapes one part, slashes included. */
    static String escapedPart(String part) {
        // An encoder of forms, whose one difference from a path's is the blank.
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
