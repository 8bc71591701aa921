package org.paperzoo.leaderboard.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.paperzoo.leaderboard.page.PageFile;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param mediaType the kind of the body
 * @param body the body
 */
record Answer(int status, String mediaType, byte[] body) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static Answer page(PageFile page) {
        return new Answer(200, page.mediaType(), page.bytes());
    }

    static Answer json(int status, Object value) {
        try {
            return new Answer(status, "application/json", JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer has no JSON", e);
        }
    }

    static Answer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    static Answer text(int status, String message) {
        return new Answer(status, "text/plain; charset=utf-8", (message + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
