package org.paperzoo.zoo.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.Informer;
import org.paperzoo.zoo.timeseries.InformerLearner;
import org.paperzoo.zoo.timeseries.InformerSettings;

/** A small Informer that learns to continue sine waves. */
final class TinyTraining {

    private static final int PAST = 16;
    private static final int FUTURE = 4;
    private static final int START = 8;

    private TinyTraining() {}

    static Informer informer(Object... changes) throws IOException {
        Configuration configuration = Configuration.parse("test", """
                {"enc_in": 2, "dec_in": 2, "c_out": 2, "seq_len": 16, "label_len": 8, "out_len": 4, "factor": 2,
                 "d_model": 16, "n_heads": 2, "e_layers": 2, "d_layers": 2, "d_ff": 24, "dropout": 0.1}
                """);
        for (int i = 0; i < changes.length; i += 2) {
            configuration = configuration.with((String) changes[i], changes[i + 1]);
        }
        return new Informer(InformerSettings.of(configuration));
    }

    static Examples waves(int size) {
        return new Examples() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public NDList batch(int[] indices, long seed, NDManager manager) {
                return new NDList(
                        values(manager, indices, 0, PAST, PAST),
                        marks(manager, indices, 0, PAST),
                        values(manager, indices, PAST - START, START, START + FUTURE),
                        marks(manager, indices, PAST - START, START + FUTURE),
                        values(manager, indices, PAST, FUTURE, FUTURE));
            }
        };
    }

    private static NDArray values(NDManager manager, int[] indices, int from, int known, int length) {
        float[] values = new float[indices.length * length * 2];
        for (int b = 0; b < indices.length; b++) {
            for (int step = 0; step < known; step++) {
                int at = (b * length + step) * 2;
                values[at] = (float) Math.sin((indices[b] + from + step) * 0.5);
                values[at + 1] = (float) Math.cos((indices[b] + from + step) * 0.5);
            }
        }
        return manager.create(values, new Shape(indices.length, length, 2));
    }

    private static NDArray marks(NDManager manager, int[] indices, int from, int length) {
        float[] values = new float[indices.length * length * 4];
        for (int i = 0; i < values.length; i++) {
            int time = indices[i / (length * 4)] + from + i / 4 % length;
            values[i] = time % (5 + i % 4) / (4f + i % 4) - 0.5f;
        }
        return manager.create(values, new Shape(indices.length, length, 4));
    }

    static TrainingSettings settings(int epochs, long seed) {
        return new TrainingSettings(epochs, 8, 3, new LearningRate.Halving(1e-3), seed);
    }

    /** A training's result and what its network then forecasts for the first batch. */
    record Outcome(TrainingResult result, float validation) {}

    static Outcome train(Path folder, TrainingSettings settings, boolean resume, TrainingListener listener)
            throws IOException {
        InformerLearner learner = new InformerLearner(informer());
        Examples examples = waves(64);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            TrainingResult result =
                    new TrainingLoop(learner, examples, waves(16), settings, listener).run(manager, folder, resume);
            NDList batch = examples.batch(new int[] {0, 1, 2}, 0, manager);
            return new Outcome(result, learner.loss(Pass.inference(), batch, 0).getFloat());
        }
    }
}
