package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.training.ModelTraining;
import org.paperzoo.evaluation.training.RecipeFile;
import org.paperzoo.evaluation.training.TrainingReport;
import org.paperzoo.evaluation.training.TrainingRequest;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.hub.ModelStore;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.training.TrainingStoppedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo train}: a model by the recipe of its card. */
@Command(
        name = "train",
        description = "Train a model by its card's recipe, or by a recipe file, and measure it on the test split.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The output folder is a model afterwards: paperzoo eval ID --weights DIR. It also holds report.json, and",
            "loss.svg, which is drawn anew while the training runs. Ctrl-C saves and ends it. A training that was ended",
            "goes on with --resume, and ends with the numbers that it would have had. docs/training.md tells of recipes.",
            "Examples:",
            "  paperzoo train sample-forecast --epochs 2",
            "  paperzoo train informer-etth1-m-24 --data ETT -o runs/informer"
        })
final class TrainCommand implements Callable<Integer> {

    /** What shells report of a command that Ctrl-C ended. */
    private static final int STOPPED = 130;

    @Parameters(
            paramLabel = "RECIPE",
            description =
                    "A model whose card has a recipe, or a JSON file: {\"model\": ID, \"training\": {...}}, whose keys"
                            + " take the place of the card's.")
    private String recipe;

    @Option(names = "--weights", paramLabel = "PATH", description = "Begin with these weights instead of the recipe's.")
    private Path weights;

    @Mixin
    private DataOptions data;

    @Mixin
    private HubOptions hub;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where weights, configuration and the report go (default: runs/ID).")
    private Path output;

    @Option(names = "--seed", paramLabel = "N", description = "The seed, in place of the recipe's.")
    private Long seed;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "The largest number of epochs, in place of the recipe's (and of the training before it).")
    private Integer epochs;

    @Option(names = "--resume", description = "Go on from the output folder's last checkpoint.")
    private boolean resume;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        ModelCard card = RecipeFile.isNamed(recipe)
                ? RecipeFile.read(Path.of(recipe))
                : Catalogue.standard().card(recipe);
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("--epochs is " + epochs + "; expected at least 1");
        }
        if (seed != null && seed < 0) {
            throw new IllegalArgumentException("--seed is " + seed + "; expected at least 0");
        }
        Path folder = output == null ? Path.of("runs", card.id()) : output;
        TrainingReport report;
        try (TrainingDisplay display = new TrainingDisplay(card.id())) {
            report = ModelTraining.train(request(card, folder), display);
        } catch (TrainingStoppedException e) {
            System.err.println("paperzoo: " + e.getMessage() + "; the same command with --resume goes on from there");
            return STOPPED;
        }
        if (!json.replacesText()) {
            print(report, folder);
        }
        json.write(report);
        return 0;
    }

    private TrainingRequest request(ModelCard card, Path folder) throws IOException {
        LoadOptions load = LoadOptions.standard()
                .withStore(new ModelStore(hub.hub(), hub.manner(false)))
                .withWeights(weights);
        return new TrainingRequest(
                card,
                data.source(hub),
                folder,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
                resume,
                load);
    }

    private static void print(TrainingReport report, Path folder) {
        String values = report.values().stream()
                .filter(value -> value.headline())
                .map(value -> String.format(Locale.ROOT, "%s %.4f", value.metric(), value.value()))
                .collect(Collectors.joining(", "));
        System.out.printf(
                Locale.ROOT,
                "%s: %s over %d test examples; best epoch %d of %d, %.3f s a step, seed %d%n",
                report.model(),
                values,
                report.testExamples(),
                report.bestEpoch(),
                report.epochs().size(),
                report.secondsPerStep(),
                report.seed());
        report.baselines()
                .forEach(baseline -> System.out.printf(
                        Locale.ROOT, "  %s: MSE %.4f, MAE %.4f%n", baseline.name(), baseline.mse(), baseline.mae()));
        System.out.println("  weights: " + folder.resolve("model.safetensors"));
    }
}
