package org.paperzoo.evaluation.score;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a user gave for a scorer's options, checked against them. Immutable. */
public final class ScoreArguments {

    private final Map<String, ScoreOption> options;
    private final Map<String, List<String>> values;

    private ScoreArguments(Map<String, ScoreOption> options, Map<String, List<String>> values) {
        this.options = options;
        this.values = values;
    }

    /**
     * Checks what was given.
     *
     * @param given values by the option's name; a flag that is given has an empty list
     * @throws IllegalArgumentException if an option is unknown, missing, given too often or has a value that it does not
     *     take; the message is one line
     */
    public static ScoreArguments of(List<ScoreOption> options, Map<String, List<String>> given) {
        Map<String, ScoreOption> byName = new LinkedHashMap<>();
        options.forEach(option -> byName.put(option.name(), option));
        Map<String, List<String>> values = new HashMap<>();
        given.forEach((name, list) -> {
            ScoreOption option = byName.get(name);
            if (option == null) {
                throw new IllegalArgumentException("no option " + name + "; there are " + byName.keySet());
            }
            if (list.size() > 1 && !option.repeatable()) {
                throw new IllegalArgumentException(name + " is given " + list.size() + " times; it may be given once");
            }
            list.forEach(option::check);
            values.put(name, List.copyOf(list));
        });
        for (ScoreOption option : options) {
            if (values.containsKey(option.name())) {
                continue;
            }
            if (option.required()) {
                throw new IllegalArgumentException(
                        option.name() + " " + option.label() + " is missing: " + option.description());
            }
            if (option.defaultValue() != null) {
                values.put(option.name(), List.of(option.defaultValue()));
            }
        }
        return new ScoreArguments(byName, values);
    }

    /** The same with the predictions of another system. */
    ScoreArguments withPredictions(String value) {
        ScoreOption option = options.values().stream()
                .filter(ScoreOption::holdsPredictions)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("this metric has no predictions to replace"));
        Map<String, List<String>> others = new HashMap<>(values);
        others.put(option.name(), List.of(value));
        return new ScoreArguments(options, others);
    }

    /** Whether an option was given, or has a default value. */
    public boolean has(String name) {
        return !list(name).isEmpty() || values.containsKey(name);
    }

    /** Whether a flag was given. */
    public boolean flag(String name) {
        known(name);
        return values.containsKey(name);
    }

    /** The text of an option that is mandatory or has a default. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new NoSuchElementException(name + " has no value"));
    }

    /** The text of an option, if there is one. */
    public Optional<String> optionalText(String name) {
        List<String> list = list(name);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0));
    }

    /** The path of an option that is mandatory or has a default. */
    public Path path(String name) {
        return path(name, text(name));
    }

    /** The path of an option, if there is one. */
    public Optional<Path> optionalPath(String name) {
        return optionalText(name).map(text -> path(name, text));
    }

    /** The paths of an option that may be given several times, in the order given. */
    public List<Path> paths(String name) {
        return list(name).stream().map(text -> path(name, text)).toList();
    }

    /** The texts of an option that may be given several times, in the order given. */
    public List<String> texts(String name) {
        return list(name);
    }

    /** The integer of an option that is mandatory or has a default. */
    public long integer(String name) {
        return Long.parseLong(text(name));
    }

    /** The integer of an option, if there is one. */
    public OptionalLong optionalInteger(String name) {
        return optionalText(name)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    /** The number of an option that is mandatory or has a default. */
    public double number(String name) {
        return Double.parseDouble(text(name));
    }

    private List<String> list(String name) {
        known(name);
        return values.getOrDefault(name, List.of());
    }

    private void known(String name) {
        if (!options.containsKey(name)) {
            throw new IllegalStateException("the scorer declares no option " + name);
        }
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
