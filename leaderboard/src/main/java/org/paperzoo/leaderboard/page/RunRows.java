package org.paperzoo.leaderboard.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.comparison.EngineComparison;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/** Tables of runs: on the page of a benchmark, and of a model. */
final class RunRows {

    private static final int MOST_METRICS = 6;

    private RunRows() {}

    /** A row for each run; the first column is its model, or its benchmark. */
    static Element table(String caption, List<StoredResult> runs, boolean byModel, Layout layout, Catalogue catalogue) {
        Set<String> metrics = new LinkedHashSet<>();
        for (StoredResult run : runs) {
            run.result().values().stream()
                    .filter(MeasuredValue::headline)
                    .filter(value -> metrics.size() < MOST_METRICS)
                    .forEach(value -> metrics.add(value.metric()));
        }
        List<String> columns = new ArrayList<>(List.of(byModel ? "model" : "benchmark"));
        metrics.forEach(metric -> columns.add(metric + ">"));
        columns.addAll(List.of("paper's main value>", "engine", "examples/s>", "p50 ms>", "peak MiB>", "run"));
        Grid grid = Grid.filtered(caption, columns.toArray(String[]::new));
        for (StoredResult run : runs) {
            grid.row(cells(run, byModel, metrics, layout, catalogue));
        }
        return grid.element();
    }

    private static Object[] cells(
            StoredResult run, boolean byModel, Set<String> metrics, Layout layout, Catalogue catalogue) {
        Result result = run.result();
        List<Object> cells = new ArrayList<>();
        Element name = byModel
                ? Element.link(layout.model(result.model()), result.model())
                : Element.link(layout.benchmark(result.benchmark()), result.benchmark());
        cells.add(Element.of("td", name, result.complete() ? "" : " (first " + result.examples() + " examples)"));
        for (String metric : metrics) {
            cells.add(result.values().stream()
                    .filter(value -> value.headline() && value.metric().equals(metric))
                    .findFirst()
                    .map(RunRows::valueCell)
                    .orElseGet(() -> Element.of("td", result.quality() ? "" : "speed alone")
                            .with("class", "number")));
        }
        Optional<Double> paper = PaperComparison.of(result, catalogue).stream()
                .flatMap(each -> each.reported().stream())
                .map(each -> each.comparable())
                .findFirst();
        cells.add(paper.map(value -> Grid.number(value, Numbers.plain(value)))
                .orElseGet(() -> Element.of("td", "–").with("class", "number")));
        cells.add(EngineComparison.Run.label(result));
        cells.add(Grid.number(
                result.speed().examplesPerSecond(), Numbers.plain(result.speed().examplesPerSecond())));
        cells.add(Grid.number(
                result.speed().p50Millis(), Numbers.plain(result.speed().p50Millis())));
        Long peak = result.memory().peakBytes();
        cells.add(peak == null ? "?" : Grid.number(peak, String.valueOf(peak >> 20)));
        cells.add(Element.link(layout.run(run.address()), run.shortAddress()).with("class", "address"));
        return cells.toArray();
    }

    static Element valueCell(MeasuredValue value) {
        Element cell = Grid.number(value.value(), Numbers.plain(value.value()));
        if (value.low() != null) {
            cell.add(Element.of("span", " [" + Numbers.plain(value.low()) + ", " + Numbers.plain(value.high()) + "]")
                    .with("class", "interval"));
        }
        return cell;
    }
}
