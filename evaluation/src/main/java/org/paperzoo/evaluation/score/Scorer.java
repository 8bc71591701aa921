package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Something that {@code paperzoo score} computes from files.
 *
 * @param name its word on the command line, such as {@code bleu}
 * @param summary what it is, in one line
 * @param options its options; one of them names the predictions
 * @param definitions the metrics that its options choose from, the default's first; options that take numbers may give
 *     further ones
 * @param opener opens a metric and its examples
 */
public record Scorer(
        String name, String summary, List<ScoreOption> options, List<MetricDefinition> definitions, Opener opener) {

    /** Opens what is to be scored. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Opens a metric and its examples.
         *
         * @throws IllegalArgumentException if the arguments do not fit each other
         * @throws IOException if a file is missing or broken; the message says which and where
         */
        Scoring<?, ?> open(ScoreArguments arguments) throws IOException;
    }

    public Scorer {
        options = List.copyOf(options);
        definitions = List.copyOf(definitions);
        Objects.requireNonNull(opener, "opener");
        if (definitions.isEmpty()) {
            throw new IllegalArgumentException("scorer " + name + " needs at least one metric");
        }
        long predictions =
                options.stream().filter(ScoreOption::holdsPredictions).count();
        if (predictions != 1) {
            throw new IllegalArgumentException(
                    "scorer " + name + " has " + predictions + " options that name predictions; expected one");
        }
    }
}
