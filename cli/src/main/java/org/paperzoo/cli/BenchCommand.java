package org.paperzoo.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.ResultTable;
import org.paperzoo.leaderboard.store.RefusedException;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.model.LoadOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code paperzoo bench}: the models that need no download, or those named, in one table. */
@Command(
        name = "bench",
        description =
                "Measure models one after another and print one table; without IDs, the project's own samples on all engines.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A model whose weights are neither released nor named is run with weights drawn from a seed: its speed",
            "counts, its quality does not, and the table says so.",
            "Examples:",
            "  paperzoo bench",
            "  paperzoo bench --engine PyTorch",
            "  paperzoo bench sample-forecast sample-detect --json bench.json"
        })
final class BenchCommand implements Callable<Integer> {

    private static final String SAMPLES = "sample-";

    /** With one example a call, the samples that write texts would take most of ten minutes on all engines. */
    private static final int SAMPLES_BATCH = 16;

    /** Enough calls for percentiles; quality is measured on the whole split all the same. */
    private static final int SPEED_EXAMPLES = 24;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The models (default: the samples).")
    private List<String> ids = List.of();

    @Mixin
    private EvaluationOptions model;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Measure the first N examples of each only (default: all).")
    private long limit;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples per call of a model (default: 1; " + SAMPLES_BATCH + " without IDs).")
    private Integer batch;

    @Mixin
    private StoreOption store;

    @Option(names = "--no-store", description = "Do not keep the results in the store.")
    private boolean noStore;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        if (!noStore) {
            store.check();
        }
        List<EvaluationRequest> requests = new ArrayList<>();
        for (ModelCard card : cards()) {
            for (EngineName engine : ids.isEmpty() ? model.enginesOrAll() : model.engines()) {
                requests.add(request(card, model.load(engine)));
            }
        }
        List<Result> results = new ArrayList<>();
        for (EvaluationRequest request : requests) {
            try (Progress progress = Progress.of(request.card().id())) {
                results.add(new Evaluator(progress::examples).run(request));
            }
            if (!noStore) {
                try (ResultStore open = store.open()) {
                    open.add(results.get(results.size() - 1));
                } catch (RefusedException e) {
                    // The figures are not lost by it: they are printed all the same.
                    System.err.println("paperzoo: a result is not kept: " + Failure.oneLine(e.getMessage()));
                }
            }
        }
        if (!json.replacesText()) {
            System.out.print(new ResultTable(Catalogue.standard()).render(results));
            System.out.print(EngineAgreement.render(results));
            System.out.println();
            System.out.println(machine(results));
        }
        json.write(results);
        return 0;
    }

    private int batchSize() {
        if (batch != null) {
            return batch;
        }
        return ids.isEmpty() ? SAMPLES_BATCH : 1;
    }

    private List<ModelCard> cards() {
        if (!ids.isEmpty()) {
            return ids.stream().map(Catalogue.standard()::card).toList();
        }
        return Catalogue.standard().cards().stream()
                .filter(card -> card.id().startsWith(SAMPLES))
                .toList();
    }

    private EvaluationRequest request(ModelCard card, LoadOptions load) throws IOException {
        EvaluationRequest request = EvaluationRequest.of(
                        card,
                        Benchmarks.usual(card)
                                .orElseThrow(() -> new NoSuchElementException(card.id()
                                        + ": its card names no benchmark that the project has; use paperzoo eval")),
                        load)
                .withData(data.source(model.hub()))
                .withLimit(limit)
                .withBatch(batchSize())
                .withCommand(EvalCommand.commandLine(spec));
        boolean weights = card.checkpoint() != null || model.hasWeights();
        return weights
                ? request
                : request.speedAlone().withLimit(limit == 0 ? SPEED_EXAMPLES : Math.min(limit, SPEED_EXAMPLES));
    }

    private static String machine(List<Result> results) {
        var provenance = results.get(0).provenance();
        String threads = provenance.threads() == null ? "" : ", " + provenance.threads() + " threads";
        return provenance.processor() + ", " + provenance.cores() + " cores" + threads + "; Java " + provenance.java()
                + ", DJL " + provenance.djl() + ", "
                + results.stream()
                        .map(result -> result.provenance().engine() + " "
                                + result.provenance().engineVersion())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }
}
