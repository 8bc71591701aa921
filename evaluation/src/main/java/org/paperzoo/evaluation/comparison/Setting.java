package org.paperzoo.evaluation.comparison;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sizes of the inputs of a run, by name and in the order in which they are shown: {@code batch} always, and what the
 * model needs besides, such as {@code length}, {@code new tokens}, or {@code height} and {@code width}.
 */
public record Setting(@JsonValue Map<String, Integer> sizes) {

    /** The size that every setting has: examples in one run. */
    public static final String BATCH = "batch";

    /** Checks the sizes; as JSON a setting is the map itself. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Setting {
        if (!sizes.containsKey(BATCH)) {
            throw new IllegalArgumentException("a setting needs the size \"" + BATCH + "\" beside " + sizes.keySet());
        }
        sizes.forEach((name, size) -> {
            if (name.isBlank() || size == null || size < 1) {
                throw new IllegalArgumentException("the size \"" + name + "\" must be at least 1, not " + size);
            }
        });
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    }

    /** A setting of a batch of that many examples. */
    public static Setting ofBatch(int batch) {
        return new Setting(Map.of(BATCH, batch));
    }

    /** This setting and one more size, or another value of one it has. */
    public Setting with(String name, int size) {
        Map<String, Integer> more = new LinkedHashMap<>(sizes);
        more.put(name, size);
        return new Setting(more);
    }

    /** Examples in one run. */
    public int batch() {
        return sizes.get(BATCH);
    }

    /**
     * A size by its name.
     *
     * @throws IllegalArgumentException if the setting has none of that name
     */
    public int size(String name) {
        Integer size = sizes.get(name);
        if (size == null) {
            throw new IllegalArgumentException("the setting " + label() + " has no size \"" + name + "\"");
        }
        return size;
    }

    /** The sizes in words, such as {@code batch 1, length 128}. */
    public String label() {
        return sizes.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
