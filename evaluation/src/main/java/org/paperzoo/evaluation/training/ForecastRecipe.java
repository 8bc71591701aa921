package org.paperzoo.evaluation.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.series.SeriesCsv;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.training.LearningRate;
import org.paperzoo.zoo.training.TrainingSettings;

/**
 * How a card says that its forecaster is trained: the {@code training} object, whose keys are {@code dataset},
 * {@code features} (M, S or MS), {@code target}, {@code batch}, {@code epochs}, {@code patience}, {@code learningRate},
 * {@code schedule} (type1, type2 or constant) and {@code seed}.
 *
 * @param dataset the data set
 * @param features {@code M} all series from all, {@code S} one from itself, {@code MS} one from all
 * @param target the series that S and MS forecast
 * @param training how the loop runs
 */
record ForecastRecipe(Dataset.Series dataset, String features, String target, TrainingSettings training) {

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
                Datasets.named(recipe.text("dataset"), Dataset.Series.class),
                recipe.oneOf("features", List.of("M", "S", "MS")),
                recipe.text("target", "OT"),
                new TrainingSettings(epochs, recipe.positive("batch"), recipe.positive("patience"), schedule, seed));
    }

    /** The series that take part, in the order in which the model sees them: with S and MS the target is the last. */
    SeriesTable table(DataSource data) throws IOException {
        SeriesTable table = read(data);
        return switch (features) {
            case "S" -> table.select(List.of(target));
            case "MS" -> table.withLast(target);
            default -> table;
        };
    }

    private SeriesTable read(DataSource data) throws IOException {
        Path folder = data.folder();
        return folder != null && Files.isRegularFile(folder) ? SeriesCsv.read(folder) : dataset.table(data);
    }

    /**
     * The rows of a split: {@code train}, {@code validation} or {@code test}.
     *
     * @throws InvalidInputException if the table has too few
     */
    SeriesSplit split(String name, int past, int rows) throws InvalidInputException {
        try {
            return dataset.cut(name, past, rows);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("data set " + dataset.id() + ": " + e.getMessage(), e);
        }
    }

    /** Rows of a day, after which a series is likely to repeat itself. */
    int rowsPerDay() {
        return dataset.rowsPerDay();
    }
}
