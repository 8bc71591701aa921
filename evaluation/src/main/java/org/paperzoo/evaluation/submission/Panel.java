package org.paperzoo.evaluation.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.paperzoo.evaluation.harness.Scoreboard;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** The metrics of a submission, some of which take examples in another form. */
final class Panel<P, R> {

    private record Board<P, R, A, B>(
            Scoreboard<A, B> scores, Function<? super P, ? extends A> first, Function<? super R, ? extends B> second) {

        void update(P prediction, R reference) {
            scores.update(first.apply(prediction), second.apply(reference));
        }
    }

    private final int examplesOfAUnit;
    private final List<Board<P, R, ?, ?>> boards = new ArrayList<>();

    /** @param examplesOfAUnit consecutive examples that are drawn together for intervals */
    Panel(int examplesOfAUnit) {
        this.examplesOfAUnit = examplesOfAUnit;
    }

    /** Metrics that take examples as they are, each example drawn by itself. */
    static <P, R> Panel<P, R> of(List<String> ids, Function<String, Metric<P, R>> byId) {
        Panel<P, R> panel = new Panel<>(1);
        ids.forEach(id -> panel.add(byId.apply(id)));
        return panel;
    }

    Panel<P, R> add(Metric<P, R> metric) {
        return add(metric, prediction -> prediction, reference -> reference);
    }

    /** Adds a metric that takes examples in another form. */
    <A, B> Panel<P, R> add(
            Metric<A, B> metric, Function<? super P, ? extends A> first, Function<? super R, ? extends B> second) {
        boards.add(new Board<>(new Scoreboard<>(List.of(metric), examplesOfAUnit), first, second));
        return this;
    }

    /**
     * Scores one example.
     *
     * @throws IllegalArgumentException if a metric refuses it
     */
    void update(P prediction, R reference) {
        boards.forEach(board -> board.update(prediction, reference));
    }

    /** All values, metric by metric in the order in which they were added. */
    List<MeasuredValue> values(int resamples, long seed) {
        List<MeasuredValue> values = new ArrayList<>();
        boards.forEach(board -> values.addAll(board.scores().values(resamples, seed)));
        return values;
    }
}
