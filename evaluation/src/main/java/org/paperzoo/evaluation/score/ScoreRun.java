package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Runs a scoring over several threads: each takes some examples at a time, loads and scores them into an accumulator of
 * its own, and in the end these are merged. Merging is exact, so the number of threads changes no digit. Where intervals
 * or a comparison are wanted, each example keeps an accumulator of its own.
 */
public final class ScoreRun {

    private ScoreRun() {}

    /**
     * Scores.
     *
     * @throws IllegalArgumentException if the arguments do not fit each other, or two systems not each other
     * @throws IOException if a file is missing, empty or broken, or an example cannot be scored; the message says where
     */
    public static ScoreReport run(ScoreRequest request) throws IOException {
        return report(request, request.scorer().opener().open(request.arguments()));
    }

    private static <P, R> ScoreReport report(ScoreRequest request, Scoring<P, R> scoring) throws IOException {
        boolean keeping = request.each() || request.confidence() || request.other() != null;
        Scored<P, R> scored = score(scoring, keeping, request.threads());
        Significance<P, R> significance = scoring.significance().apply(request.settings());
        Bootstrap.Intervals intervals = request.confidence() ? significance.intervals(scored.units()) : null;
        PairedComparison comparison = request.other() == null
                ? null
                : significance.compare(scored.units(), other(request, scoring).units());
        return new ScoreReport(
                scoring.metric().definition(),
                scored.whole().result(),
                scored.whole().size(),
                request.each() ? each(scored.units()) : List.of(),
                intervals,
                comparison);
    }

    private static <P, R> List<MetricResult> each(List<Accumulator<P, R>> units) throws InvalidInputException {
        List<MetricResult> each = new ArrayList<>(units.size());
        for (Accumulator<P, R> unit : units) {
            try {
                each.add(unit.result());
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new InvalidInputException(
                        "example " + (each.size() + 1) + " has no value alone: " + e.getMessage(), e);
            }
        }
        return each;
    }

    private static <P, R> Scored<P, R> other(ScoreRequest request, Scoring<P, R> scoring) throws IOException {
        Scoring<?, ?> opened =
                request.scorer().opener().open(request.arguments().withPredictions(request.other()));
        if (!opened.metric().definition().equals(scoring.metric().definition())) {
            opened.examples().close();
            throw new IllegalArgumentException("the second system is measured by "
                    + opened.metric().definition().id() + ", the first by "
                    + scoring.metric().definition().id());
        }
        @SuppressWarnings("unchecked") // One opener gives one type of prediction for a metric's definition.
        Scoring<P, R> other = (Scoring<P, R>) opened;
        return score(other, true, request.threads());
    }

    private record Scored<P, R>(Accumulator<P, R> whole, List<Accumulator<P, R>> units) {}

    private static <P, R> Scored<P, R> score(Scoring<P, R> scoring, boolean keeping, int threads) throws IOException {
        try (Examples<P, R> examples = scoring.examples()) {
            ScoreWorkers<P, R> workers =
                    new ScoreWorkers<>(scoring.metric(), examples, keeping, examples.takenAtOnce());
            workers.run(threads);
            Accumulator<P, R> whole = scoring.metric().newAccumulator();
            List<Accumulator<P, R>> units = workers.units();
            (keeping ? units : workers.parts()).forEach(whole::merge);
            if (whole.size() == 0) {
                throw new InvalidInputException(scoring.metric().definition().id() + ": there is nothing to score");
            }
            return new Scored<>(whole, new ArrayList<>(units));
        }
    }
}
