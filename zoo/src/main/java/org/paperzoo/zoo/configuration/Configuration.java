package org.paperzoo.zoo.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.nn.Activation;

/**
 * A model's official configuration file, read key by key with checks: every complaint names the file, the key, the value
 * and what would be right. Unknown keys are left alone, since official files hold many that only training uses.
 */
public final class Configuration {

    /** Larger than any official configuration (the longest list a few thousand labels). */
    private static final long MAX_BYTES = 16L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private final String source;
    private final JsonNode root;

    private Configuration(String source, JsonNode root) {
        this.source = source;
        this.root = root;
    }

    /** Reads a JSON file that holds one object. */
    public static Configuration read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidInputException(file + ": larger than a configuration can be (" + MAX_BYTES + " bytes)");
        }
        try {
            return of(file.toString(), JSON.readTree(file.toFile()));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new InvalidInputException(
                    file + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr()) + ": not JSON: "
                            + JsonFault.of(e),
                    e);
        }
    }

    /** Wraps a JSON object that comes from {@code source}. */
    public static Configuration of(String source, JsonNode root) throws InvalidInputException {
        if (root == null || !root.isObject()) {
            throw new InvalidInputException(source + ": expected a JSON object");
        }
        return new Configuration(source, root);
    }

    /** An object written in code, for tests and samples. */
    public static Configuration parse(String source, String json) throws IOException {
        return of(source, JSON.readTree(json));
    }

    /** The same configuration with one value replaced. */
    public Configuration with(String key, Object value) {
        ObjectNode copy = root.deepCopy();
        copy.set(key, JSON.valueToTree(value));
        return new Configuration(source, copy);
    }

    /** Where the configuration comes from, for messages. */
    public String source() {
        return source;
    }

    /** The whole object. */
    public JsonNode json() {
        return root;
    }

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        return root.hasNonNull(key);
    }

    /** An integer of at least 1. */
    public int positive(String key) throws InvalidInputException {
        return integer(require(key, "an integer of at least 1"), key, 1, "an integer of at least 1");
    }

    /** An integer of at least 1, or the fallback where the key is absent. */
    public int positive(String key, int fallback) throws InvalidInputException {
        return has(key) ? positive(key) : fallback;
    }

    /**
     * A size of a network (a width, a number of heads or layers): an integer from 1 to {@code most}. Without an upper bound
     * a broken file could ask for more layers than memory holds.
     */
    public int size(String key, int most) throws InvalidInputException {
        int value = positive(key);
        if (value > most) {
            throw wrong(key, "an integer from 1 to " + most);
        }
        return value;
    }

    /** As {@link #size(String, int)}, or the fallback where the key is absent. */
    public int size(String key, int most, int fallback) throws InvalidInputException {
        return has(key) ? size(key, most) : fallback;
    }

    /** The class that the checkpoint was saved from: the first of {@code architectures}, or the fallback where it is absent. */
    public String officialClass(String fallback) {
        JsonNode first = root.path("architectures").path(0);
        return first.isTextual() ? first.textValue() : fallback;
    }

    /** An integer of at least 0. */
    public int nonNegative(String key) throws InvalidInputException {
        return integer(require(key, "an integer of at least 0"), key, 0, "an integer of at least 0");
    }

    /** An integer of at least 0, or the fallback where the key is absent. */
    public int nonNegative(String key, int fallback) throws InvalidInputException {
        return has(key) ? nonNegative(key) : fallback;
    }

    /** A list of integers of at least 1; a single integer counts as a list of one. */
    public List<Integer> positives(String key) throws InvalidInputException {
        String expected = "a list of integers of at least 1";
        JsonNode node = require(key, expected);
        List<Integer> values = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode item : node) {
                values.add(integer(item, key, 1, expected));
            }
        } else {
            values.add(integer(node, key, 1, expected));
        }
        if (values.isEmpty()) {
            throw wrong(key, node, expected);
        }
        return List.copyOf(values);
    }

    /** A finite number. */
    public double number(String key) throws InvalidInputException {
        JsonNode node = require(key, "a number");
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrong(key, node, "a number");
        }
        return node.doubleValue();
    }

    /** A finite number, or the fallback where the key is absent. */
    public double number(String key, double fallback) throws InvalidInputException {
        return has(key) ? number(key) : fallback;
    }

    /** A dropout rate in [0, 1), or the fallback where the key is absent. */
    public float rate(String key, double fallback) throws InvalidInputException {
        double rate = number(key, fallback);
        if (rate < 0 || rate >= 1) {
            throw wrong(key, root.get(key), "a rate in [0, 1)");
        }
        return (float) rate;
    }

    /** A Boolean, or the fallback where the key is absent. */
    public boolean flag(String key, boolean fallback) throws InvalidInputException {
        if (!has(key)) {
            return fallback;
        }
        JsonNode node = root.get(key);
        if (!node.isBoolean()) {
            throw wrong(key, node, "true or false");
        }
        return node.booleanValue();
    }

    /** A string. */
    public String text(String key) throws InvalidInputException {
        JsonNode node = require(key, "a string");
        if (!node.isTextual()) {
            throw wrong(key, node, "a string");
        }
        return node.textValue();
    }

    /** A string, or the fallback where the key is absent. */
    public String text(String key, String fallback) throws InvalidInputException {
        return has(key) ? text(key) : fallback;
    }

    /** One of a closed set of strings. */
    public String oneOf(String key, List<String> choices) throws InvalidInputException {
        String value = text(key);
        if (!choices.contains(value)) {
            throw wrong(key, root.get(key), "one of " + String.join(", ", choices));
        }
        return value;
    }

    /** An activation function by its name, or the fallback where the key is absent. */
    public Activation activation(String key, Activation fallback) throws InvalidInputException {
        if (!has(key)) {
            return fallback;
        }
        return Activation.named(text(key))
                .orElseThrow(() -> wrong(key, root.get(key), "one of " + Activation.labels()));
    }

    /**
     * Checks that there are no keys but these: for what people write themselves, where a key that nobody reads is a mistake.
     *
     * @throws InvalidInputException if there is another; the message lists those that may be there
     */
    public void requireOnly(List<String> keys) throws InvalidInputException {
        for (var names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!keys.contains(name)) {
                throw new InvalidInputException(
                        source + ": knows no \"" + name + "\"; there are " + String.join(", ", keys));
            }
        }
    }

    /** Complains about a value: use it for checks across keys, such as a width that the heads do not divide. */
    public InvalidInputException wrong(String key, String expected) {
        return wrong(key, root.get(key), expected);
    }

    private InvalidInputException wrong(String key, JsonNode value, String expected) {
        String shown = String.valueOf(value);
        return new InvalidInputException(source + ": \"" + key + "\" is "
                + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown) + "; expected " + expected);
    }

    private JsonNode require(String key, String expected) throws InvalidInputException {
        if (!has(key)) {
            throw new InvalidInputException(source + ": lacks \"" + key + "\" (" + expected + ")");
        }
        return root.get(key);
    }

    private int integer(JsonNode node, String key, int minimum, String expected) throws InvalidInputException {
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < minimum) {
            throw wrong(key, node, expected);
        }
        return node.intValue();
    }
}
