package org.paperzoo.leaderboard.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.ReportedResult;

/**
 * A measured value beside what the paper reports for the same model, benchmark and metric.
 *
 * @param value ours
 * @param reported the paper's, if it reports one that is comparable
 * @param protocolDifferences what is known to be different between the paper's measurement and ours; empty where nothing
 *     is known, or there is nothing to compare
 */
public record PaperComparison(
        MeasuredValue value, Optional<ReportedResult> reported, List<String> protocolDifferences) {

    /** Compares every value of a result with the card of its model. Values without a counterpart are kept. */
    public static List<PaperComparison> of(Result result, Catalogue catalogue) {
        Optional<ModelCard> card =
                catalogue.contains(result.model()) ? Optional.of(catalogue.card(result.model())) : Optional.empty();
        List<PaperComparison> comparisons = new ArrayList<>();
        for (MeasuredValue value : result.values()) {
            Optional<ReportedResult> reported = card.flatMap(known -> known.results().stream()
                    .filter(each -> result.benchmark().equals(each.benchmark()))
                    .filter(each -> each.metricId() != null && value.answersTo(each.metricId()))
                    .findFirst());
            comparisons.add(new PaperComparison(
                    value,
                    reported,
                    reported.map(paper -> ProtocolDifferences.of(result, card.get(), paper))
                            .orElse(List.of())));
        }
        return comparisons;
    }

    /** Ours minus the paper's, in the metric's unit. */
    public Optional<Double> difference() {
        return reported.map(paper -> value.value() - paper.comparable());
    }

    /** Whether the paper's value lies in our confidence interval; empty where there is no interval or no value. */
    public Optional<Boolean> agrees() {
        if (reported.isEmpty() || value.low() == null) {
            return Optional.empty();
        }
        double paper = reported.get().comparable();
        return Optional.of(value.low() <= paper && paper <= value.high());
    }
}
