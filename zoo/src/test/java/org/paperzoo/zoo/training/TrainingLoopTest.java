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
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.nn.InitialValues;
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
                public void step(int epoch, int step, int steps, double loss) {
                    counts.add(manager.getManagedArrays().size());
                }
            };
            new TrainingLoop(
                            new InformerLearner(informer),
                            TinyTraining.waves(64),
                            TinyTraining.waves(16),
                            TinyTraining.settings(2, 0),
                            counter)
                    .run(manager, folder, false);
        }
        assertEquals(1, counts.stream().distinct().count(), counts::toString);
        assertFalse(counts.isEmpty());
    }

    @Test
    void gradientsReachEveryTrainedParameter() throws IOException {
        for (String[] changes : new String[][] {{}, {"attn", "full"}, {"embed", "learned"}}) {
            Informer informer = TinyTraining.informer(changes);
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
    void adamMakesTheStepsOfItsDefinition() throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            var scale = new NamedBlock() {
                final Parameter weight = weight("weight", InitialValues.values(new float[] {1, -2, 3}), 3);
            };
            scale.initialize(manager, DataType.FLOAT32);
            NDArray weight = scale.weight.getArray();
            double[] expected = {1, -2, 3};
            double[] mean = new double[3];
            double[] square = new double[3];
            try (Adam adam = new Adam(scale, manager)) {
                for (int step = 1; step <= 5; step++) {
                    double rate = 0.1 / step;
                    try (var collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                        collector.backward(weight.square().mul(weight).sum());
                    }
                    adam.step(rate);
                    for (int i = 0; i < 3; i++) {
                        double gradient = 3 * expected[i] * expected[i];
                        mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                        square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                        double correctedSquare = square[i] / (1 - Math.pow(0.999, step));
                        double correctedMean = mean[i] / (1 - Math.pow(0.9, step));
                        expected[i] -= rate * correctedMean / (Math.sqrt(correctedSquare) + 1e-8);
                    }
                }
            }
            float[] found = weight.toFloatArray();
            for (int i = 0; i < 3; i++) {
                assertEquals(expected[i], found[i], 2e-6);
            }
            assertEquals(new Shape(3), weight.getShape());
        }
    }

    private static List<Double> losses(Outcome outcome) {
        List<Double> losses = new ArrayList<>();
        for (EpochRecord epoch : outcome.result().epochs()) {
            losses.add(epoch.trainingLoss());
            losses.add(epoch.validationLoss());
        }
        return losses;
    }
}
