package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.training.ForecastTraining;
import org.paperzoo.evaluation.training.ForecastTrainingReport;
import org.paperzoo.evaluation.training.ForecastTrainingRequest;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.task.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo train}: a model by the recipe of its card. */
@Command(
        name = "train",
        description = "Train a forecaster by its card's recipe and measure it on the test split.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The output folder is a model afterwards: paperzoo eval ID --weights DIR.",
            "Example:",
            "  paperzoo train informer-etth1-m-24 --data ETT -o runs/informer"
        })
final class TrainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The model.")
    private String id;

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
            description = "The largest number of epochs, in place of the recipe's.")
    private Integer epochs;

    @Option(names = "--resume", description = "Go on from the output folder's last checkpoint.")
    private boolean resume;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        ModelCard card = Catalogue.standard().card(id);
        if (card.training() == null || !card.task().equals(Task.FORECASTING.label())) {
            throw new IllegalArgumentException(id + " has no training recipe that the project runs; forecasters have");
        }
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("--epochs is " + epochs + "; expected at least 1");
        }
        Path folder = output == null ? Path.of("runs", id) : output;
        ForecastTrainingReport report;
        try (TrainingProgress progress = new TrainingProgress(id)) {
            report = ForecastTraining.train(
                    new ForecastTrainingRequest(
                            card,
                            data.source(hub),
                            folder,
                            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                            epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
                            resume),
                    progress);
        }
        if (!json.replacesText()) {
            print(report, folder);
        }
        json.write(report);
        return 0;
    }

    private static void print(ForecastTrainingReport report, Path folder) {
        System.out.printf(
                Locale.ROOT,
                "%s: test MSE %.4f, MAE %.4f over %d windows; best epoch %d of %d, %.3f s a step, seed %d%n",
                report.model(),
                report.mse(),
                report.mae(),
                report.testWindows(),
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
