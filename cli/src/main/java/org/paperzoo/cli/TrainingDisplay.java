package org.paperzoo.cli;

import java.util.Locale;
import org.paperzoo.zoo.training.EpochRecord;
import org.paperzoo.zoo.training.TrainingListener;

/** A training on standard error: a bar on a terminal, and a line for each epoch everywhere. */
final class TrainingDisplay implements TrainingListener, AutoCloseable {

    private final Progress bar;
    private StopSignal signal;

    TrainingDisplay(String name) {
        bar = Progress.of(name);
    }

    @Override
    public void step(int epoch, int step, int steps, double loss) {
        if (signal == null) {
            signal = StopSignal.listen();
        }
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
    public void ended() {
        if (signal != null) {
            signal.ignore();
            signal = null;
        }
    }

    @Override
    public boolean wantsToStop() {
        return signal != null && signal.isHeard();
    }

    @Override
    public void close() {
        bar.close();
    }
}
