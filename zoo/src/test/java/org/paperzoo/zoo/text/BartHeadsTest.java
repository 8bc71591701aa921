package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.nn.Pass;

/** BART's heads for classification and question answering, against what the paper's section 3 says of them. */
class BartHeadsTest {

    private static final long[] TOKENS = {0, 7, 2, 2, 9, 2, 1, 1, 0, 5, 2, 2, 8, 6, 4, 2};

    private interface Check {
        void run(Bart network, NDManager manager, Configuration configuration) throws IOException;
    }

    private static void with(String official, Check check) throws IOException {
        Configuration configuration = GoldenCase.read(Path.of("src/test/resources/golden/bart-tiny"))
                .configuration()
                .with("architectures", List.of(official));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Bart network = new Bart(BartConfig.of(configuration));
            network.initialize(manager, DataType.FLOAT32);
            network.freezeParameters(true);
            check.run(network, manager, configuration);
        }
    }

    @Test
    void aClassIsReadFromTheDecodersStateAtTheLastEndToken() throws IOException {
        with("BartForSequenceClassification", (network, manager, configuration) -> {
            NDArray tokens = manager.create(TOKENS).reshape(2, 8);
            NDArray states = manager.randomNormal(new Shape(2, 8, 32));
            NDArray moved = states.duplicate();
            moved.set(new NDIndex("0, 5"), 0.5f);
            float[] one = network.classScores(Pass.inference(), tokens, states).toFloatArray();
            float[] other = network.classScores(Pass.inference(), tokens, moved).toFloatArray();
            assertTrue(one[0] != other[0] && one[1] != other[1] && one[2] != other[2]);
            for (int i = 3; i < 6; i++) {
                assertEquals(one[i], other[i]);
            }
            NDArray elsewhere = states.duplicate();
            elsewhere.set(new NDIndex("0, 3"), 0.5f);
            float[] same =
                    network.classScores(Pass.inference(), tokens, elsewhere).toFloatArray();
            assertArrayEquals(one, same);
        });
    }

    @Test
    void withoutATargetTheSourceIsShiftedRight() throws IOException {
        with("BartForSequenceClassification", (network, manager, configuration) -> {
            NDArray tokens = manager.create(TOKENS).reshape(2, 8);
            assertArrayEquals(
                    new long[] {2, 0, 7, 2, 2, 9, 2, 1, 2, 0, 5, 2, 2, 8, 6, 4},
                    network.shiftRight(tokens).toLongArray());
            Map<String, NDArray> answers = new Bart.Definition()
                    .answer(
                            blocks(network),
                            new ReferenceCall(
                                    "BartForSequenceClassification",
                                    configuration,
                                    Map.of(),
                                    Map.of(
                                            "input_ids",
                                            tokens,
                                            "attention_mask",
                                            tokens.neq(1).toType(DataType.INT64, true))));
            assertEquals(new Shape(2, 3), answers.get("logits").getShape());
        });
    }

    @Test
    void anAnswersStartAndEndAreScoredAtEveryPosition() throws IOException {
        with("BartForQuestionAnswering", (network, manager, configuration) -> {
            NDArray tokens = manager.create(TOKENS).reshape(2, 8);
            Map<String, NDArray> answers = new Bart.Definition()
                    .answer(
                            blocks(network),
                            new ReferenceCall(
                                    "BartForQuestionAnswering", configuration, Map.of(), Map.of("input_ids", tokens)));
            assertEquals(new Shape(2, 8), answers.get("start_logits").getShape());
            assertEquals(new Shape(2, 8), answers.get("end_logits").getShape());
            assertThrows(IllegalStateException.class, () -> network.decode(new NDList(tokens, tokens), 1, 5));
        });
    }

    @Test
    void aTokenBeyondTheVocabularyAndASourceBeyondThePositionsAreRefused() throws IOException {
        with("BartForConditionalGeneration", (network, manager, configuration) -> {
            NDArray tokens = manager.create(new long[] {0, 96, 2}).reshape(1, 3);
            var call = new ReferenceCall(
                    "BartForConditionalGeneration", configuration, Map.of(), Map.of("input_ids", tokens));
            var error = assertThrows(
                    InvalidInputException.class, () -> new Bart.Definition().answer(blocks(network), call));
            assertTrue(error.getMessage().contains("input_ids holds the token 96"), error.getMessage());
            NDArray wide = manager.ones(new Shape(1, 65), DataType.INT64);
            assertThrows(IllegalArgumentException.class, () -> network.encode(Pass.inference(), wide, wide));
        });
    }

    private static Backend blocks(Bart network) {
        return new BlockBackend(network, new Bart.Definition().graphs(network));
    }
}
