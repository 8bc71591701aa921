package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.store.BenchmarkSummary;
import org.paperzoo.leaderboard.store.ResultStore;

/** The first page: benchmarks by task, and models. */
final class OverviewPage {

    private OverviewPage() {}

    static PageFile render(ResultStore store, Scope scope, Layout layout) throws IOException {
        Map<String, String> titles =
                Benchmarks.all().stream().collect(Collectors.toMap(Benchmark::id, Benchmark::title));
        Map<String, List<BenchmarkSummary>> byTask = new TreeMap<>();
        long runs = 0;
        for (BenchmarkSummary summary : scope.benchmarks(store)) {
            byTask.computeIfAbsent(summary.task(), task -> new ArrayList<>()).add(summary);
            runs += summary.runs();
        }
        Map<String, Long> models = scope.models(store);
        List<Element> content = new ArrayList<>();
        content.add(Element.of(
                "p",
                runs + (runs == 1 ? " result" : " results") + " of " + models.size() + " models. ",
                runs == 0 ? "Run paperzoo bench to make some." : "Each stands beside what its paper reports."));
        byTask.forEach((task, summaries) -> {
            content.add(Element.of("h2", words(task)));
            Grid grid = Grid.filtered(
                    "Benchmarks of " + words(task),
                    "benchmark",
                    "what",
                    "models>",
                    "settings>",
                    "runs>",
                    "best model",
                    "metric",
                    "value>");
            summaries.forEach(summary -> grid.row(row(summary, titles, layout)));
            content.add(grid.element());
        });
        if (!models.isEmpty()) {
            content.add(Element.of("h2", "Models"));
            Grid grid = Grid.filtered("Models with results", "model", "runs>");
            models.forEach((model, count) ->
                    grid.row(Element.link(layout.model(model), model), Grid.number(count, String.valueOf(count))));
            content.add(grid.element());
        }
        return layout.page("Models beside their papers", List.of(), content);
    }

    private static Object[] row(BenchmarkSummary summary, Map<String, String> titles, Layout layout) {
        BenchmarkSummary.Best best = summary.best();
        return new Object[] {
            Element.link(layout.benchmark(summary.benchmark()), summary.benchmark()),
            titles.getOrDefault(summary.benchmark(), ""),
            Grid.number(summary.models(), String.valueOf(summary.models())),
            Grid.number(summary.settings(), String.valueOf(summary.settings())),
            Grid.number(summary.runs(), String.valueOf(summary.runs())),
            best == null ? "–" : Element.link(layout.model(best.model()), best.model()),
            best == null ? "" : best.metric(),
            best == null
                    ? ""
                    : Grid.number(best.value(), Element.link(layout.run(best.address()), Numbers.plain(best.value())))
        };
    }

    static String words(String task) {
        return task.replace('-', ' ');
    }
}
