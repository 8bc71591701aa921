package org.paperzoo.evaluation.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.score.PairedComparison;
import org.paperzoo.evaluation.score.Significance;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.zoo.InvalidInputException;

/** Compares two runs over the same examples by what they kept: whether one scores otherwise than the other. */
public final class PairedRuns {

    private PairedRuns() {}

    /**
     * Compares the headline of every metric whose states both runs kept.
     *
     * @return the comparisons by the metrics' IDs, in the benchmark's order
     * @throws InvalidInputException if a state is damaged, or the runs have scored different numbers of examples
     */
    public static Map<String, PairedComparison> compare(
            Benchmark benchmark, KeptExamples baseline, KeptExamples system, SignificanceSettings settings)
            throws InvalidInputException {
        Map<String, PairedComparison> comparisons = new LinkedHashMap<>();
        for (String id : benchmark.metrics()) {
            List<JsonNode> first = baseline.units().get(id);
            List<JsonNode> second = system.units().get(id);
            if (first == null || second == null || first.isEmpty() || second.isEmpty()) {
                continue;
            }
            if (first.size() != second.size()) {
                throw new InvalidInputException("the runs cannot be paired: they kept " + first.size() + " and "
                        + second.size() + " units of " + id + "; expected the same examples");
            }
            comparisons.put(id, compare(metric(benchmark).apply(id), first, second, settings));
        }
        return comparisons;
    }

    /** The metrics of a benchmark that models are run on, by their IDs. */
    static Function<String, Metric<?, ?>> metric(Benchmark benchmark) {
        return switch (benchmark.task()) {
            case FORECASTING -> BenchmarkMetrics::ofForecasts;
            case OBJECT_DETECTION -> BenchmarkMetrics::ofBoxes;
            case SEMANTIC_SEGMENTATION -> BenchmarkMetrics::ofLabelMaps;
            case TEXT_GENERATION -> BenchmarkMetrics::ofTexts;
            default ->
                throw new IllegalArgumentException(
                        "benchmark " + benchmark.id() + ": runs of " + benchmark.taskLabel() + " are not paired");
        };
    }

    private static <P, R> PairedComparison compare(
            Metric<P, R> metric, List<JsonNode> baseline, List<JsonNode> system, SignificanceSettings settings)
            throws InvalidInputException {
        return Significance.of(metric, settings).compare(restore(metric, baseline), restore(metric, system));
    }

    private static <P, R> List<Accumulator<P, R>> restore(Metric<P, R> metric, List<JsonNode> states)
            throws InvalidInputException {
        List<Accumulator<P, R>> units = new ArrayList<>(states.size());
        for (JsonNode state : states) {
            units.add(metric.restore(state));
        }
        return units;
    }
}
