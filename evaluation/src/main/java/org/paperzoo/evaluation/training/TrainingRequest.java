package org.paperzoo.evaluation.training;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;

/**
 * What is to be trained.
 *
 * @param card a model with a configuration and a training recipe
 * @param data brings the data set's files, or is the table of a forecaster
 * @param output where weights, configuration and the record go; made if it is not there
 * @param seed in place of the recipe's
 * @param epochs the largest number of epochs in place of the recipe's
 * @param resume go on from the output folder's last checkpoint, if there is one
 * @param load brings the weights that the recipe begins with; its own weights, if it has some, take their place
 */
public record TrainingRequest(
        ModelCard card,
        DataSource data,
        Path output,
        OptionalLong seed,
        OptionalInt epochs,
        boolean resume,
        LoadOptions load) {

    /** As the recipe says, from the beginning. */
    public static TrainingRequest of(ModelCard card, DataSource data, Path output) {
        return new TrainingRequest(
                card, data, output, OptionalLong.empty(), OptionalInt.empty(), false, LoadOptions.standard());
    }

    /** The same of another recipe into another folder. */
    TrainingRequest of(ModelCard other, Path folder) {
        return new TrainingRequest(other, data, folder, seed, epochs, resume, load);
    }

    /** With another seed. */
    public TrainingRequest withSeed(long number) {
        return new TrainingRequest(card, data, output, OptionalLong.of(number), epochs, resume, load);
    }

    /** With another largest number of epochs. */
    public TrainingRequest withEpochs(int number) {
        return new TrainingRequest(card, data, output, seed, OptionalInt.of(number), resume, load);
    }

    /** Goes on where an earlier training was ended. */
    public TrainingRequest resuming() {
        return new TrainingRequest(card, data, output, seed, epochs, true, load);
    }

    /** With another way to the weights that the training begins with. */
    public TrainingRequest withLoad(LoadOptions options) {
        return new TrainingRequest(card, data, output, seed, epochs, resume, options);
    }
}
