package org.paperzoo.leaderboard.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.harness.PairedRuns;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.score.PairedComparison;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;

/**
 * Two runs of one benchmark beside each other.
 *
 * @param baseline the first run
 * @param system the second run
 * @param values every value that both have
 * @param unpaired why there is no paired test; empty where there is one
 */
public record RunComparison(
        StoredResult baseline, StoredResult system, List<ValuePair> values, Optional<String> unpaired) {

    /**
     * A value of both runs.
     *
     * @param baseline the first run's
     * @param system the second run's
     * @param paired the test over the examples of both; null where there is none
     */
    public record ValuePair(MeasuredValue baseline, MeasuredValue system, PairedComparison paired) {

        /** The second less the first. */
        public double difference() {
            return system.value() - baseline.value();
        }

        /** Whether the second is the worse one. */
        public boolean worse() {
            return baseline.higherIsBetter() ? difference() < 0 : difference() > 0;
        }
    }

    /**
     * Compares two runs, with a paired test where both kept their examples' states.
     *
     * @throws IllegalArgumentException if they are of different benchmarks
     */
    public static RunComparison of(
            ResultStore store, StoredResult baseline, StoredResult system, SignificanceSettings settings)
            throws IOException {
        String benchmark = baseline.result().benchmark();
        if (!benchmark.equals(system.result().benchmark())) {
            throw new IllegalArgumentException("run " + baseline.shortAddress() + " is of " + benchmark + ", run "
                    + system.shortAddress() + " of " + system.result().benchmark()
                    + "; expected runs of one benchmark");
        }
        Optional<String> unpaired = whyNotPaired(store, baseline, system);
        Map<String, PairedComparison> tests =
                unpaired.isPresent() ? Map.of() : tests(store, baseline, system, settings);
        List<ValuePair> values = new ArrayList<>();
        for (MeasuredValue first : baseline.result().values()) {
            counterpart(first, system)
                    .ifPresent(second -> values.add(
                            new ValuePair(first, second, first.headline() ? tests.get(first.metric()) : null)));
        }
        return new RunComparison(baseline, system, values, unpaired);
    }

    /** The value of another result that measures the same. */
    static Optional<MeasuredValue> counterpart(MeasuredValue value, StoredResult other) {
        return other.result().values().stream()
                .filter(each -> each.metric().equals(value.metric())
                        && each.name().equals(value.name())
                        && each.headline() == value.headline())
                .findFirst();
    }

    private static Optional<String> whyNotPaired(ResultStore store, StoredResult baseline, StoredResult system)
            throws IOException {
        if (!Objects.equals(
                baseline.result().provenance().dataSha256(),
                system.result().provenance().dataSha256())) {
            return Optional.of("they measured different examples: the digests of their data differ");
        }
        if (Benchmarks.all().stream()
                .noneMatch(each -> each.id().equals(baseline.result().benchmark()))) {
            return Optional.of(
                    "the project has no benchmark " + baseline.result().benchmark());
        }
        for (StoredResult run : List.of(baseline, system)) {
            if (store.units(run.address()).isEmpty()) {
                return Optional.of(
                        "run " + run.shortAddress() + " kept no examples (paperzoo eval --keep-examples does)");
            }
        }
        return Optional.empty();
    }

    private static Map<String, PairedComparison> tests(
            ResultStore store, StoredResult baseline, StoredResult system, SignificanceSettings settings)
            throws IOException {
        Benchmark benchmark = Benchmarks.named(baseline.result().benchmark());
        KeptExamples first = store.units(baseline.address()).orElseThrow();
        KeptExamples second = store.units(system.address()).orElseThrow();
        return PairedRuns.compare(benchmark, first, second, settings);
    }
}
