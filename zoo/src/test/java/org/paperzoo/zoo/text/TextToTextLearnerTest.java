package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;

class TextToTextLearnerTest {

    private static final long[] LABELS = {5, 17, 40, 2, 33, 7, 2, TextToTextLearner.IGNORED};

    @ParameterizedTest
    @CsvSource({"t5-tiny, 0", "t5-tiny, 0.1", "t5-v1_1-tiny, 0.3", "bart-tiny, 0", "bart-tiny, 0.1"})
    void lossIsTheSmoothedCrossEntropyOfWhatIsNoPadding(String name, double smoothing) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDList batch = batch(network, 4);
            NDArray scores = network.scores(batch.get(0), batch.get(1), batch.get(2));
            double expected = byHand(scores, smoothing);
            double loss =
                    learner(network, smoothing).loss(Pass.inference(), batch, 0).getFloat();
            assertEquals(expected, loss, 1e-5 * expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "bart-tiny"})
    void widerPaddingChangesNothing(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            TextToTextLearner learner = learner(network, 0.1);
            float narrow = learner.loss(Pass.inference(), batch(network, 4), 0).getFloat();
            float wide = learner.loss(Pass.inference(), batch(network, 9), 0).getFloat();
            assertEquals(narrow, wide, 1e-6f * narrow);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void gradientsReachEveryParameterAndTiedRowsThatOnlyScore(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            network.block().freezeParameters(false);
            TextToTextLearner learner = learner(network, 0.1);
            NDList batch = batch(network, 4);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(learner.loss(Pass.training(), batch, 0));
            }
            for (Pair<String, Parameter> pair : network.block().getParameters()) {
                if (pair.getValue().requiresGradient()) {
                    float largest =
                            pair.getValue().getArray().getGradient().abs().max().getFloat();
                    assertTrue(largest > 0, pair.getKey());
                }
            }
            if (!name.equals("t5-v1_1-tiny")) {
                String tied = name.equals("t5-tiny") ? "shared.weight" : "model.shared.weight";
                NDArray table = network.block().getParameters().get(tied).getArray();
                // Token 95 is neither in the sources, which go up to 89, nor in the targets: it is scored alone.
                NDArray row = table.getGradient().get(95);
                assertTrue(row.abs().max().getFloat() > 0, "a row that is not looked up");
            }
        }
    }

    @Test
    void dropoutIsDrawnInTrainingAlone() throws IOException {
        try (TextNetwork network = TextNetwork.of("bart-tiny")) {
            TextToTextLearner learner = learner(network, 0);
            NDList batch = batch(network, 4);
            float inference = learner.loss(Pass.inference(), batch, 0).getFloat();
            assertEquals(inference, learner.loss(Pass.inference(), batch, 1).getFloat());
            assertTrue(inference != learner.loss(Pass.training(), batch, 0).getFloat());
        }
    }

    @Test
    void whatCannotLearnToWriteIsRefused() throws IOException {
        Configuration configuration = Configuration.parse("test", """
                {"architectures": ["T5EncoderModel"], "vocab_size": 99, "d_model": 8, "d_kv": 4, "d_ff": 8,
                 "num_layers": 1, "num_heads": 2}
                """);
        T5 encoder = new T5(T5Config.of(configuration));
        assertEquals(
                "the network scores no vocabulary, so that it cannot learn to write",
                assertThrows(IllegalArgumentException.class, () -> TextToTextLearner.of(encoder, 0))
                        .getMessage());
        try (TextNetwork network = TextNetwork.of("t5-tiny")) {
            assertEquals(
                    "label smoothing is at least 0 and less than 1, not 1.0",
                    assertThrows(IllegalArgumentException.class, () -> learner(network, 1))
                            .getMessage());
        }
    }

    private static TextToTextLearner learner(TextNetwork network, double smoothing) {
        return network.block() instanceof T5 t5
                ? TextToTextLearner.of(t5, smoothing)
                : TextToTextLearner.of((Bart) network.block(), smoothing);
    }

    /** Two pairs, the second one token shorter on either side; targets padded to a width of 4 at least. */
    private static NDList batch(TextNetwork network, int width) {
        NDManager manager = network.manager();
        long[] input = new long[2 * width];
        long[] labels = new long[2 * width];
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < width; i++) {
                labels[row * width + i] = i < 4 ? LABELS[row * 4 + i] : TextToTextLearner.IGNORED;
                input[row * width + i] = i > 0 && i < 4 ? LABELS[row * 4 + i - 1] : 1;
            }
        }
        return new NDList(
                network.tokens(3, 2, 6),
                network.mask(6, 6, 5),
                manager.create(input).reshape(2, width),
                manager.create(labels).reshape(2, width));
    }

    private static double byHand(NDArray scores, double smoothing) {
        int vocabulary = (int) scores.getShape().get(2);
        double sum = 0;
        int count = 0;
        for (int place = 0; place < LABELS.length; place++) {
            if (LABELS[place] == TextToTextLearner.IGNORED) {
                continue;
            }
            double[] row = scores.reshape(-1, vocabulary)
                    .get(new NDIndex(place))
                    .toType(DataType.FLOAT64, false)
                    .toDoubleArray();
            double total = 0;
            for (double score : row) {
                total += Math.exp(score);
            }
            for (int token = 0; token < vocabulary; token++) {
                double weight = smoothing / vocabulary + (token == LABELS[place] ? 1 - smoothing : 0);
                sum -= weight * (row[token] - Math.log(total));
            }
            count++;
        }
        return sum / count;
    }
}
