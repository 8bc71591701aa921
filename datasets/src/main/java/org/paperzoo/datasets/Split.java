package org.paperzoo.datasets;

import java.util.NoSuchElementException;

/** The part of a data set that examples are taken from. */
public enum Split {
    TRAIN("train"),
    VALIDATION("val"),
    TEST("test");

    private final String label;

    Split(String label) {
        this.label = label;
    }

    /** The name in records, file names and on the command line. */
    public String label() {
        return label;
    }

    /**
     * Finds a split by its label; {@code validation}, {@code valid} and {@code dev} mean {@code val}.
     *
     * @throws NoSuchElementException if there is none
     */
    public static Split named(String label) {
        return switch (label) {
            case "train" -> TRAIN;
            case "val", "validation", "valid", "dev" -> VALIDATION;
            case "test" -> TEST;
            default -> throw new NoSuchElementException("no split " + label + "; there are train, val, test");
        };
    }
}
