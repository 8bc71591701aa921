package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.generation.Decoding;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;

/** What T5 and BART promise alike. */
class TextNetworkTest {

    private static final double TOLERANCE = 2e-5;

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void everyCachedStepScoresAsTheWholeForward(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray source = network.tokens(1, 2, 9);
            NDArray mask = network.mask(9, 9, 6);
            int beams = 3;
            NDArray targets = network.tokens(2, 2 * beams, 50); // beyond the cache's first capacity
            NDArray whole = network.scores(source.repeat(0, beams), mask.repeat(0, beams), targets);
            try (Decoding decoding = ((EncoderDecoder) network.block()).decode(new NDList(source, mask), beams, 50)) {
                int fed = 0;
                for (int length : new int[] {1, 1, 7, 1, 30, 1, 9}) { // prompts in between
                    NDArray scores = decoding.step(targets.get(":, " + fed + ":" + (fed + length)));
                    fed += length;
                    double difference = TextNetwork.difference(scores, whole.get(":, " + (fed - 1)));
                    assertTrue(difference < TOLERANCE, "after " + fed + " tokens: " + difference);
                }
                assertThrows(IllegalArgumentException.class, () -> decoding.step(network.tokens(3, 6, 1)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void aStepWithoutPastScoresAsTheWholeForward(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            CachedEncoderDecoder stepping = (CachedEncoderDecoder) network.block();
            NDArray source = network.tokens(1, 2, 9);
            NDArray mask = network.mask(9, 9, 6);
            NDArray targets = network.tokens(2, 2, 6);
            NDArray whole = network.scores(source, mask, targets);
            NDList remembered = stepping.remember(Pass.inference(), new NDList(source, mask));
            assertEquals(2 * stepping.cacheLayout().layers() + 1, remembered.size());
            for (int length : new int[] {1, 2, 6}) {
                NDArray scores = stepping.step(Pass.inference(), targets.get(":, :" + length), Past.NONE, remembered);
                double difference = TextNetwork.difference(scores, whole.get(":, " + (length - 1)));
                assertTrue(difference < TOLERANCE, length + " tokens: " + difference);
            }
        }
    }

    @Test
    void aDecodingBeyondTheNetworksPositionsIsRefused() throws IOException {
        try (TextNetwork network = TextNetwork.of("bart-tiny")) {
            CachedEncoderDecoder bart = (CachedEncoderDecoder) network.block();
            NDList inputs = new NDList(network.tokens(1, 1, 4), network.mask(4, 4));
            int positions = bart.maxPositions();
            bart.decode(inputs, 1, positions).close();
            var refusal = assertThrows(IllegalArgumentException.class, () -> bart.decode(inputs, 1, positions + 1));
            assertTrue(refusal.getMessage().endsWith("positions for " + positions), refusal::getMessage);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "bart-tiny"})
    void aReorderedRowGoesOnFromItsSource(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray source = network.tokens(1, 2, 5);
            NDArray mask = network.mask(5, 5, 3);
            NDArray start = network.tokens(2, 6, 4);
            NDArray next = network.tokens(3, 6, 1);
            int[] sources = {1, 1, 0, 5, 4, 3};
            try (Decoding decoding = ((EncoderDecoder) network.block()).decode(new NDList(source, mask), 3, 5)) {
                decoding.step(start);
                decoding.reorder(sources);
                NDArray moved = start.get(network.manager().create(sources));
                NDArray whole = network.scores(source.repeat(0, 3), mask.repeat(0, 3), moved.concat(next, 1));
                assertTrue(TextNetwork.difference(decoding.step(next), whole.get(":, 4")) < TOLERANCE);
                assertThrows(IllegalArgumentException.class, () -> decoding.reorder(new int[] {0}));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void aBatchEqualsItsMembersAndPaddingChangesNothing(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray source = network.tokens(1, 3, 8);
            int[] lengths = {8, 5, 2};
            NDArray targets = network.tokens(2, 3, 6);
            int[] targetLengths = {6, 4, 1};
            NDArray together =
                    network.scores(source, network.mask(8, lengths), targets, network.mask(6, targetLengths));
            for (int row = 0; row < 3; row++) {
                String member = row + ":" + (row + 1);
                NDArray alone = network.scores(
                        source.get(member + ", :" + lengths[row]),
                        network.mask(lengths[row], lengths[row]),
                        targets.get(member + ", :" + targetLengths[row]));
                NDArray part = together.get(member + ", :" + targetLengths[row]);
                assertTrue(TextNetwork.difference(alone, part) < TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void aRowThatIsAllPaddingGivesNumbers(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray scores = network.scores(
                    network.tokens(1, 2, 4), network.mask(4, 4, 0), network.tokens(2, 2, 3), network.mask(3, 0, 3));
            assertEquals(0, scores.isNaN().countNonzero().getLong());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void gradientsReachEveryParameter(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            network.block().freezeParameters(false);
            NDArray source = network.tokens(1, 2, 30);
            NDArray targets = network.tokens(2, 2, 30);
            Pass pass = Pass.training();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDList outputs =
                        pass.scopedList(() -> network.forward(pass, new NDList(source, source.onesLike(), targets)));
                collector.backward(outputs.head().square().mean());
            }
            for (Pair<String, Parameter> pair : network.block().getParameters()) {
                if (pair.getValue().requiresGradient()) {
                    double largest =
                            pair.getValue().getArray().getGradient().abs().max().getFloat();
                    // A softmax does not see what all keys have in common.
                    boolean keyBias = pair.getKey().endsWith("k_proj.bias");
                    assertTrue(largest > 0 || keyBias, pair.getKey());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "t5-v1_1-tiny", "bart-tiny"})
    void manyForwardsLeaveNoArrayBehind(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray source = network.tokens(1, 2, 6);
            NDArray mask = network.mask(6, 6, 3);
            NDArray targets = network.tokens(2, 2, 4);
            network.scores(source, mask, targets).close();
            int before = network.manager().getManagedArrays().size();
            for (int i = 0; i < 100; i++) {
                network.scores(source, mask, targets).close();
            }
            assertEquals(before, network.manager().getManagedArrays().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-tiny", "bart-tiny"})
    void aDecodingLeavesNoArrayBehind(String name) throws IOException {
        try (TextNetwork network = TextNetwork.of(name)) {
            NDArray source = network.tokens(1, 2, 6);
            NDArray mask = network.mask(6, 6, 3);
            NDArray token = network.tokens(2, 6, 1);
            int before = network.manager().getManagedArrays().size();
            try (Decoding decoding = ((EncoderDecoder) network.block()).decode(new NDList(source, mask), 3, 40)) {
                for (int i = 0; i < 40; i++) {
                    decoding.step(token).close();
                    decoding.reorder(new int[] {0, 0, 1, 3, 5, 4});
                }
            }
            assertEquals(before, network.manager().getManagedArrays().size());
        }
    }
}
