package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Evaluation;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.submission.SubmissionRequest;
import org.paperzoo.evaluation.submission.SubmissionScorer;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code paperzoo eval}: one model on one benchmark. */
@Command(
        name = "eval",
        description = {
            "Measure a model on a benchmark, beside what its paper reports; or score predictions of a file, of whatever",
            "made them. paperzoo benchmarks ID says in which form a benchmark takes predictions."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo eval sample-forecast",
            "  paperzoo eval sample-forecast --engine all",
            "  paperzoo eval informer-etth1-m-24 --weights runs/informer --data ETT",
            "  paperzoo eval codet5-base-translate-java-cs --benchmark codexglue-java-cs --data codexglue --limit 100",
            "  paperzoo eval --benchmark coco-2017-val-detection --predictions detections.json --data coco"
        })
final class EvalCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The model; none with --predictions.")
    private String id;

    @Option(
            names = "--benchmark",
            paramLabel = "B",
            description = "The benchmark (default: the one that the model's card names).")
    private String benchmark;

    @Option(
            names = "--predictions",
            paramLabel = "PATH",
            description =
                    "Score the predictions of this file or folder on --benchmark, without a model; the result is not"
                            + " kept in the store.")
    private Path predictions;

    @Mixin
    private EvaluationOptions model;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Measure the first N examples only (default: all).")
    private long limit;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Examples per call of the model (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Bootstrap resamples of the intervals, 0 for none (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(
            names = "--untrained",
            description = "Draw the weights from a seed and measure speed alone, where there are no weights.")
    private boolean untrained;

    @Mixin
    private StoreOption store;

    @Option(
            names = "--keep-examples",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "100",
            description =
                    "Keep the scores of every example in the store, for paired tests, and the first N examples with"
                            + " their pictures to look at (default where no N is given: ${FALLBACK-VALUE}).")
    private Integer keepExamples;

    @Option(names = "--no-store", description = "Do not keep the result in the store.")
    private boolean noStore;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        if (predictions != null) {
            return score();
        }
        if (id == null) {
            throw new ParameterException(
                    spec.commandLine(), "which model? Or --benchmark with --predictions, to score those of a file");
        }
        if (!noStore) {
            store.check();
        }
        ModelCard card = Catalogue.standard().card(id);
        List<EvaluationRequest> requests = new ArrayList<>();
        for (EngineName engine : model.engines()) {
            requests.add(request(card, model.load(engine)));
        }
        List<Result> results = new ArrayList<>();
        for (EvaluationRequest request : requests) {
            Evaluation evaluation;
            try (Progress progress = Progress.of(card.id())) {
                Evaluator evaluator = new Evaluator(progress::examples);
                evaluation = keepExamples == null
                        ? new Evaluation(evaluator.run(request), Optional.empty())
                        : evaluator.runKeeping(request, keepExamples);
            }
            results.add(evaluation.result());
            if (!noStore) {
                try {
                    store(evaluation);
                } catch (RefusedException e) {
                    // The figures are not lost by it: they are printed all the same.
                    System.err.println("paperzoo: the result is not kept: " + Failure.oneLine(e.getMessage()));
                }
            }
        }
        if (!json.replacesText()) {
            System.out.print(new ResultTable(Catalogue.standard()).render(results));
            System.out.print(EngineAgreement.render(results));
        }
        json.write(results.size() == 1 ? results.get(0) : results);
        return 0;
    }

    /** Scores predictions of a file. */
    private int score() throws IOException {
        if (id != null || benchmark == null || untrained || model.hasWeights()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--predictions takes the place of a model and its options, and needs --benchmark");
        }
        SubmissionRequest request = SubmissionRequest.of(
                        Benchmarks.named(benchmark), predictions, data.source(model.hub()))
                .withLimit(limit)
                .withResamples(resamples)
                .withCommand(commandLine(spec));
        Result result;
        try (Progress progress = Progress.of(benchmark)) {
            result = new SubmissionScorer(progress::examples).run(request);
        }
        if (!json.replacesText()) {
            System.out.print(new SubmissionTable(result));
        }
        json.write(result);
        return 0;
    }

    private void store(Evaluation evaluation) throws IOException {
        try (ResultStore open = store.open()) {
            String address = open.add(evaluation.result()).address();
            if (evaluation.kept().isPresent()) {
                open.keep(address, evaluation.kept().get());
                evaluation
                        .kept()
                        .get()
                        .dropped()
                        .forEach(metric -> System.err.println("paperzoo: the examples' states of " + metric
                                + " are too large to keep: there will be no paired test of it"));
            }
        }
    }

    private EvaluationRequest request(ModelCard card, LoadOptions load) throws IOException {
        EvaluationRequest request = EvaluationRequest.of(card, benchmark(card), load)
                .withData(data.source(model.hub()))
                .withLimit(limit)
                .withBatch(batch)
                .withResamples(resamples)
                .withCommand(commandLine(spec));
        return untrained ? request.speedAlone() : request;
    }

    private Benchmark benchmark(ModelCard card) {
        if (benchmark != null) {
            return Benchmarks.named(benchmark);
        }
        return Benchmarks.usual(card)
                .orElseThrow(() -> new NoSuchElementException("the card of " + card.id()
                        + " names no benchmark that the project has; name one with --benchmark (paperzoo benchmarks"
                        + " lists all)"));
    }

    /** The whole command line, for the record of a result. */
    static String commandLine(CommandSpec spec) {
        return "paperzoo "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }
}
