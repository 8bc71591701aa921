package org.paperzoo.zoo.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.TensorArrays;
import org.paperzoo.zoo.weights.WeightLoader;

/** What generation asks of every encoder-decoder's cache, on the networks of the reference cases. */
class CachedGenerationTest {

    private static final double TOLERANCE = 2e-5;

    private static GenerationOptions.Builder options(GoldenCase golden, int beams) throws IOException {
        return GenerationOptions.of(golden.configuration()).toBuilder()
                .numBeams(beams)
                .numReturnSequences(beams)
                .maxLength(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-generate", "t5-v1_1-generate"})
    void cachedDecodingEqualsUncached(String name) throws IOException {
        onNetwork(name, (golden, network, inputs) -> {
            for (int beams : new int[] {1, 5}) {
                GenerationOptions options = options(golden, beams).build();
                assertSame(
                        new Generator(new UncachedNetwork(network), options).generate(inputs),
                        new Generator(network, options).generate(inputs));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-generate", "t5-v1_1-generate"})
    void aBatchEqualsItsMembersOneByOne(String name) throws IOException {
        onNetwork(name, (golden, network, inputs) -> {
            GenerationOptions options = options(golden, 3).build();
            List<List<Generated>> together = new Generator(network, options).generate(inputs);
            for (int member = 0; member < together.size(); member++) {
                int from = member;
                NDList alone = new NDList(inputs.stream()
                        .map(input -> input.get(from + ":" + (from + 1)))
                        .toList());
                assertSame(together.subList(member, member + 1), new Generator(network, options).generate(alone));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"t5-generate", "t5-v1_1-generate"})
    void noArrayIsLeftBehind(String name) throws IOException {
        onNetwork(name, (golden, network, inputs) -> {
            NDManager manager = inputs.head().getManager();
            Generator generator = new Generator(
                    network,
                    options(golden, 3)
                            .noRepeatNgramSize(2)
                            .repetitionPenalty(1.2)
                            .build());
            generator.generate(inputs);
            int before = manager.getManagedArrays().size();
            generator.generate(inputs);
            assertEquals(before, manager.getManagedArrays().size());
        });
    }

    private interface Check {
        void run(GoldenCase golden, EncoderDecoder network, NDList inputs) throws IOException;
    }

    private static void onNetwork(String name, Check check) throws IOException {
        GoldenCase golden = GoldenCase.read(Path.of("src/test/resources/golden", name));
        Architecture architecture = Architectures.named(golden.architecture());
        NamedBlock block = architecture.build(golden.configuration());
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                Checkpoint weights = golden.weights();
                Checkpoint inputs = golden.inputs()) {
            WeightLoader.load(
                    block,
                    weights,
                    architecture.nameRule(golden.naming(), golden.configuration()),
                    architecture.ignorable(),
                    manager);
            NDList encoded = new NDList(
                    TensorArrays.read(inputs, "input_ids", manager),
                    TensorArrays.read(inputs, "attention_mask", manager));
            check.run(golden, (EncoderDecoder) block, encoded);
        }
    }

    private static void assertSame(List<List<Generated>> expected, List<List<Generated>> actual) {
        eachPair(expected, actual, (wanted, given) -> {
            assertArrayEquals(wanted.tokens(), given.tokens());
            assertEquals(wanted.score(), given.score(), TOLERANCE * Math.max(1, Math.abs(wanted.score())));
        });
    }

    private static void eachPair(
            List<List<Generated>> expected, List<List<Generated>> actual, BiConsumer<Generated, Generated> check) {
        assertEquals(expected.size(), actual.size());
        for (int member = 0; member < expected.size(); member++) {
            assertEquals(expected.get(member).size(), actual.get(member).size());
            for (int i = 0; i < expected.get(member).size(); i++) {
                check.accept(expected.get(member).get(i), actual.get(member).get(i));
            }
        }
    }
}
