package org.paperzoo.evaluation.training;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.catalogue.ModelCard;

/**
 * What is to be trained.
 *
 * @param card a forecaster with a configuration and a training recipe
 * @param data brings the data set's file, or is that file
 * @param output where weights, configuration, statistics and the record go; made if it is not there
 * @param seed in place of the recipe's
 * @param epochs the largest number of epochs in place of the recipe's
 * @param resume go on from the output folder's last checkpoint, if there is one
 */
public record ForecastTrainingRequest(
        ModelCard card, DataSource data, Path output, OptionalLong seed, OptionalInt epochs, boolean resume) {

    /** As the recipe says, from the beginning. */
    public static ForecastTrainingRequest of(ModelCard card, DataSource data, Path output) {
        return new ForecastTrainingRequest(card, data, output, OptionalLong.empty(), OptionalInt.empty(), false);
    }
}
