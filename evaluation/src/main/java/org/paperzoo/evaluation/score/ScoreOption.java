package org.paperzoo.evaluation.score;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An option of a scorer, declared as data: the command's help and the check of what a user gives follow from it.
 *
 * @param name its name on the command line, such as {@code --hyp}
 * @param values what it takes
 * @param description one sentence for the help
 * @param required whether it must be given
 * @param repeatable whether it may be given several times
 * @param defaultValue what holds if it is not given; null for nothing
 * @param holdsPredictions whether it names what is scored: the comparison of two systems replaces it
 */
public record ScoreOption(
        String name,
        Values values,
        String description,
        boolean required,
        boolean repeatable,
        String defaultValue,
        boolean holdsPredictions) {

    private static final Pattern NAME = Pattern.compile("--?[a-z0-9]+(-[a-z0-9]+)*");

    /** What an option takes. */
    public sealed interface Values {

        /** Nothing: it is given or not. */
        record Flag() implements Values {}

        /** A path of a file, which the scorer checks when it opens it. */
        record File() implements Values {}

        /** A path of a folder. */
        record Folder() implements Values {}

        /**
         * Any text.
         *
         * @param label what stands for it in the help, such as {@code NAME}
         */
        record Text(String label) implements Values {}

        /** One of some words. */
        record Choice(List<String> words) implements Values {
            public Choice {
                words = List.copyOf(words);
            }
        }

        /** An integer in a range, ends included. */
        record Whole(long minimum, long maximum) implements Values {}

        /** A finite number in a range, ends included. */
        record Decimal(double minimum, double maximum) implements Values {}
    }

    public ScoreOption {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of an option must be like --name, not " + name);
        }
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(description, "description");
    }

    private static ScoreOption of(String name, Values values, String description) {
        return new ScoreOption(name, values, description, false, false, null, false);
    }

    /** An option that is given or not. */
    public static ScoreOption flag(String name, String description) {
        return of(name, new Values.Flag(), description);
    }

    /** An option that names a file. */
    public static ScoreOption file(String name, String description) {
        return of(name, new Values.File(), description);
    }

    /** An option that names a folder. */
    public static ScoreOption folder(String name, String description) {
        return of(name, new Values.Folder(), description);
    }

    /** An option that takes any text. */
    public static ScoreOption text(String name, String label, String description) {
        return of(name, new Values.Text(label), description);
    }

    /** An option that takes one of some words. */
    public static ScoreOption choice(String name, List<String> words, String description) {
        return of(name, new Values.Choice(words), description);
    }

    /** An option that takes an integer in a range, ends included. */
    public static ScoreOption whole(String name, long minimum, long maximum, String description) {
        return of(name, new Values.Whole(minimum, maximum), description);
    }

    /** An option that takes a finite number in a range, ends included. */
    public static ScoreOption decimal(String name, double minimum, double maximum, String description) {
        return of(name, new Values.Decimal(minimum, maximum), description);
    }

    /** The same, but it must be given. */
    public ScoreOption mandatory() {
        return new ScoreOption(name, values, description, true, repeatable, defaultValue, holdsPredictions);
    }

    /** The same, but it may be given several times. */
    public ScoreOption severalTimes() {
        return new ScoreOption(name, values, description, required, true, defaultValue, holdsPredictions);
    }

    /** The same with a value that holds if it is not given. */
    public ScoreOption or(String value) {
        return new ScoreOption(name, values, description, required, repeatable, value, holdsPredictions);
    }

    /** The same, but mandatory, and naming what is scored. One option of each scorer does. */
    public ScoreOption ofPredictions() {
        return new ScoreOption(name, values, description, true, repeatable, defaultValue, true);
    }

    /** What stands for the value in the help; empty for a flag. */
    public String label() {
        if (values instanceof Values.File) {
            return "FILE";
        } else if (values instanceof Values.Folder) {
            return "DIR";
        } else if (values instanceof Values.Text text) {
            return text.label();
        } else if (values instanceof Values.Choice choice) {
            return String.join("|", choice.words());
        } else if (values instanceof Values.Whole) {
            return "N";
        } else if (values instanceof Values.Decimal) {
            return "X";
        }
        return "";
    }

    /**
     * Checks a value that a user gave.
     *
     * @throws IllegalArgumentException if it is none of those that the option takes; the message says which it takes
     */
    void check(String value) {
        if (values instanceof Values.Choice choice && !choice.words().contains(value)) {
            throw wrong(value, "one of " + String.join(", ", choice.words()));
        }
        if (values instanceof Values.Whole range) {
            long given;
            try {
                given = Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw wrong(value, "an integer");
            }
            if (given < range.minimum() || given > range.maximum()) {
                throw wrong(value, "an integer" + range(range.minimum(), range.maximum(), Long.MAX_VALUE));
            }
        }
        if (values instanceof Values.Decimal range) {
            double given;
            try {
                given = Double.parseDouble(value);
            } catch (NumberFormatException e) {
                throw wrong(value, "a number");
            }
            if (!(given >= range.minimum() && given <= range.maximum()) || Double.isInfinite(given)) {
                throw wrong(value, "a number" + range(range.minimum(), range.maximum(), Double.MAX_VALUE));
            }
        }
    }

    private static String range(Number minimum, Number maximum, Number unbounded) {
        return maximum.doubleValue() >= unbounded.doubleValue()
                ? " of at least " + minimum
                : " from " + minimum + " to " + maximum;
    }

    private IllegalArgumentException wrong(String value, String expected) {
        return new IllegalArgumentException(name + " " + value + ": expected " + expected);
    }
}
