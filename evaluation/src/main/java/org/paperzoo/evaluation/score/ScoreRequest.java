package org.paperzoo.evaluation.score;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be scored, and how.
 *
 * @param scorer the scorer
 * @param arguments values of its options
 * @param each whether to give each example's own values too
 * @param confidence whether to add intervals
 * @param other predictions of a second system to compare with the first, as the scorer's option of predictions takes
 *     them; null for none
 * @param settings how intervals and comparisons are made
 * @param threads number of threads that score, at least 1
 */
public record ScoreRequest(
        Scorer scorer,
        ScoreArguments arguments,
        boolean each,
        boolean confidence,
        String other,
        SignificanceSettings settings,
        int threads) {

    public ScoreRequest {
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(arguments, "arguments");
        Objects.requireNonNull(settings, "settings");
        if (threads < 1) {
            throw new IllegalArgumentException("needs at least one thread, not " + threads);
        }
    }

    /** A request without intervals or comparison, on all processors. */
    public static ScoreRequest of(Scorer scorer, Map<String, List<String>> arguments) {
        return new ScoreRequest(
                scorer,
                ScoreArguments.of(scorer.options(), arguments),
                false,
                false,
                null,
                SignificanceSettings.defaults(),
                Runtime.getRuntime().availableProcessors());
    }
}
