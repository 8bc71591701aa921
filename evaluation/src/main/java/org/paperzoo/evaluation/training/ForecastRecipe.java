package org.paperzoo.evaluation.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.series.SampleSeries;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Configuration;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.training.LearningRate;
import org.paperzoo.zoo.training.TrainingSettings;

/**
 * How a card says that its forecaster is trained: the {@code training} object, whose keys are {@code dataset},
 * {@code features} (M, S or MS), {@code target}, {@code batch}, {@code epochs}, {@code patience}, {@code learningRate},
 * {@code schedule} (type1, type2 or constant) and {@code seed}.
 *
 * @param dataset ID of the data set
 * @param features {@code M} all series from all, {@code S} one from itself, {@code MS} one from all
 * @param target the series that S and MS forecast
 * @param training how the loop runs
 */
record ForecastRecipe(String dataset, String features, String target, TrainingSettings training) {

    /** The file of each data set, and the rows of a day. */
    private static final Map<String, Source> SOURCES = Map.of(
            "ett-h1", new Source("ETTh1.csv", 24),
            "ett-h2", new Source("ETTh2.csv", 24),
            "ett-m1", new Source("ETTm1.csv", 96),
            "ett-m2", new Source("ETTm2.csv", 96));

    private static final String GENERATED = "sample-series";
    private static final long GENERATED_SEED = 0;

    private record Source(String file, int rowsPerDay) {}

    /** Reads a card's recipe with the request's changes. */
    static ForecastRecipe of(ForecastTrainingRequest request) throws InvalidInputException {
        ModelCard card = request.card();
        if (!card.task().equals("forecasting") || card.training() == null || card.configuration() == null) {
            throw new IllegalArgumentException(card.id() + " has no recipe to train a forecaster; paperzoo info "
                    + card.id() + " tells what it has");
        }
        Configuration recipe = Configuration.of(card.id() + ", training", card.training());
        double rate = recipe.number("learningRate");
        if (!(rate > 0)) {
            throw recipe.wrong("learningRate", "a number greater than 0");
        }
        LearningRate schedule = switch (recipe.oneOf("schedule", List.of("type1", "type2", "constant"))) {
            case "type1" -> new LearningRate.Halving(rate);
            case "type2" -> LearningRate.informerSteps(rate);
            default -> new LearningRate.Constant(rate);
        };
        int epochs = request.epochs().orElse(recipe.positive("epochs"));
        long seed = request.seed().orElse(recipe.nonNegative("seed", 0));
        return new ForecastRecipe(
                recipe.text("dataset"),
                recipe.oneOf("features", List.of("M", "S", "MS")),
                recipe.text("target", "OT"),
                new TrainingSettings(epochs, recipe.positive("batch"), recipe.positive("patience"), schedule, seed));
    }

    /** The series that take part, in the order in which the model sees them: with S and MS the target is the last. */
    SeriesTable table(Path data) throws IOException {
        SeriesTable table = read(data);
        return switch (features) {
            case "S" -> table.select(List.of(target));
            case "MS" -> table.withLast(target);
            default -> table;
        };
    }

    private SeriesTable read(Path data) throws IOException {
        if (dataset.equals(GENERATED) && data == null) {
            return SampleSeries.generate(GENERATED_SEED);
        }
        String name = dataset.equals(GENERATED) ? "sample-series.csv" : source().file();
        if (data == null) {
            throw new NoSuchFileException(name, null, "say where the data set " + dataset + " is");
        }
        Path file = Files.isDirectory(data) ? data.resolve(name) : data;
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such file");
        }
        return SeriesCsv.read(file);
    }

    /** The rows of a split: {@code train}, {@code validation} or {@code test}. */
    SeriesSplit split(String name, int past, int rows) throws InvalidInputException {
        return SeriesSplit.ett(dataset.equals(GENERATED) ? 24 : source().rowsPerDay(), name, past, rows);
    }

    /** Rows of a day, after which a series is likely to repeat itself. */
    int rowsPerDay() throws InvalidInputException {
        return dataset.equals(GENERATED) ? 24 : source().rowsPerDay();
    }

    private Source source() throws InvalidInputException {
        Source source = SOURCES.get(dataset);
        if (source == null) {
            throw new InvalidInputException("the recipe's data set is " + dataset + "; training knows " + GENERATED
                    + " and "
                    + String.join(", ", SOURCES.keySet().stream().sorted().toList()));
        }
        return source;
    }
}
