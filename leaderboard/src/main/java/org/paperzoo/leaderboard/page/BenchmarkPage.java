package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.comparison.EngineComparison;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.leaderboard.comparison.ParetoFront;
import org.paperzoo.leaderboard.page.Chart.Point;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/** The page of a benchmark: the models on it, papers against reproductions, quality against latency, engines. */
final class BenchmarkPage {

    /** Rows of a page; there is a link to the next ones. */
    static final int ROWS = 300;

    private static final int MOST_ENGINE_CHARTS = 12;

    private BenchmarkPage() {}

    /**
     * Renders the page.
     *
     * @param after the address behind which the rows begin, or null
     * @return nothing where the store has no results of the benchmark
     */
    static Optional<PageFile> render(
            ResultStore store, Scope scope, String id, String after, Layout layout, Catalogue catalogue)
            throws IOException {
        List<StoredResult> found = scope.latest(store, id, null, after, ROWS + 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean more = found.size() > ROWS;
        List<StoredResult> runs = more ? found.subList(0, ROWS) : found;
        List<Element> content = new ArrayList<>();
        Optional<Benchmark> known =
                Benchmarks.all().stream().filter(each -> each.id().equals(id)).findFirst();
        known.ifPresent(benchmark -> content.add(facts(benchmark)));
        content.add(Element.of("h2", "Results"));
        content.add(RunRows.table("The newest run of each setting", runs, true, layout, catalogue));
        if (more) {
            content.add(more(id, runs.get(runs.size() - 1).address(), layout));
        }
        content.addAll(papers(runs, store.reported(id, null), layout, catalogue));
        content.addAll(qualityAgainstLatency(runs, layout));
        content.addAll(engines(runs, layout));
        return Optional.of(
                layout.page(known.map(Benchmark::title).orElse(id), List.of(Element.of("span", id)), content));
    }

    private static Element more(String id, String last, Layout layout) {
        return layout.onDisk()
                ? Element.of("p", "There are older ones, which a page on disk does not show; paperzoo serve does.")
                : Element.of(
                        "p", Element.link(layout.benchmark(id) + "?after=" + last, "Older results of this benchmark"));
    }

    private static Element facts(Benchmark benchmark) {
        return Facts.of()
                .add("ID", benchmark.id())
                .add("task", OverviewPage.words(benchmark.task().label()))
                .add("data set", benchmark.dataset() + ", " + benchmark.split())
                .add("metrics", String.join(", ", benchmark.metrics()))
                .add("protocol", benchmark.protocol())
                .element();
    }

    private static List<Element> papers(
            List<StoredResult> runs, List<ReportedValue> reported, Layout layout, Catalogue catalogue) {
        Grid grid = Grid.of(
                "Papers against reproductions",
                "model",
                "metric",
                "paper>",
                "ours>",
                "difference>",
                "paper in interval",
                "source",
                "known differences of protocol",
                "run");
        for (StoredResult run : runs) {
            for (PaperComparison each : PaperComparison.of(run.result(), catalogue)) {
                each.reported()
                        .ifPresent(paper -> grid.row(
                                Element.link(
                                        layout.model(run.result().model()),
                                        run.result().model()),
                                paper.metric(),
                                Grid.number(paper.comparable(), Numbers.plain(paper.comparable())),
                                RunRows.valueCell(each.value()),
                                Grid.number(
                                        each.difference().orElseThrow(),
                                        Numbers.signed(each.difference().orElseThrow())),
                                each.agrees()
                                        .map(agrees -> agrees ? "yes" : "no")
                                        .orElse("no interval"),
                                paper.source(),
                                String.join("; ", each.protocolDifferences()),
                                Element.link(layout.run(run.address()), run.shortAddress())
                                        .with("class", "address")));
            }
        }
        List<Element> content = new ArrayList<>();
        if (grid.size() > 0) {
            content.add(Element.of("h2", "Paper against reproduction"));
            content.add(grid.element());
        }
        if (!reported.isEmpty()) {
            content.add(Element.of("h2", "Reported elsewhere"));
            Grid others = Grid.of("Values reported without a run", "model", "data set", "metric", "value>", "source");
            reported.forEach(each -> others.row(
                    each.model(),
                    each.dataset(),
                    each.metric(),
                    Grid.number(each.value(), Numbers.plain(each.value())),
                    each.source()));
            content.add(others.element());
        }
        return content;
    }

    private static List<Element> qualityAgainstLatency(List<StoredResult> runs, Layout layout) {
        List<StoredResult> measured = runs.stream()
                .filter(run -> run.mainValue().isPresent()
                        && Double.isFinite(run.mainValue().get().value())
                        && run.result().complete())
                .toList();
        if (measured.isEmpty()) {
            return List.of();
        }
        MeasuredValue main = measured.get(0).mainValue().orElseThrow();
        List<StoredResult> comparable = measured.stream()
                .filter(run -> run.mainValue().orElseThrow().metric().equals(main.metric()))
                .toList();
        List<StoredResult> front = ParetoFront.of(
                comparable,
                run -> run.result().speed().p50Millis(),
                run -> run.mainValue().orElseThrow().value(),
                main.higherIsBetter());
        String yLabel = main.metric() + (main.higherIsBetter() ? " (higher is better)" : " (lower is better)");
        Grid grid = Grid.of(
                "On the front: no run is both faster and better", "model", "engine", "p50 ms>", yLabel + ">", "run");
        front.forEach(run -> grid.row(
                Element.link(layout.model(run.result().model()), run.result().model()),
                EngineComparison.Run.label(run.result()),
                Grid.number(
                        run.result().speed().p50Millis(),
                        Numbers.plain(run.result().speed().p50Millis())),
                RunRows.valueCell(run.mainValue().orElseThrow()),
                Element.link(layout.run(run.address()), run.shortAddress()).with("class", "address")));
        return List.of(
                Element.of("h2", "Quality against latency"),
                Chart.scatter(
                        "Quality against latency",
                        "median milliseconds of a call",
                        yLabel,
                        comparable.stream().map(BenchmarkPage::point).toList(),
                        front.stream().map(BenchmarkPage::point).toList()),
                grid.element());
    }

    private static Point point(StoredResult run) {
        return new Point(
                run.result().speed().p50Millis(),
                run.mainValue().orElseThrow().value(),
                EngineComparison.Run.label(run.result()),
                run.result().model());
    }

    static List<Element> engines(List<StoredResult> runs, Layout layout) {
        List<EngineComparison> comparisons = EngineComparison.of(runs);
        List<Element> content = new ArrayList<>();
        if (!comparisons.isEmpty()) {
            content.add(Element.of("h2", "Engines"));
        }
        for (EngineComparison comparison :
                comparisons.stream().limit(MOST_ENGINE_CHARTS).toList()) {
            String title = comparison.model() + " on " + comparison.processor();
            content.add(Element.of("h3", title));
            content.add(Chart.bars(
                    title,
                    "examples a second",
                    comparison.runs().stream().map(EngineComparison.Run::label).toList(),
                    comparison.runs().stream()
                            .map(run -> run.result().result().speed().examplesPerSecond())
                            .toList()));
            Grid grid = Grid.of(
                    "Speed against quality, " + title,
                    "engine",
                    "examples/s>",
                    "times as fast>",
                    "difference of the main value>",
                    "run");
            comparison
                    .runs()
                    .forEach(run -> grid.row(
                            run.label(),
                            Grid.number(
                                    run.result().result().speed().examplesPerSecond(),
                                    Numbers.plain(run.result().result().speed().examplesPerSecond())),
                            Grid.number(run.speedRatio(), Numbers.plain(run.speedRatio())),
                            run.qualityDifference()
                                    .map(value -> (Object) Grid.number(value, Numbers.signed(value)))
                                    .orElse("–"),
                            Element.link(
                                            layout.run(run.result().address()),
                                            run.result().shortAddress())
                                    .with("class", "address")));
            content.add(grid.element());
        }
        if (comparisons.size() > MOST_ENGINE_CHARTS) {
            content.add(Element.of(
                    "p",
                    "The pages of the models compare the engines of the other "
                            + (comparisons.size() - MOST_ENGINE_CHARTS) + "."));
        }
        return content;
    }
}
