package org.paperzoo.zoo.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.nn.Pass;

/**
 * Trains a network with Adam: shuffled epochs, validation after each, early stopping, and a checkpoint from which a training
 * that was killed goes on with the numbers it would have had. PyTorch collects gradients for one training of a process at a
 * time.
 */
public final class TrainingLoop {

    private final Learner learner;
    private final Examples training;
    private final Examples validation;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Seeds seeds;

    /**
     * A training that has not begun.
     *
     * @throws IllegalArgumentException if a split has less than a batch
     */
    public TrainingLoop(
            Learner learner,
            Examples training,
            Examples validation,
            TrainingSettings settings,
            TrainingListener listener) {
        this.learner = learner;
        this.training = training;
        this.validation = validation;
        this.settings = settings;
        this.listener = listener;
        seeds = new Seeds(settings.seed());
        requireBatch("training", training);
        requireBatch("validation", validation);
    }

    private void requireBatch(String split, Examples examples) {
        if (examples.size() < settings.batchSize()) {
            throw new IllegalArgumentException("the " + split + " split has " + examples.size()
                    + " examples, less than a batch of " + settings.batchSize());
        }
    }

    /**
     * Trains, and leaves the weights of the best epoch in the network, frozen.
     *
     * @param manager of the PyTorch engine; owns the network's parameters from now on
     * @param folder where the checkpoints are kept: {@code model.safetensors}, the weights of the best epoch, and
     *     {@code training.safetensors}, what a resumption needs
     * @param resume go on from the folder's last checkpoint, if there is one; otherwise begin anew
     * @throws InvalidInputException if the checkpoint belongs to another training, or the loss is no longer a number
     */
    public TrainingResult run(NDManager manager, Path folder, boolean resume) throws IOException {
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(folder, learner.network(), settings);
        learner.network().freezeParameters(false);
        manager.getEngine().setRandomSeed(seeds.initial());
        learner.network().initialize(manager, DataType.FLOAT32);
        try (Optimizer optimizer = new Adam(learner.network(), manager)) {
            List<EpochRecord> epochs = new ArrayList<>(resume ? checkpoint.restore(optimizer) : List.of());
            while (epochs.size() < settings.epochs() && !isPatienceSpent(epochs)) {
                epochs.add(epoch(epochs.size() + 1, optimizer, manager));
                checkpoint.save(epochs, optimizer);
                listener.epoch(epochs.get(epochs.size() - 1));
            }
            learner.network().freezeParameters(true);
            checkpoint.restoreBest();
            return new TrainingResult(epochs);
        } finally {
            learner.network().freezeParameters(true);
        }
    }

    /** Whether the last epochs brought nothing better: equal is better, as in the authors' early stopping. */
    private boolean isPatienceSpent(List<EpochRecord> epochs) {
        return !epochs.isEmpty()
                && epochs.size() - new TrainingResult(epochs).best().epoch() >= settings.patience();
    }

    private EpochRecord epoch(int epoch, Optimizer optimizer, NDManager manager) throws InvalidInputException {
        double rate = settings.rate().of(epoch);
        manager.getEngine().setRandomSeed(seeds.dropout(epoch));
        int[] order = seeds.order(epoch, training.size());
        int steps = training.size() / settings.batchSize();
        double sum = 0;
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            double loss = step(batch(order, step), seeds.step(epoch, step), manager);
            if (!Double.isFinite(loss)) {
                throw new InvalidInputException("epoch " + epoch + ", step " + (step + 1) + ": the loss is " + loss
                        + "; a smaller learning rate may help");
            }
            optimizer.step(rate);
            sum += loss;
            listener.step(epoch, step + 1, steps, loss);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new EpochRecord(epoch, rate, sum / steps, validate(manager), steps, seconds);
    }

    private double step(int[] indices, long seed, NDManager manager) {
        try (NDManager stepManager = manager.newSubManager();
                NDScope scope = new NDScope();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            scope.suppressNotUsedWarning();
            NDList batch = training.batch(indices, seed, stepManager);
            NDArray loss = learner.loss(Pass.training(), batch, seed);
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    /** The mean loss over the validation split in its order, without its last, smaller batch. */
    private double validate(NDManager manager) {
        int[] order = new int[validation.size()];
        Arrays.setAll(order, i -> i);
        int batches = order.length / settings.batchSize();
        learner.network().freezeParameters(true);
        double sum = 0;
        for (int i = 0; i < batches; i++) {
            try (NDManager batchManager = manager.newSubManager();
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDList batch = validation.batch(batch(order, i), 0, batchManager);
                sum += learner.loss(Pass.inference(), batch, 0).getFloat();
            }
        }
        learner.network().freezeParameters(false);
        return sum / batches;
    }

    private int[] batch(int[] order, int number) {
        return Arrays.copyOfRange(order, number * settings.batchSize(), (number + 1) * settings.batchSize());
    }
}
