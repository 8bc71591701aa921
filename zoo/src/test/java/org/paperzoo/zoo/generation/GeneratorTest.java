package org.paperzoo.zoo.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratorTest {

    private static final int VOCABULARY = 40;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static GenerationOptions options(UnaryOperator<GenerationOptions.Builder> more) {
        return more.apply(GenerationOptions.builder()
                        .decoderStartTokenId(0)
                        .padTokenId(0)
                        .eosTokenIds(7)
                        .maxLength(12))
                .build();
    }

    private static TableNetwork network() {
        return TableNetwork.hashed(VOCABULARY, 4, 3);
    }

    private static List<long[]> tokens(List<List<Generated>> answers) {
        return answers.stream().flatMap(List::stream).map(Generated::tokens).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aBatchGivesWhatItsMembersGiveAlone(int beams) {
        GenerationOptions options = options(o ->
                o.numBeams(beams).noRepeatNgramSize(2).repetitionPenalty(1.3).numReturnSequences(Math.min(2, beams)));
        long[] members = {3, 14, 15, 92, 65};
        List<List<Generated>> together =
                new Generator(network(), options).generate(TableNetwork.members(manager, members));
        for (int i = 0; i < members.length; i++) {
            List<List<Generated>> alone =
                    new Generator(network(), options).generate(TableNetwork.members(manager, members[i]));
            assertEquals(alone.get(0), together.get(i), "member " + i);
        }
    }

    @Test
    void beamsMoveTheirCachesAlong() {
        GenerationOptions options = options(o -> o.numBeams(5).numReturnSequences(5));
        NDList inputs = TableNetwork.members(manager, 1, 2, 3);
        TableNetwork cached = TableNetwork.hashed(VOCABULARY, 1, VOCABULARY);
        List<List<Generated>> answers = new Generator(cached, options).generate(inputs);
        assertTrue(cached.reorders > 0);
        assertEquals(
                new Generator(new UncachedNetwork(TableNetwork.hashed(VOCABULARY, 1, VOCABULARY)), options)
                        .generate(inputs),
                answers);
    }

    @Test
    void aGreedyScoreIsTheNetworksOwnLogProbability() {
        // Two tokens with logits ln 3 and ln 1, whatever was there before: the better one has probability 3/4. The
        // penalty changes what is chosen and not the score.
        TableNetwork network = new TableNetwork(2, (member, tokens) -> new float[] {0, (float) Math.log(3)});
        GenerationOptions plain = GenerationOptions.builder()
                .decoderStartTokenId(0)
                .maxNewTokens(3)
                .build();
        Generated best = only(new Generator(network, plain).generate(TableNetwork.members(manager, 1)));
        assertArrayEquals(new long[] {0, 1, 1, 1}, best.tokens());
        assertEquals(3 * Math.log(0.75), best.score(), 1e-6);
        GenerationOptions without1 =
                plain.toBuilder().badWords(List.of(List.of(1))).build();
        Generated other = only(new Generator(network, without1).generate(TableNetwork.members(manager, 1)));
        assertArrayEquals(new long[] {0, 0, 0, 0}, other.tokens());
        assertEquals(3 * Math.log(0.25), other.score(), 1e-6);
    }

    @Test
    void theDecoderIsReorderedOnlyWhenBeamsMove() {
        // Every beam always prefers its own best: after the first step, where all beams come from the first, one token
        // of probability nearly 1 keeps each beam where it is.
        TableNetwork network = new TableNetwork(VOCABULARY, (member, tokens) -> {
            float[] scores = new float[VOCABULARY];
            if (tokens.size() == 1) {
                scores[10] = 3;
                scores[11] = 2;
            } else {
                scores[tokens.get(tokens.size() - 1).intValue()] = 30;
            }
            return scores;
        });
        List<List<Generated>> answers =
                new Generator(network, options(o -> o.numBeams(2))).generate(TableNetwork.members(manager, 1));
        assertEquals(11, network.steps);
        assertEquals(1, network.reorders);
        assertEquals(11, network.fedAtMost, "the last token is not fed");
        assertEquals(10, only(answers).tokens()[5]);
    }

    @Test
    void anEndThatIsForcedNeedsNoNetworkInBeamSearch() {
        TableNetwork network = network();
        Generated answer = only(new Generator(
                        network, options(o -> o.numBeams(3).forcedEosTokenIds(7).minLength(50)))
                .generate(TableNetwork.members(manager, 1)));
        assertEquals(10, network.steps);
        assertEquals(12, answer.tokens().length);
        assertEquals(7, answer.tokens()[11]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"greedy", "beams", "sampling"})
    void noArrayIsLeftBehind(String search) {
        GenerationOptions options = options(o -> (switch (search) {
                    case "beams" -> o.numBeams(3);
                    case "sampling" -> o.doSample(true).numReturnSequences(3);
                    default -> o;
                })
                .noRepeatNgramSize(1)
                .repetitionPenalty(1.5)
                .eosTokenIds(List.of())
                .maxLength(30));
        NDList inputs = TableNetwork.members(manager, 1, 2);
        int before = manager.getManagedArrays().size();
        TableNetwork network = network();
        new Generator(network, options).generate(inputs);
        assertEquals(before, manager.getManagedArrays().size());
        assertEquals(29, network.steps);
        assertEquals(1, new HashSet<>(network.arraysAtStep).size(), "arrays at each step: " + network.arraysAtStep);
    }

    @Test
    void aPromptIsFedAtOnceAndCountsInLengths() {
        TableNetwork network = network();
        GenerationOptions options = options(o -> o.eosTokenIds(List.of()).maxLength(8));
        Generated whole = only(new Generator(network(), options).generate(TableNetwork.members(manager, 5)));
        long[] prompt = Arrays.copyOf(whole.tokens(), 4);
        Generated rest =
                only(new Generator(network, options).generate(TableNetwork.members(manager, 5), prompt, soFar -> true));
        assertArrayEquals(whole.tokens(), rest.tokens());
        assertEquals(4, network.steps);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aListenerSeesEveryStepAndCanStop(int beams) {
        List<Integer> lengths = new ArrayList<>();
        GenerationOptions options = options(o -> o.eosTokenIds(List.of()).numBeams(beams));
        List<List<Generated>> answers = new Generator(network(), options)
                .generate(TableNetwork.members(manager, 1, 2), soFar -> {
                    assertEquals(2, soFar.size());
                    lengths.add(soFar.get(0).length);
                    return soFar.get(0).length < 5;
                });
        assertEquals(List.of(2, 3, 4, 5), lengths);
        tokens(answers).forEach(tokens -> assertEquals(5, tokens.length));
    }

    @Test
    void sequencesEndAtTheirOwnEndToken() {
        // Member m ends after m tokens.
        TableNetwork network = new TableNetwork(8, (member, tokens) -> {
            float[] scores = new float[8];
            scores[tokens.size() > member ? 7 : 3] = 5;
            return scores;
        });
        List<long[]> tokens =
                tokens(new Generator(network, options(o -> o)).generate(TableNetwork.members(manager, 1, 4, 2)));
        assertArrayEquals(new long[] {0, 3, 7}, tokens.get(0));
        assertArrayEquals(new long[] {0, 3, 3, 3, 3, 7}, tokens.get(1));
        assertArrayEquals(new long[] {0, 3, 3, 7}, tokens.get(2));
        assertEquals(5, network.steps);
    }

    @Test
    void scoresThatAreNotNumbersAreAnErrorAndNoText() {
        TableNetwork network = new TableNetwork(4, (member, tokens) -> new float[] {1, Float.NaN, 0, 0});
        for (int beams : new int[] {1, 2}) {
            Generator generator =
                    new Generator(network, options(o -> o.numBeams(beams).eosTokenIds(3)));
            IllegalStateException e = assertThrows(
                    IllegalStateException.class, () -> generator.generate(TableNetwork.members(manager, 1)));
            assertTrue(e.getMessage().contains("token 1 are not numbers"), e.getMessage());
        }
    }

    @Test
    void whatCannotBeGeneratedIsRefusedWithTheOptionsName() {
        refused("\"max_length\" is 1; expected more than the 1", o -> o.maxLength(1));
        refused("\"forced_bos_token_id\" is 40; expected a token below", o -> o.forcedBosTokenId(40));
        refused("\"forced_eos_token_id\" is 99;", o -> o.forcedEosTokenIds(99));
        refused("\"decoder_start_token_id\" is 77;", o -> o.decoderStartTokenId(77));
        refused("\"bad_words_ids\" is 41;", o -> o.badWords(List.of(List.of(1, 41))));
        refused("\"decoder_start_token_id\" is missing", o -> o.decoderStartTokenId(OptionalInt.empty()));
    }

    private void refused(String message, UnaryOperator<GenerationOptions.Builder> more) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> new Generator(network(), options(more)).generate(TableNetwork.members(manager, 1)));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static Generated only(List<List<Generated>> answers) {
        assertEquals(1, answers.size());
        assertEquals(1, answers.get(0).size());
        return answers.get(0).get(0);
    }
}
