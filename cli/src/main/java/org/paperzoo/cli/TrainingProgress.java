package org.paperzoo.cli;

import java.util.Locale;
import org.paperzoo.zoo.training.EpochRecord;
import org.paperzoo.zoo.training.TrainingListener;

/** A training on standard error: a bar on a terminal, and a line for each epoch everywhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {

    private final Progress bar;

    TrainingProgress(String name) {
        bar = Progress.of(name);
    }

    @Override
    public void step(int epoch, int step, int steps, double loss) {
        bar.examples(step, steps);
    }

    @Override
    public void epoch(EpochRecord epoch) {
        System.err.printf(
                Locale.ROOT,
                "epoch %d: training loss %.4f, validation loss %.4f, %d steps in %.1f s%n",
                epoch.epoch(),
                epoch.trainingLoss(),
                epoch.validationLoss(),
                epoch.steps(),
                epoch.seconds());
    }

    @Override
    public void close() {
        bar.close();
    }
}
