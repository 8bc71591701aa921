package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.SessionOptions;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.comparison.EngineComparison;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/** The page of a run: its values, and everything that is needed to repeat it. */
final class RunPage {

    private static final int MOST_HISTORY = 50;

    private RunPage() {}

    static PageFile render(ResultStore store, StoredResult run, Layout layout, Catalogue catalogue) throws IOException {
        Result result = run.result();
        Provenance provenance = result.provenance();
        List<Element> content = new ArrayList<>();
        content.add(Facts.of()
                .add("model", Element.link(layout.model(result.model()), result.model()))
                .add("benchmark", Element.link(layout.benchmark(result.benchmark()), result.benchmark()))
                .add(
                        "split",
                        result.split() + ", " + result.examples() + " examples"
                                + (result.complete() ? "" : " (the first ones only)"))
                .add("engine", EngineComparison.Run.label(result))
                .add("started", provenance.started())
                .add("address", Element.of("span", run.address()).with("class", "address"))
                .element());
        content.add(Element.of("h2", "Values"));
        content.add(
                result.quality()
                        ? values(result, catalogue)
                        : Element.of("p", "The weights are untrained: only the speed counts."));
        definitions(result).ifPresent(content::add);
        content.add(Element.of("h2", "Speed and memory"));
        content.add(speed(result));
        content.add(Element.of("h2", "To repeat it"));
        content.add(ModelPage.code(provenance.command()));
        content.add(provenance(provenance));
        Optional<KeptExamples> examples = store.examples(run.address());
        if (examples.isPresent()) {
            content.add(Element.of("h2", "Examples"));
            content.add(Element.of(
                    "p",
                    Element.link(
                            layout.examples(run.address(), 1),
                            "The first " + examples.get().examples().size()
                                    + " examples: what went in, what came out, what was expected")));
        }
        content.addAll(history(store, run, layout));
        return layout.page(
                "Run " + run.shortAddress(),
                List.of(
                        Element.link(layout.benchmark(result.benchmark()), result.benchmark()),
                        Element.of("span", run.shortAddress())),
                content);
    }

    private static Element values(Result result, Catalogue catalogue) {
        Grid grid = Grid.of(
                "Values of this run",
                "metric",
                "part",
                "value>",
                "interval>",
                "resamples>",
                "paper>",
                "difference>",
                "known differences of protocol");
        for (PaperComparison each : PaperComparison.of(result, catalogue)) {
            MeasuredValue value = each.value();
            grid.row(
                    value.metric(),
                    value.headline() ? Element.of("strong", value.name()) : value.name(),
                    Grid.number(value.value(), String.valueOf(value.value())),
                    value.low() == null ? "" : Numbers.plain(value.low()) + " – " + Numbers.plain(value.high()),
                    value.resamples() == null ? "" : String.valueOf(value.resamples()),
                    each.reported()
                            .map(paper -> Numbers.plain(paper.comparable()))
                            .orElse(""),
                    each.difference().map(Numbers::signed).orElse(""),
                    String.join("; ", each.protocolDifferences()));
        }
        return grid.element();
    }

    private static Optional<Element> definitions(Result result) {
        if (result.definitions().isEmpty()) {
            return Optional.empty();
        }
        Grid grid = Grid.of("What the metrics measure", "metric", "name", "unit", "better", "equal to");
        for (MetricDefinition definition : result.definitions()) {
            grid.row(
                    definition.id(),
                    definition.name(),
                    definition.unit(),
                    definition.higherIsBetter() ? "higher" : "lower",
                    definition.reference());
        }
        return Optional.of(grid.element());
    }

    private static Element speed(Result result) {
        var speed = result.speed();
        Long peak = result.memory().peakBytes();
        return Facts.of()
                .add("examples a second", Numbers.plain(speed.examplesPerSecond()))
                .add(
                        "milliseconds of a call",
                        "median " + Numbers.plain(speed.p50Millis()) + ", 90 % " + Numbers.plain(speed.p90Millis())
                                + ", 99 % " + Numbers.plain(speed.p99Millis()))
                .add("examples in a call", speed.batch())
                .add("calls before the clock", speed.warmupBatches())
                .add("milliseconds to load", Numbers.plain(speed.loadMillis()))
                .add("peak memory of the process", peak == null ? null : (peak >> 20) + " MiB")
                .add("weights as float32", (result.memory().weightsBytes() >> 20) + " MiB")
                .element();
    }

    private static Element provenance(Provenance provenance) {
        SessionOptions session = provenance.session();
        return Facts.of()
                .add("weights", provenance.weights())
                .add("SHA-256 of the weights", address(provenance.weightsSha256()))
                .add("data", provenance.data())
                .add("SHA-256 of the examples", address(provenance.dataSha256()))
                .add("seed", provenance.seed())
                .add("engine", provenance.engine() + " " + provenance.engineVersion())
                .add("device", provenance.device())
                .add("precision", provenance.precision())
                .add("threads", provenance.threads())
                .add("graphs", provenance.artifact())
                .add("SHA-256 of the graphs", address(provenance.artifactSha256()))
                .add("exporter", provenance.exporter())
                .add(
                        "ONNX Runtime",
                        session == null
                                ? null
                                : session.provider() + ", optimisation " + session.optimization() + ", memory arena "
                                        + (session.memoryArena() ? "on" : "off"))
                .add("paperzoo", provenance.paperzoo())
                .add("DJL", provenance.djl())
                .add("Java", provenance.java())
                .add("system", provenance.system())
                .add("processor", provenance.processor() + ", " + provenance.cores() + " cores")
                .element();
    }

    private static Element address(String sha256) {
        return sha256 == null ? null : Element.of("span", sha256).with("class", "address");
    }

    private static List<Element> history(ResultStore store, StoredResult run, Layout layout) throws IOException {
        List<StoredResult> others = store.history(run, MOST_HISTORY);
        if (others.size() < 2) {
            return List.of();
        }
        Grid grid = Grid.of("Runs of the same setting, newest first", "started", "main value>", "examples/s>", "run");
        others.forEach(each -> grid.row(
                each.result().provenance().started(),
                each.mainValue().isPresent()
                        ? RunRows.valueCell(each.mainValue().get())
                        : "speed alone",
                Grid.number(
                        each.result().speed().examplesPerSecond(),
                        Numbers.plain(each.result().speed().examplesPerSecond())),
                layout.onDisk() || each.address().equals(run.address())
                        ? each.shortAddress()
                        : Element.link(layout.run(each.address()), each.shortAddress())));
        return List.of(Element.of("h2", "Again and again"), grid.element());
    }
}
