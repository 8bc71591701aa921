package org.paperzoo.leaderboard.exchange;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The forms in which results leave and enter a store. */
public enum Format {
    /** Everything, as the published JSON Schema says. */
    JSON("json"),
    /** Everything, a row for each value. */
    CSV("csv"),
    /** The {@code model-index} of a HuggingFace model card, YAML: values without the runs behind them. */
    MODEL_INDEX("model-index"),
    /** Evaluation tables as Papers with Code published them, JSON: values without the runs behind them. */
    EVALUATION_TABLES("evaluation-tables");

    private final String word;

    Format(String word) {
        this.word = word;
    }

    /** Its word on the command line. */
    public String word() {
        return word;
    }

    /**
     * Finds a form by its word.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Format named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format " + word + "; expected one of "
                        + Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "))));
    }

    /** The form that a file's name speaks of: JSON unless it ends in .csv, .yaml, .yml or .md. */
    public static Format ofFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv")) {
            return CSV;
        }
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".md") ? MODEL_INDEX : JSON;
    }
}
