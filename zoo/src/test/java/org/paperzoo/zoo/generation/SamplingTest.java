package org.paperzoo.zoo.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final int DRAWS = 40_000;

    /** Probabilities 0.5, 0.3, 0.15, 0.05 as logits, best first, with a banned token at the end. */
    private static final double[] SCORES = {
        Math.log(50), Math.log(30), Math.log(15), Math.log(5), Double.NEGATIVE_INFINITY
    };

    @Test
    void drawsFollowTheProbabilities() {
        assertFrequencies(new double[] {0.5, 0.3, 0.15, 0.05, 0}, new Sampler(1, 1));
    }

    @Test
    void temperatureSharpensOrFlattens() {
        double all = 0.25 + 0.09 + 0.0225 + 0.0025;
        assertFrequencies(new double[] {0.25 / all, 0.09 / all, 0.0225 / all, 0.0025 / all, 0}, new Sampler(0.5, 1));
    }

    @Test
    void theNucleusIsTheFewestBestTokensThatReachTopP() {
        assertFrequencies(new double[] {5 / 8.0, 3 / 8.0, 0, 0, 0}, new Sampler(1, 0.79));
        assertFrequencies(new double[] {50 / 95.0, 30 / 95.0, 15 / 95.0, 0, 0}, new Sampler(1, 0.81));
        assertFrequencies(new double[] {1, 0, 0, 0, 0}, new Sampler(1, 0));
    }

    @Test
    void theExtremesOfTheUniformNumberStayInRange() {
        Sampler sampler = new Sampler(1, 1);
        assertEquals(0, sampler.draw(SCORES, 0, SCORES.length, 0));
        assertEquals(3, sampler.draw(SCORES, 0, SCORES.length, Math.nextDown(1.0)));
    }

    private static void assertFrequencies(double[] expected, Sampler sampler) {
        SplittableRandom random = new SplittableRandom(7);
        int[] counts = new int[SCORES.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(SCORES, 0, SCORES.length, random.nextDouble())]++;
        }
        for (int rank = 0; rank < expected.length; rank++) {
            double deviation = Math.sqrt(expected[rank] * (1 - expected[rank]) / DRAWS);
            assertEquals(expected[rank], counts[rank] / (double) DRAWS, 4 * deviation + 1e-12, "rank " + rank);
        }
    }

    private static List<List<Generated>> sample(long seed, int topK, int sequences) {
        GenerationOptions options = GenerationOptions.builder()
                .decoderStartTokenId(0)
                .eosTokenIds(7)
                .padTokenId(0)
                .doSample(true)
                .seed(seed)
                .topK(topK)
                .numReturnSequences(sequences)
                .build();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return new Generator(TableNetwork.hashed(40, 2, 2), options).generate(TableNetwork.members(manager, 1, 2));
        }
    }

    @Test
    void theSeedDecidesAndSequencesDiffer() {
        List<List<Generated>> once = sample(1, 10, 3);
        assertEquals(once, sample(1, 10, 3));
        assertNotEquals(once, sample(2, 10, 3));
        assertEquals(2, once.size());
        assertEquals(3, once.get(0).size());
        assertNotEquals(once.get(0).get(0), once.get(0).get(1));
    }

    @Test
    void theBestTokenAloneIsGreedySearch() {
        GenerationOptions greedy = GenerationOptions.builder()
                .decoderStartTokenId(0)
                .eosTokenIds(7)
                .padTokenId(0)
                .build();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            assertEquals(
                    new Generator(TableNetwork.hashed(40, 2, 2), greedy).generate(TableNetwork.members(manager, 1, 2)),
                    sample(5, 1, 1));
        }
    }

    @Test
    void withoutTopKTheWholeVocabularyIsDrawnFrom() {
        TableNetwork flat = new TableNetwork(40, (member, tokens) -> new float[40]);
        GenerationOptions options = GenerationOptions.builder()
                .decoderStartTokenId(0)
                .doSample(true)
                .topK(0)
                .maxNewTokens(1000)
                .build();
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Generated answer = new Generator(flat, options)
                    .generate(TableNetwork.members(manager, 1))
                    .get(0)
                    .get(0);
            assertEquals(40, Arrays.stream(answer.tokens()).distinct().count());
            assertEquals(-1000 * Math.log(40), answer.score(), 1e-2);
        }
    }
}
