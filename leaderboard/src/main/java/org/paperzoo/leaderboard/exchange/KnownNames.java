package org.paperzoo.leaderboard.exchange;

import java.util.Optional;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;

/** Finds the project's benchmarks and metrics behind the names of other makers' files. */
final class KnownNames {

    private KnownNames() {}

    /** The benchmark whose ID or title a data set is called by. */
    static Optional<Benchmark> benchmark(String name) {
        return Benchmarks.all().stream()
                .filter(each -> each.id().equals(name) || each.title().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The metric of a benchmark, or {@code metric.part}, that a name is; null where it is none. */
    static String metric(Optional<Benchmark> benchmark, String name) {
        return benchmark
                .filter(known -> known.metrics().stream()
                        .anyMatch(metric -> name.equals(metric) || name.startsWith(metric + ".")))
                .map(known -> name)
                .orElse(null);
    }

    /** Title of a benchmark; its ID where the project does not have it. */
    static String title(String benchmark) {
        return Benchmarks.all().stream()
                .filter(each -> each.id().equals(benchmark))
                .map(Benchmark::title)
                .findFirst()
                .orElse(benchmark);
    }
}
