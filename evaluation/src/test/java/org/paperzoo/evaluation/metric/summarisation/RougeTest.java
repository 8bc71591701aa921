package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.zoo.InvalidInputException;

/** Against rouge_score of google-research. */
class RougeTest {

    private static final double TOLERANCE = 1e-12;
    private static final double BOOTSTRAP_TOLERANCE = 1e-9;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void textsOfMadeWordsScoreAsInRougeScore(boolean stem) {
        agrees(TextCases.ofMadeWords(), stem);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sentencesScoreAsInRougeScore(boolean stem) {
        agrees(TextCases.ofSentences(), stem);
    }

    private static void agrees(TextCases cases, boolean stem) {
        JsonNode expected = cases.expected().get("rouge_score").get(stem ? "use_stemmer=True" : "use_stemmer=False");
        List<RougeType> types = new ArrayList<>();
        expected.get("mean").fieldNames().forEachRemaining(name -> types.add(RougeType.named(name)));
        Rouge rouge = new Rouge(types, stem);
        List<double[]> scores = new ArrayList<>();
        for (int i = 0; i < cases.targets().size(); i++) {
            double[] pair =
                    rouge.scores(cases.predictions().get(i), cases.targets().get(i));
            assertArrayEquals(joined(types, expected.get("per_pair").get(i)), pair, TOLERANCE, "pair " + i);
            scores.add(pair);
        }
        MetricResult result = rouge.evaluate(cases.predictions(), cases.targets());
        assertArrayEquals(
                joined(types, expected.get("mean")),
                result.numbers().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray(),
                TOLERANCE);
        assertEquals(expected.at("/mean/rouge1/2").doubleValue(), result.value(), TOLERANCE);

        List<RougeBootstrap.Range> ranges = new RougeBootstrap(1000, 0.95, 12345).ranges(scores);
        JsonNode bootstrap = expected.get("bootstrap_np_random_seed_12345_n1000");
        for (int i = 0; i < ranges.size(); i++) {
            JsonNode type = bootstrap.get(types.get(i / 3).referenceName());
            RougeBootstrap.Range range = ranges.get(i);
            assertEquals(type.get("low").get(i % 3).doubleValue(), range.low(), BOOTSTRAP_TOLERANCE);
            assertEquals(type.get("mid").get(i % 3).doubleValue(), range.mid(), BOOTSTRAP_TOLERANCE);
            assertEquals(type.get("high").get(i % 3).doubleValue(), range.high(), BOOTSTRAP_TOLERANCE);
        }
    }

    private static double[] joined(List<RougeType> types, JsonNode scores) {
        return types.stream()
                .flatMapToDouble(type -> Arrays.stream(numbers(scores.get(type.referenceName()))))
                .toArray();
    }

    @Test
    void tokensAreThoseOfRougeScore() {
        for (TextCases cases : List.of(TextCases.ofMadeWords(), TextCases.ofSentences())) {
            for (JsonNode entry : cases.expected().get("tokens_stemmed")) {
                TokenNumbers numbers = new TokenNumbers();
                SentenceTokens tokens = SentenceTokens.of(entry.get(0).textValue(), true, numbers);
                assertArrayEquals(numbers.numbers(texts(entry.get(1))), tokens.tokens());
            }
        }
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        TextCases cases = TextCases.ofMadeWords();
        ReferenceCases.assertMergesExactly(Rouge.of(true), cases.predictions(), cases.targets(), 5);
    }

    @Test
    void aPerfectSummaryScoresOneAndAllScoresAreFractions() {
        Random random = new Random(3);
        Rouge rouge = new Rouge(List.of(RougeType.values()), false);
        for (int round = 0; round < 50; round++) {
            String text = random.ints(10 + random.nextInt(30), 0, 12)
                    .mapToObj(word -> "w" + word)
                    .collect(Collectors.joining(random.nextBoolean() ? " " : "\n"));
            String other = random.ints(10, 0, 12).mapToObj(word -> "w" + word).collect(Collectors.joining(" "));
            for (double score : rouge.scores(text, text)) {
                assertEquals(1, score);
            }
            for (double score : rouge.scores(other, text)) {
                assertEquals(Math.max(0, Math.min(1, score)), score);
            }
            // Precision of one side is recall of the other where no path is chosen.
            double[] forth = Rouge.of(false).scores(other, text);
            double[] back = Rouge.of(false).scores(text, other);
            for (int type = 0; type < 3; type++) {
                assertEquals(forth[3 * type], back[3 * type + 1]);
                assertEquals(forth[3 * type + 2], back[3 * type + 2], 1e-15);
            }
        }
    }

    @Test
    void everyChoiceHasAnIdOfItsOwn() {
        assertEquals("rouge-google", Rouge.of(false).definition().id());
        assertEquals("rouge-google-stem", Rouge.of(true).definition().id());
        assertEquals(
                "rouge-google-lsum-2",
                new Rouge(List.of(RougeType.ROUGE_LSUM, RougeType.ROUGE2), false)
                        .definition()
                        .id());
        assertEquals(
                "ROUGE-Lsum",
                new Rouge(List.of(RougeType.ROUGE_LSUM), false).definition().name());
    }

    @Test
    void wrongInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rouge(List.of(), false));
        assertThrows(
                IllegalArgumentException.class, () -> new Rouge(List.of(RougeType.ROUGE1, RougeType.ROUGE1), false));
        assertEquals(
                "no ROUGE type rouge0; there are rouge1, rouge2, rouge3, rouge4, rouge5, rouge6, rouge7, rouge8,"
                        + " rouge9, rougeL, rougeLsum",
                assertThrows(IllegalArgumentException.class, () -> RougeType.named("rouge0"))
                        .getMessage());
        var plain = Rouge.of(false).newAccumulator();
        var stemmed = Rouge.of(true).newAccumulator();
        assertThrows(IllegalArgumentException.class, () -> plain.merge(stemmed));
        assertThrows(InvalidInputException.class, () -> Rouge.of(false).restore(stemmed.state()));
        assertThrows(IllegalStateException.class, plain::result);
        assertThrows(IllegalArgumentException.class, () -> new RougeBootstrap(10, 0.9, -1));
    }

    @Test
    void theGeneratorIsNumpys() {
        // numpy.random.seed(5489); the 10000th is what the C++ standard demands of its mt19937.
        MersenneTwister generator = new MersenneTwister(5489);
        assertEquals(3_499_211_612L, Integer.toUnsignedLong(generator.next()));
        for (int i = 1; i < 9_999; i++) {
            generator.next();
        }
        assertEquals(4_123_659_995L, Integer.toUnsignedLong(generator.next()));
    }
}
