package org.paperzoo.zoo.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.Informer;
import org.paperzoo.zoo.timeseries.InformerLearner;
import org.paperzoo.zoo.training.TinyTraining.Outcome;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.WeightLoader;

class TrainingLoopTest {

    @TempDir
    Path folder;

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void theLossFallsAndTheSameSeedGivesTheSameNumbers() throws IOException {
        Outcome first =
                TinyTraining.train(folder.resolve("a"), TinyTraining.settings(4, 5), false, TrainingListener.SILENT);
        Outcome second =
                TinyTraining.train(folder.resolve("b"), TinyTraining.settings(4, 5), false, TrainingListener.SILENT);
        Outcome other =
                TinyTraining.train(folder.resolve("c"), TinyTraining.settings(1, 6), false, TrainingListener.SILENT);

        List<EpochRecord> epochs = first.result().epochs();
        assertTrue(epochs.get(3).trainingLoss() < epochs.get(0).trainingLoss() / 2, epochs::toString);
        assertEquals(losses(first), losses(second));
        assertEquals(first.validation(), second.validation());
        assertNotEquals(losses(first).subList(0, 2), losses(other).subList(0, 2));
    }

    @Test
    void aTrainingThatWasKilledInAnEpochGoesOnWithTheNumbersItWouldHaveHad() throws IOException {
        Outcome whole = TinyTraining.train(
                folder.resolve("whole"), TinyTraining.settings(4, 1), false, TrainingListener.SILENT);
        TrainingListener killer = new TrainingListener() {
            @Override
            public void step(int epoch, int step, int steps, double loss) {
                if (epoch == 3 && step == 2) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> TinyTraining.train(folder.resolve("half"), TinyTraining.settings(4, 1), false, killer));

        Outcome resumed =
                TinyTraining.train(folder.resolve("half"), TinyTraining.settings(4, 1), true, TrainingListener.SILENT);

        assertEquals(losses(whole), losses(resumed));
        assertEquals(whole.validation(), resumed.validation());
        try (Stream<Path> files = Files.list(folder.resolve("half"))) {
            assertEquals(
                    List.of("model.safetensors", "training.safetensors"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void aTrainingThatWasAskedToStopGoesOnWithTheNumbersItWouldHaveHad() throws IOException {
        Outcome whole = TinyTraining.train(
                folder.resolve("whole"), TinyTraining.settings(3, 1), false, TrainingListener.SILENT);
        Path half = folder.resolve("half");
        TrainingStoppedException within = assertThrows(
                TrainingStoppedException.class,
                () -> TinyTraining.train(half, TinyTraining.settings(3, 1), false, stopping(3)));
        assertTrue(within.getMessage().contains("step 3 of 8 of epoch 1"), within::getMessage);
        // Five steps are left of the epoch; the sixth question follows its validation's first batch.
        TrainingStoppedException validating = assertThrows(
                TrainingStoppedException.class,
                () -> TinyTraining.train(half, TinyTraining.settings(3, 1), true, stopping(6)));
        assertTrue(validating.getMessage().contains("step 8 of 8 of epoch 1"), validating::getMessage);

        List<EpochRecord> before = new ArrayList<>();
        Outcome resumed = TinyTraining.train(half, TinyTraining.settings(3, 1), true, new TrainingListener() {
            @Override
            public void resumed(List<EpochRecord> epochs) {
                before.add(new EpochRecord(0, 0, 0, 0, null, 0, 0));
                before.addAll(epochs);
            }
        });

        assertEquals(1, before.size(), "told once, without a finished epoch");
        assertEquals(losses(whole), losses(resumed));
        assertEquals(whole.validation(), resumed.validation());
    }

    /** Wants to stop when it is asked for the n-th time. */
    private static TrainingListener stopping(int question) {
        return new TrainingListener() {
            private int asked;

            @Override
            public boolean wantsToStop() {
                return ++asked == question;
            }
        };
    }

    @Test
    void aTrainingInMixedPrecisionLearnsAsWellAndGoesOnAfterAStop() throws IOException {
        TrainingSettings single = TinyTraining.settings(3, 1);
        TrainingSettings mixed = single.withMixedPrecision();
        Outcome reference = TinyTraining.train(folder.resolve("single"), single, false, TrainingListener.SILENT);
        Outcome whole = TinyTraining.train(folder.resolve("whole"), mixed, false, TrainingListener.SILENT);
        assertThrows(
                TrainingStoppedException.class,
                () -> TinyTraining.train(folder.resolve("half"), mixed, false, stopping(5)));
        Outcome resumed = TinyTraining.train(folder.resolve("half"), mixed, true, TrainingListener.SILENT);

        assertEquals(losses(whole), losses(resumed));
        assertNotEquals(losses(reference), losses(whole));
        for (int i = 0; i < losses(whole).size(); i++) {
            assertEquals(losses(reference).get(i), losses(whole).get(i), 0.02);
        }
        InvalidInputException refusal = assertThrows(
                InvalidInputException.class,
                () -> TinyTraining.train(folder.resolve("half"), single, true, TrainingListener.SILENT));
        assertTrue(refusal.getMessage().contains("mixed precision"), refusal::getMessage);
    }

    @Test
    void theCheckpointLoadsStrictlyIntoANewNetwork() throws IOException {
        Outcome trained = TinyTraining.train(folder, TinyTraining.settings(2, 3), false, TrainingListener.SILENT);
        Informer informer = TinyTraining.informer();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
                Checkpoint checkpoint = Checkpoints.open(folder.resolve("model.safetensors"))) {
            WeightLoader.load(informer, checkpoint, NameRule.IDENTITY, List.of(), manager);
            NDList batch = TinyTraining.waves(3).batch(new int[] {0, 1, 2}, 0, manager);
            float loss = new InformerLearner(informer)
                    .loss(Pass.inference(), batch, 0)
                    .getFloat();
            assertEquals(trained.validation(), loss);
        }
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() throws IOException {
        TinyTraining.train(folder, TinyTraining.settings(1, 3), false, TrainingListener.SILENT);

        InvalidInputException refusal = assertThrows(
                InvalidInputException.class,
                () -> TinyTraining.train(folder, TinyTraining.settings(2, 4), true, TrainingListener.SILENT));

        assertTrue(refusal.getMessage().contains("seed 3"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("training.safetensors"), refusal::getMessage);
    }

    @Test
    void aBrokenCheckpointIsRefused() throws IOException {
        TinyTraining.train(folder, TinyTraining.settings(1, 3), false, TrainingListener.SILENT);
        Path file = folder.resolve("training.safetensors");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));

        assertThrows(
                InvalidInputException.class,
                () -> TinyTraining.train(folder, TinyTraining.settings(2, 3), true, TrainingListener.SILENT));
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        TrainingSettings wild = new TrainingSettings(3, 8, 3, new LearningRate.Constant(1e30), 0);

        InvalidInputException refusal = assertThrows(
                InvalidInputException.class, () -> TinyTraining.train(folder, wild, false, TrainingListener.SILENT));

        assertTrue(refusal.getMessage().contains("learning rate"), refusal::getMessage);
    }

    @Test
    void itStopsWhenValidationNoLongerImprovesAndKeepsTheBestWeights() throws IOException {
        // Validation asks for the negative of what training teaches: each epoch makes it worse.
        Informer informer = TinyTraining.informer();
        Learner contrary = new Learner() {
            @Override
            public NamedBlock network() {
                return informer;
            }

            @Override
            public NDArray loss(Pass pass, NDList batch, long seed) {
                NDArray loss = new InformerLearner(informer).loss(pass, batch, seed);
                return pass.isTraining() ? loss : loss.neg();
            }
        };
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            TrainingResult result = new TrainingLoop(
                            contrary,
                            TinyTraining.waves(64),
                            TinyTraining.waves(16),
                            new TrainingSettings(9, 8, 2, new LearningRate.Constant(1e-3), 0),
                            TrainingListener.SILENT)
                    .run(manager, folder, false);

            assertEquals(3, result.epochs().size());
            assertEquals(1, result.best().epoch());
            double sum = 0;
            for (int i = 0; i < 2; i++) {
                int[] indices = IntStream.range(8 * i, 8 * i + 8).toArray();
                sum += contrary.loss(Pass.inference(), TinyTraining.waves(16).batch(indices, 0, manager), 0)
                        .getFloat();
            }
            assertEquals(result.best().validationLoss(), sum / 2, 1e-7);
        }
    }

    @Test
    void noNativeArrayIsLeftBehindByTheSteps() throws IOException {
        List<Integer> counts = new ArrayList<>();
        Informer informer = TinyTraining.informer();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            TrainingListener counter = new TrainingListener() {
                @Override
                public void epoch(EpochRecord epoch) {
                    counts.add(manager.getManagedArrays().size());
                }
            };
            new TrainingLoop(
                            new InformerLearner(informer),
                            TinyTraining.waves(64),
                            TinyTraining.waves(16),
                            TinyTraining.settings(3, 0),
                            counter)
                    .run(manager, folder, false);
        }
        assertEquals(1, counts.stream().distinct().count(), counts::toString);
        assertFalse(counts.isEmpty());
    }

    @Test
    void gradientsReachEveryTrainedParameter() throws IOException {
        for (String[] changes : new String[][] {{}, {"attn", "full"}, {"embed", "learned"}}) {
            Informer informer = TinyTraining.informer((Object[]) changes);
            try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
                informer.initialize(manager, DataType.FLOAT32);
                NDList batch = TinyTraining.waves(8).batch(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 0, manager);
                if (changes.length > 0 && changes[0].equals("embed")) {
                    batch.set(1, batch.get(1).add(0.5f).mul(3).floor());
                    batch.set(3, batch.get(3).add(0.5f).mul(3).floor());
                }
                try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                    collector.backward(new InformerLearner(informer).loss(Pass.training(), batch, 0));
                }
                informer.getParameters().forEach(pair -> {
                    if (pair.getValue().requiresGradient()) {
                        // A key's bias moves all scores of a query alike: full attention's softmax undoes it.
                        boolean without = pair.getKey().endsWith("key_projection.bias");
                        float largest = pair.getValue()
                                .getArray()
                                .getGradient()
                                .abs()
                                .max()
                                .getFloat();
                        assertTrue(without || largest > 0, () -> pair.getKey() + " has no gradient");
                    }
                });
            }
        }
    }

    @Test
    void aTrainingThatSavesWithinAnEpochGoesOnFromThere() throws IOException {
        TrainingSettings settings = TinyTraining.settings(3, 2)
                .withOptimizer(OptimizerSettings.Adam.decoupled(0.01), new ParameterGroup("bias", 1, 0.0))
                .withAccumulation(2)
                .withClipping(0.5)
                .withAverage(0.9);
        List<Double> whole =
                losses(loop(settings, TrainingListener.SILENT).run(manager, folder.resolve("whole"), false));
        List<Integer> steps = new ArrayList<>();
        TrainingListener killer = new TrainingListener() {
            @Override
            public void step(int epoch, int step, int steps, double loss) {
                if (epoch == 2 && step == 3) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        TrainingListener counter = new TrainingListener() {
            @Override
            public void step(int epoch, int step, int all, double loss) {
                steps.add(10 * epoch + step);
            }
        };
        Path half = folder.resolve("half");
        assertThrows(
                IllegalStateException.class,
                () -> loop(settings, killer).savingEvery(Duration.ZERO).run(manager, half, false));

        List<Double> resumed = losses(loop(settings, counter).run(manager, half, true));

        assertEquals(whole, resumed);
        assertEquals(23, steps.get(0));
    }

    @Test
    void batchesWhoseGradientsAreAccumulatedMakeTheStepOfOneLargeBatch() throws IOException {
        Examples examples = TinyTraining.waves(16);
        List<Double> large = losses(new TrainingLoop(
                        new InformerLearner(withoutDraws()),
                        examples,
                        examples,
                        new TrainingSettings(3, 16, 3, new LearningRate.Constant(1e-3), 1),
                        TrainingListener.SILENT)
                .run(manager, folder.resolve("large"), false));
        List<Double> small = losses(new TrainingLoop(
                        new InformerLearner(withoutDraws()),
                        examples,
                        examples,
                        new TrainingSettings(3, 4, 3, new LearningRate.Constant(1e-3), 1).withAccumulation(4),
                        TrainingListener.SILENT)
                .run(manager, folder.resolve("small"), false));
        for (int i = 0; i < large.size(); i++) {
            assertEquals(large.get(i), small.get(i), 1e-5);
        }
    }

    /** Without dropout and sampled keys. Batch normalisation, which sees other batches, comes with the distilling layers. */
    private static Informer withoutDraws() throws IOException {
        return TinyTraining.informer("attn", "full", "dropout", 0, "distil", false);
    }

    @Test
    void theEpochOfTheGreatestMeritIsKept() throws IOException {
        double[] merits = {0.3, 0.9, 0.5};
        List<Path> seen = new ArrayList<>();
        Merit merit = new Merit() {
            @Override
            public int every() {
                return 1;
            }

            @Override
            public double of(Path weights) throws IOException {
                assertTrue(Files.size(weights) > 1000);
                seen.add(weights);
                return merits[seen.size() - 1];
            }
        };
        TrainingResult result = loop(TinyTraining.settings(3, 1), TrainingListener.SILENT)
                .choosingBy(merit)
                .run(manager, folder, false);
        assertEquals(2, result.best().epoch());
        assertEquals(3, seen.size());
        assertFalse(Files.exists(seen.get(0)));
    }

    @Test
    void anExampleThatCannotBeReadEndsTheTrainingWithItsMessage() {
        Examples broken = new Examples() {
            @Override
            public int size() {
                return 64;
            }

            @Override
            public NDList batch(int[] indices, long seed, NDManager manager) throws IOException {
                throw new InvalidInputException("picture 7 is broken");
            }
        };
        InvalidInputException refusal = assertThrows(
                InvalidInputException.class,
                () -> new TrainingLoop(
                                new InformerLearner(TinyTraining.informer()),
                                broken,
                                TinyTraining.waves(16),
                                TinyTraining.settings(1, 1),
                                TrainingListener.SILENT)
                        .run(manager, folder, false));
        assertEquals("picture 7 is broken", refusal.getMessage());
    }

    private TrainingLoop loop(TrainingSettings settings, TrainingListener listener) throws IOException {
        return new TrainingLoop(
                new InformerLearner(TinyTraining.informer()),
                TinyTraining.waves(64),
                TinyTraining.waves(16),
                settings,
                listener);
    }

    private static List<Double> losses(Outcome outcome) {
        return losses(outcome.result());
    }

    private static List<Double> losses(TrainingResult result) {
        List<Double> losses = new ArrayList<>();
        for (EpochRecord epoch : result.epochs()) {
            losses.add(epoch.trainingLoss());
            losses.add(epoch.validationLoss());
        }
        return losses;
    }
}
