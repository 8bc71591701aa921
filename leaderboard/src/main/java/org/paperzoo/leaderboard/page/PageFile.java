package org.paperzoo.leaderboard.page;

import java.nio.charset.StandardCharsets;

/**
 * A file of the board, as it is written to disk or sent.
 *
 * @param mediaType its kind, such as {@code text/html; charset=utf-8}
 * @param bytes its content
 */
public record PageFile(String mediaType, byte[] bytes) {

    static PageFile html(String text) {
        return new PageFile("text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static PageFile named(String name, byte[] bytes) {
        String type = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "jpg" -> "image/jpeg";
            case "png" -> "image/png";
            case "json" -> "application/json";
            default -> throw new IllegalArgumentException("no kind of file " + name);
        };
        return new PageFile(type, bytes);
    }
}
