package org.paperzoo.leaderboard.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The part of an address behind its question mark, within bounds. */
final class Query {

    private static final int LONGEST = 2000;

    private final Map<String, String> values = new TreeMap<>();

    private Query() {}

    /**
     * Reads it.
     *
     * @param allowed the names that it may have
     * @throws IllegalArgumentException if it is too long, has another name, or a name twice; one line
     */
    static Query of(String raw, Set<String> allowed) {
        Query query = new Query();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        if (raw.length() > LONGEST) {
            throw new IllegalArgumentException("the query is longer than " + LONGEST + " characters");
        }
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!allowed.contains(name)) {
                throw new IllegalArgumentException(
                        "no parameter of that name; there are " + String.join(", ", allowed));
            }
            if (query.values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("parameter " + name + " is given twice");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** A parameter; empty where it is not given, or given empty. */
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /**
     * A whole number.
     *
     * @throws IllegalArgumentException if it is none, or out of its range
     */
    int number(String name, int usual, int least, int most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return usual;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
            assert e != null;
        }
        throw new IllegalArgumentException("parameter " + name + " must be a number from " + least + " to " + most);
    }

    /** A parameter that is {@code true} or {@code false}. */
    boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("parameter " + name + " must be true or false");
        };
    }
}
