package org.paperzoo.evaluation.score.table;

import java.util.Arrays;
import java.util.Locale;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;

/** The option that chooses which of a metric's values is its headline; each choice has an ID of its own. */
final class Headlines {

    private static final String NAME = "--headline";

    private Headlines() {}

    /** The option with a word for each constant, the first by default. */
    static ScoreOption option(Enum<?>... constants) {
        return ScoreOption.choice(
                        NAME,
                        Arrays.stream(constants).map(Headlines::word).toList(),
                        "Which value is the headline; the others are given beside it.")
                .or(word(constants[0]));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E chosen(Class<E> type, ScoreArguments arguments) {
        return Enum.valueOf(type, arguments.text(NAME).toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
