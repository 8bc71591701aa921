package org.paperzoo.leaderboard.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.store.StoredResult;

/**
 * One model on one benchmark and one machine, on several engines, devices or precisions: speed against quality.
 *
 * @param model the model
 * @param benchmark the benchmark
 * @param processor the machine's processor
 * @param runs the runs; the first one is what the others are compared with
 */
public record EngineComparison(String model, String benchmark, String processor, List<Run> runs) {

    /** PyTorch in float32 on the processor is the usual run, with which others are compared. */
    private static final Comparator<StoredResult> USUAL_FIRST = Comparator.comparing(
                    (StoredResult run) -> !run.result().provenance().engine().equals("PyTorch"))
            .thenComparing(run -> !"fp32".equals(run.result().provenance().precision()))
            .thenComparing(run -> !"cpu".equals(run.result().provenance().device()))
            .thenComparing(StoredResult::address);

    /**
     * One of the runs.
     *
     * @param result the run
     * @param speedRatio its examples a second over those of the first run
     * @param qualityDifference its main value less that of the first run; empty where either has none
     */
    public record Run(StoredResult result, double speedRatio, Optional<Double> qualityDifference) {

        /** Engine, device and precision in a few words. */
        public String label() {
            return label(result.result());
        }

        /** Engine, device, precision where it is not float32, and ready-made graphs where they ran. */
        public static String label(Result result) {
            var provenance = result.provenance();
            StringBuilder label = new StringBuilder(provenance.engine() + " " + provenance.device());
            if (provenance.precision() != null && !provenance.precision().equals("fp32")) {
                label.append(' ').append(provenance.precision());
            }
            if (provenance.artifact() != null) {
                label.append(", ").append(provenance.artifact());
            }
            return label.toString();
        }
    }

    /**
     * Sorts runs into comparisons: those of the same model, benchmark, weights, data, number of examples, processor and
     * batch belong together. Runs that stand alone are left out.
     */
    public static List<EngineComparison> of(List<StoredResult> results) {
        Map<List<Object>, List<StoredResult>> groups = new LinkedHashMap<>();
        for (StoredResult stored : results) {
            Result result = stored.result();
            var provenance = result.provenance();
            List<Object> key = List.of(
                    result.model(),
                    result.benchmark(),
                    String.valueOf(provenance.weightsSha256()),
                    provenance.dataSha256(),
                    provenance.processor(),
                    result.speed().batch(),
                    result.examples());
            groups.computeIfAbsent(key, unused -> new ArrayList<>()).add(stored);
        }
        return groups.values().stream()
                .filter(group -> group.size() > 1)
                .map(EngineComparison::group)
                .toList();
    }

    private static EngineComparison group(List<StoredResult> group) {
        List<StoredResult> sorted = group.stream().sorted(USUAL_FIRST).toList();
        StoredResult usual = sorted.get(0);
        List<Run> runs = sorted.stream()
                .map(run -> new Run(
                        run,
                        run.result().speed().examplesPerSecond()
                                / usual.result().speed().examplesPerSecond(),
                        run.mainValue()
                                .flatMap(value -> usual.mainValue()
                                        .filter(first -> first.metric().equals(value.metric()))
                                        .map(MeasuredValue::value)
                                        .map(first -> value.value() - first))))
                .toList();
        Result result = usual.result();
        return new EngineComparison(
                result.model(), result.benchmark(), result.provenance().processor(), runs);
    }
}
