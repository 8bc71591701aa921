package org.paperzoo.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard.ReportedResult;

/**
 * A measured value beside what the paper reports for the same model, benchmark and metric.
 *
 * @param value ours
 * @param reported the paper's, if it reports one that is comparable
 */
public record Comparison(MeasuredValue value, Optional<ReportedResult> reported) {

    /** Compares every value of a result with the card of its model. Values without a counterpart are kept. */
    public static List<Comparison> of(Result result, Catalogue catalogue) {
        List<ReportedResult> reported = catalogue.contains(result.model())
                ? catalogue.card(result.model()).results()
                : List.of();
        List<Comparison> comparisons = new ArrayList<>();
        for (MeasuredValue value : result.values()) {
            comparisons.add(new Comparison(
                    value,
                    reported.stream()
                            .filter(each -> result.benchmark().equals(each.benchmark()))
                            .filter(each -> each.metricId() != null && value.answersTo(each.metricId()))
                            .findFirst()));
        }
        return comparisons;
    }

    /** Ours minus the paper's, in the metric's unit. */
    public Optional<Double> difference() {
        return reported.map(paper -> value.value() - paper.comparable());
    }

    /** Whether the paper's value lies in our confidence interval. */
    public Optional<Boolean> agrees() {
        if (reported.isEmpty() || value.low() == null) {
            return Optional.empty();
        }
        double paper = reported.get().comparable();
        return Optional.of(value.low() <= paper && paper <= value.high());
    }
}
