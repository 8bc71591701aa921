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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.nn.Pass;

/**
 * Trains a network: shuffled epochs, validation after each, early stopping, and checkpoints from which a training that was
 * killed goes on with the numbers it would have had. PyTorch collects gradients for one training of a process at a time.
 */
public final class TrainingLoop {

    private static final String ENGINE = "PyTorch";

    private final Learner learner;
    private final Examples training;
    private final Examples validation;
    private final TrainingSettings settings;
    private final TrainingListener listener;
    private final Seeds seeds;
    private final int steps;
    private InitialWeights initialWeights = InitialWeights.RANDOM;
    private Merit merit;
    private Duration saving = Duration.ofMinutes(10);

    /**
     * A training that has not begun.
     *
     * @throws IllegalArgumentException if the training split has less than a step's examples, or the other less than a batch
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
        steps = settings.stepsPerEpoch(training.size());
        requireExamples("training", training, settings.batchSize() * settings.accumulation());
        requireExamples("validation", validation, settings.batchSize());
    }

    private static void requireExamples(String split, Examples examples, int least) {
        if (examples.size() < least) {
            throw new IllegalArgumentException(
                    "the " + split + " split has " + examples.size() + " examples, less than a batch of " + least);
        }
    }

    /** Begins at other weights than random ones. */
    public TrainingLoop from(InitialWeights weights) {
        initialWeights = weights;
        return this;
    }

    /** Chooses the epoch whose weights are kept by a figure of merit instead of the validation loss. */
    public TrainingLoop choosingBy(Merit figure) {
        merit = figure;
        return this;
    }

    /** Saves within an epoch too, whenever so much time has passed since it was last saved; else every ten minutes. */
    public TrainingLoop savingEvery(Duration time) {
        saving = time;
        return this;
    }

    /**
     * Trains, and leaves the weights of the best epoch in the network, frozen.
     *
     * @param manager of the PyTorch engine; owns the network's parameters from now on
     * @param folder where the checkpoints are kept: {@code model.safetensors}, the weights of the best epoch, and
     *     {@code training.safetensors}, what a resumption needs
     * @param resume go on from the folder's last checkpoint, if there is one; otherwise begin anew
     * @throws InvalidInputException if the checkpoint belongs to another training, or the loss is no longer a number
     * @throws TrainingStoppedException if the listener wanted to stop; the checkpoint says how far the training came
     */
    public TrainingResult run(NDManager manager, Path folder, boolean resume) throws IOException {
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(folder, learner.network(), settings);
        learner.network().freezeParameters(false);
        manager.getEngine().setRandomSeed(seeds.initial());
        initialWeights.fill(learner.network(), manager);
        learner.network().initialize(manager, DataType.FLOAT32);
        learner.network().freezeParameters(false);
        try (Optimizer optimizer = settings.optimizer().create(learner.network(), settings.groups(), manager);
                MovingAverage average = settings.average() == 0
                        ? null
                        : new MovingAverage(learner.network(), settings.average(), manager);
                LossScale scale = settings.mixedPrecision() ? LossScale.moving(manager) : LossScale.none(manager)) {
            TrainingState state = new TrainingState(optimizer, average, scale);
            TrainingProgress progress = resume ? checkpoint.restore(state) : TrainingProgress.NONE;
            List<EpochRecord> epochs = new ArrayList<>(progress.epochs());
            if (progress != TrainingProgress.NONE) {
                listener.resumed(progress.epochs());
            }
            while (epochs.size() < settings.epochs() && !isPatienceSpent(epochs)) {
                TrainingProgress made = epoch(progress, state, checkpoint, manager);
                EpochRecord record = validated(made, state, checkpoint, manager);
                epochs.add(record);
                progress = new TrainingProgress(epochs, 0, 0, 0);
                boolean best = new TrainingResult(epochs).best() == record;
                checkpoint.save(progress, state, best);
                listener.epoch(record);
            }
            listener.ended();
            learner.network().freezeParameters(true);
            checkpoint.restoreBest();
            return new TrainingResult(epochs);
        } finally {
            learner.network().freezeParameters(true);
        }
    }

    /** Whether the last epochs brought nothing better: equal is better, as in the Informer authors' early stopping. */
    private boolean isPatienceSpent(List<EpochRecord> epochs) {
        return !epochs.isEmpty()
                && epochs.size() - new TrainingResult(epochs).best().epoch() >= settings.patience();
    }

    /** Makes the steps of an epoch that are not made yet. */
    private TrainingProgress epoch(
            TrainingProgress before, TrainingState state, TrainingCheckpoint checkpoint, NDManager manager)
            throws IOException {
        int epoch = before.epochs().size() + 1;
        int[] order = seeds.order(epoch, training.size());
        training.arrange(order, settings.batchSize(), seeds.arrangement(epoch));
        double sum = before.lossSum();
        double secondsBefore = before.seconds();
        long start = System.nanoTime();
        long saved = start;
        int accumulation = settings.accumulation();
        try (Prefetch batches = new Prefetch(number -> batch(order, epoch, number, manager))) {
            for (int step = before.steps(); step < steps; step++) {
                double loss = 0;
                for (int part = 0; part < accumulation; part++) {
                    int number = step * accumulation + part;
                    boolean more = number + 1 < steps * accumulation;
                    loss += backward(batches.take(number, more), seeds.batch(epoch, number), state.scale(), manager)
                            / accumulation;
                }
                if (!Double.isFinite(loss)) {
                    throw new InvalidInputException("epoch " + epoch + ", step " + (step + 1) + ": the loss is " + loss
                            + "; a smaller learning rate may help");
                }
                long overall = (long) (epoch - 1) * steps + step + 1;
                state.optimizer().step(rate(epoch, overall), settings.clipping(), state.scale());
                if (state.average() != null) {
                    state.average().update(overall);
                }
                sum += loss;
                listener.step(epoch, step + 1, steps, loss);
                long now = System.nanoTime();
                boolean stop = listener.wantsToStop();
                if (stop || now - saved > saving.toNanos() && step + 1 < steps) {
                    saved = now;
                    double seconds = secondsBefore + (now - start) / 1e9;
                    checkpoint.save(new TrainingProgress(before.epochs(), step + 1, sum, seconds), state, false);
                }
                if (stop) {
                    throw new TrainingStoppedException(epoch, step + 1, steps);
                }
            }
        }
        return new TrainingProgress(before.epochs(), steps, sum, secondsBefore + (System.nanoTime() - start) / 1e9);
    }

    private double rate(int epoch, long step) {
        return settings.rate().of(new TrainingTime(epoch, step, (long) settings.epochs() * steps));
    }

    /** Prepares a batch of an epoch, under a manager of its own. */
    private NDList batch(int[] order, int epoch, int number, NDManager manager) throws IOException {
        NDManager own = manager.newSubManager();
        try {
            NDList batch = training.batch(stretch(order, number), seeds.batch(epoch, number), own);
            batch.attach(own);
            return batch;
        } catch (IOException | RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private double backward(NDList batch, long seed, LossScale scale, NDManager manager) throws IOException {
        // Dropout draws from the engine's generator.
        manager.getEngine().setRandomSeed((int) seed);
        NDManager owner = batch.getManager();
        try (NDScope scope = new NDScope();
                GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
            scope.suppressNotUsedWarning();
            Pass pass = Pass.training();
            NDArray loss = forward(pass, batch, seed, manager);
            NDArray part = settings.accumulation() == 1 ? loss : pass.scale(loss, 1f / settings.accumulation());
            collector.backward(scale.of(part));
            return loss.getFloat();
        } finally {
            owner.close();
        }
    }

    /** The loss of a training step, in float32. */
    private NDArray forward(Pass pass, NDList batch, long seed, NDManager manager) throws IOException {
        if (!settings.mixedPrecision()) {
            return learner.loss(pass, batch, seed);
        }
        return Autocast.half(manager.getDevice(), () -> learner.loss(pass, batch, seed));
    }

    /** Validates what an epoch has made: the moving average, where there is one. */
    private EpochRecord validated(
            TrainingProgress made, TrainingState state, TrainingCheckpoint checkpoint, NDManager manager)
            throws IOException {
        int epoch = made.epochs().size() + 1;
        learner.network().freezeParameters(true);
        state.exchange();
        double loss;
        try {
            loss = validate(epoch, manager);
        } catch (TrainingStoppedException e) {
            state.exchange();
            checkpoint.save(made, state, false);
            throw e;
        }
        Double figure = null;
        if (merit != null && (epoch % merit.every() == 0 || epoch == settings.epochs())) {
            figure = checkpoint.measured(merit);
        }
        state.exchange();
        learner.network().freezeParameters(false);
        return new EpochRecord(
                epoch, rate(epoch, (long) epoch * steps), made.lossSum() / steps, loss, figure, steps, made.seconds());
    }

    /** The mean loss over the validation split in its order, without its last, smaller batch. */
    private double validate(int epoch, NDManager manager) throws IOException {
        int[] order = new int[validation.size()];
        Arrays.setAll(order, i -> i);
        int batches = order.length / settings.batchSize();
        double sum = 0;
        for (int i = 0; i < batches; i++) {
            try (NDManager batchManager = manager.newSubManager();
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDList batch = validation.batch(stretch(order, i), 0, batchManager);
                sum += learner.loss(Pass.inference(), batch, 0).getFloat();
            }
            if (listener.wantsToStop()) {
                throw new TrainingStoppedException(epoch, steps, steps);
            }
        }
        return sum / batches;
    }

    private int[] stretch(int[] order, int number) {
        return Arrays.copyOfRange(order, number * settings.batchSize(), (number + 1) * settings.batchSize());
    }
}
