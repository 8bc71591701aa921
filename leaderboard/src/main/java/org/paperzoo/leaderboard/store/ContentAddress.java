package org.paperzoo.leaderboard.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.paperzoo.hub.JsonFault;

/**
 * The address of a record: SHA-256 over its canonical JSON, in which the keys of every object are in the order of their
 * characters, there is no white space, and what is null is left out. Two records are the same exactly if their addresses
 * are.
 */
public final class ContentAddress {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private ContentAddress() {}

    /** Whether a text has the form of an address, or of any SHA-256: 64 hexadecimal digits in lower case. */
    public static boolean isOne(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** The canonical JSON of a record. */
    public static String canonical(Object content) {
        try {
            return JSON.writeValueAsString(sorted(JSON.valueToTree(content)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("has no JSON: " + JsonFault.of(e), e);
        }
    }

    /** The address of canonical JSON. */
    public static String of(String canonical) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.forEach((name, value) -> {
                if (!value.isNull()) {
                    object.set(name, sorted(value));
                }
            });
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        return node;
    }
}
