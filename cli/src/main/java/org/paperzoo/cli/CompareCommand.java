package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.comparison.ComparisonPicture;
import org.paperzoo.evaluation.comparison.ComparisonReport;
import org.paperzoo.evaluation.comparison.ComparisonTable;
import org.paperzoo.evaluation.comparison.contender.ComparedModel;
import org.paperzoo.evaluation.comparison.contender.EngineChoice;
import org.paperzoo.evaluation.comparison.contender.ModelComparison;
import org.paperzoo.evaluation.comparison.contender.SizeChoice;
import org.paperzoo.evaluation.comparison.contender.SizeChoice.PictureSize;
import org.paperzoo.leaderboard.TextTable;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.model.LoadOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code paperzoo compare}: one model on several engines, timed in turns. */
@Command(
        name = "compare",
        description = "Compare engines on one model: speed, outputs, memory, and how near they come to this machine's"
                + " limits.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The engines run in one process and in turns; the first one named is the baseline. A model that generates",
            "text is timed over whole generations, any other over forwards.",
            "Examples:",
            "  paperzoo compare codet5-base --batch 1,4 --new-tokens 64 --picture codet5.svg",
            "  paperzoo compare detr-resnet-50 --untrained --size 800x1066 --engines PyTorch,OnnxRuntime",
            "  paperzoo compare zoo/src/test/resources/golden/t5-tiny --json comparison.json"
        })
final class CompareCommand implements Callable<Integer> {

    /** Seed of inputs and untrained weights. */
    private static final long SEED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID|CASE", description = "A model of the catalogue, or the folder of a reference case.")
    private String id;

    @Option(
            names = "--engines",
            paramLabel = "ENGINE",
            split = ",",
            defaultValue = "PyTorch,TorchScript,OnnxRuntime",
            description = "The engines (default: ${DEFAULT-VALUE}).")
    private List<String> engines;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            split = ",",
            defaultValue = "fp32",
            description = "fp32, fp16, bf16 or int8; engines that lack one do without (default: ${DEFAULT-VALUE}).")
    private List<String> precisions;

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "1",
            description = "Examples in a run (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--length",
            paramLabel = "N",
            split = ",",
            description = "Tokens or steps of a sequence (default: 128, or a forecaster's own).")
    private List<Integer> lengths = List.of();

    @Option(
            names = "--size",
            paramLabel = "HxW",
            split = ",",
            description = "Height and width of pictures (default: 480x640).")
    private List<String> pictures = List.of();

    @Option(names = "--new-tokens", paramLabel = "N", description = "Tokens to generate (default: 32).")
    private Integer newTokens;

    @Option(names = "--beams", paramLabel = "N", description = "Beams of the search (default: 1).")
    private Integer beams;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of one operation, on every engine (default: PyTorch's own number).")
    private Integer threads;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds to time each setting, and at most to warm up each engine in it"
                    + " (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--weights", paramLabel = "PATH", description = "A checkpoint in place of the card's.")
    private Path weights;

    @Option(names = "--untrained", description = "Draw the weights from a seed, where there are none.")
    private boolean untrained;

    @Option(names = "--picture", paramLabel = "FILE.svg", description = "Draw the latencies as a picture.")
    private Path picture;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        if (picture != null) {
            OutputFile.requireWritable("--picture", picture);
        }
        SizeChoice sizes = sizes();
        if (threads != null) {
            atLeastOne("--threads", threads);
        }
        List<EngineChoice> choices = EngineChoice.of(
                engines.stream().map(EngineName::named).toList(),
                precisions.stream().map(Precision::named).toList());
        ComparisonReport report = new ModelComparison(
                        model(),
                        choices,
                        sizes,
                        threads == null ? 0 : threads,
                        seconds,
                        SEED,
                        EvalCommand.commandLine(spec))
                .run(step -> System.err.println("... " + Failure.oneLine(step)));
        if (picture != null) {
            ComparisonPicture.write(report, picture);
        }
        if (!json.replacesText()) {
            print(report);
        }
        json.write(report);
        return 0;
    }

    private SizeChoice sizes() {
        batches.forEach(batch -> atLeastOne("--batch", batch));
        lengths.forEach(length -> atLeastOne("--length", length));
        List<PictureSize> sizes = pictures.stream().map(PictureSize::of).toList();
        return new SizeChoice(batches, lengths, sizes, optional("--new-tokens", newTokens), optional("--beams", beams));
    }

    private static OptionalInt optional(String option, Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(atLeastOne(option, value));
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " " + value + "; expected at least 1");
        }
        return value;
    }

    private ComparedModel model() throws IOException {
        Optional<GoldenCase> golden = CaseArgument.find(id);
        if (golden.isPresent()) {
            if (weights != null || untrained) {
                throw new IllegalArgumentException(
                        "a reference case has weights of its own: --weights and --untrained are for models");
            }
            return ComparedModel.of(golden.get());
        }
        ModelCard card = Catalogue.standard().card(id);
        if (untrained) {
            return ComparedModel.untrained(card, weights, SEED);
        }
        LoadOptions options = LoadOptions.standard();
        return ComparedModel.of(card, weights == null ? options : options.withWeights(weights));
    }

    private static void print(ComparisonReport report) {
        System.out.println(report.model());
        for (ComparisonTable table : ComparisonTable.all(report)) {
            System.out.println();
            System.out.println(table.title());
            List<List<String>> rows = new ArrayList<>(table.rows());
            System.out.print(TextTable.render(rows, table.numeric()::get));
        }
        System.out.println();
        ComparisonTable.notes(report).forEach(System.out::println);
    }
}
