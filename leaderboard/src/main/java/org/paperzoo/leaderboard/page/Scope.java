package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.store.BenchmarkSummary;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;

/**
 * The part of a store that pages show.
 *
 * @param benchmark the only benchmark, or null for all
 * @param model the only model, or null for all
 */
public record Scope(String benchmark, String model) {

    private static final int MOST = 100_000;

    /** All that there is. */
    public static final Scope ALL = new Scope(null, null);

    /** The newest run of each setting, of a benchmark or a model; nothing where that is out of scope. */
    List<StoredResult> latest(ResultStore store, String ofBenchmark, String ofModel, String after, int limit)
            throws IOException {
        if (isOther(benchmark, ofBenchmark) || isOther(model, ofModel)) {
            return List.of();
        }
        return store.query(new ResultQuery(
                ofBenchmark == null ? benchmark : ofBenchmark,
                ofModel == null ? model : ofModel,
                null,
                null,
                true,
                after,
                limit));
    }

    private static boolean isOther(String only, String asked) {
        return only != null && asked != null && !only.equals(asked);
    }

    List<BenchmarkSummary> benchmarks(ResultStore store) throws IOException {
        if (equals(ALL)) {
            return store.benchmarks();
        }
        Map<String, List<StoredResult>> byBenchmark = latest(store, null, null, null, MOST).stream()
                .collect(Collectors.groupingBy(run -> run.result().benchmark(), TreeMap::new, Collectors.toList()));
        return byBenchmark.values().stream().map(Scope::summary).toList();
    }

    private static BenchmarkSummary summary(List<StoredResult> runs) {
        Optional<StoredResult> best = runs.stream()
                .filter(run -> run.result().complete() && run.mainValue().isPresent())
                .filter(run -> Double.isFinite(run.mainValue().get().value()))
                .max(Comparator.comparingDouble(Scope::goodness));
        return new BenchmarkSummary(
                runs.get(0).result().benchmark(),
                runs.get(0).result().task(),
                runs.stream().map(run -> run.result().model()).distinct().count(),
                runs.size(),
                runs.size(),
                best.map(run -> new BenchmarkSummary.Best(
                                run.address(),
                                run.result().model(),
                                run.mainValue().orElseThrow().metric(),
                                run.mainValue().orElseThrow().value()))
                        .orElse(null));
    }

    private static double goodness(StoredResult run) {
        MeasuredValue value = run.mainValue().orElseThrow();
        return value.higherIsBetter() ? value.value() : -value.value();
    }

    Map<String, Long> models(ResultStore store) throws IOException {
        if (equals(ALL)) {
            return store.models();
        }
        return latest(store, null, null, null, MOST).stream()
                .collect(Collectors.groupingBy(run -> run.result().model(), TreeMap::new, Collectors.counting()));
    }
}
