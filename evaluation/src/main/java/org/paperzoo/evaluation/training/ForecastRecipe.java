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

/**
 * What a recipe of a forecaster says beyond that of others: {@code features} (M, S or MS) and {@code target}.
 *
 * @param dataset the data set
 * @param features {@code M} all series from all, {@code S} one from itself, {@code MS} one from all
 * @param target the series that S and MS forecast
 */
record ForecastRecipe(Dataset.Series dataset, String features, String target) {

    static ForecastRecipe of(Recipe recipe) throws InvalidInputException {
        return new ForecastRecipe(
                Datasets.named(recipe.dataset(), Dataset.Series.class),
                recipe.options().oneOf("features", List.of("M", "S", "MS")),
                recipe.options().text("target", "OT"));
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
