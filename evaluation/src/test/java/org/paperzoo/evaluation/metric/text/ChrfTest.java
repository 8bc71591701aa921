package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against sacreBLEU 2.6.0 (f615c72). */
class ChrfTest {

    private static final double TOLERANCE = 1e-10;

    @TestFactory
    Stream<DynamicTest> ownCorporaScoreAsInSacrebleu() {
        return tests(SacrebleuCases.own());
    }

    @TestFactory
    Stream<DynamicTest> allCorporaScoreAsInSacrebleu() {
        return tests(SacrebleuCases.all());
    }

    private static Stream<DynamicTest> tests(SacrebleuCases cases) {
        Stream<DynamicTest> corpora = cases.entries("chrf").stream()
                .map(entry -> DynamicTest.dynamicTest(name("corpus", entry), () -> {
                    Chrf chrf = chrf(entry.get("call"));
                    MetricResult result = chrf.evaluate(cases.hypotheses(entry), cases.references(entry));
                    assertEquals(number(entry.get("score")), result.value(), TOLERANCE);
                    assertEquals(
                            entry.get("name").textValue(), chrf.definition().name());
                    assertEquals(
                            entry.get("signature").textValue(), result.values().get("signature"));
                }));
        Stream<DynamicTest> sentences = cases.entries("sentence_chrf").stream()
                .map(entry -> DynamicTest.dynamicTest(name("sentences", entry), () -> {
                    Chrf chrf = chrf(entry.get("call"));
                    for (int i = 0; i < entry.get("scores").size(); i++) {
                        assertEquals(
                                number(entry.get("scores").get(i)),
                                chrf.sentence(
                                                cases.hypotheses(entry).get(i),
                                                cases.references(entry).get(i))
                                        .value(),
                                TOLERANCE,
                                "line " + i);
                    }
                }));
        return Stream.concat(corpora, sentences);
    }

    private static String name(String kind, JsonNode entry) {
        return kind + " " + entry.get("corpus").textValue() + " " + entry.get("call");
    }

    private static Chrf chrf(JsonNode call) {
        return new Chrf(
                call.path("char_order").asInt(6),
                call.path("word_order").asInt(0),
                call.path("beta").asInt(2),
                call.path("lowercase").asBoolean(),
                call.path("whitespace").asBoolean(),
                call.path("eps_smoothing").asBoolean());
    }

    /** Few distinct characters are packed into one number, many are ranked order by order. */
    @ParameterizedTest
    @ValueSource(ints = {2, 30, 1000, 1100, 20_000})
    void countsEqualThoseOfSubstrings(int alphabet) {
        Random random = new Random(alphabet);
        Chrf chrf = Chrf.plusPlus();
        for (int round = 0; round < 40; round++) {
            int longest = round < 5 ? 3000 : 40;
            String hypothesis = randomText(random, alphabet, longest);
            String reference = random.nextBoolean()
                    ? hypothesis.substring(hypothesis.length() / 3) + randomText(random, alphabet, longest)
                    : randomText(random, alphabet, longest);
            MetricResult result = chrf.sentence(hypothesis, List.of(reference));
            double[] expected = new double[6];
            for (int order = 1; order <= 6; order++) {
                expected[order - 1] = shared(hypothesis, reference, order);
            }
            double[] matches = result.numbers("matches");
            assertArrayEquals(expected, java.util.Arrays.copyOf(matches, 6));
        }
    }

    private static String randomText(Random random, int alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            // Beyond U+FFFF for every third, so that code points and UTF-16 units differ.
            int symbol = random.nextInt(alphabet);
            text.appendCodePoint(symbol % 3 == 0 ? 0x20000 + symbol : 0x4E00 + symbol);
            if (random.nextInt(5) == 0) {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static int shared(String one, String other, int order) {
        Map<String, Integer> counts = new HashMap<>();
        grams(one, order).forEach(gram -> counts.merge(gram, 1, Integer::sum));
        int shared = 0;
        for (String gram : grams(other, order)) {
            if (counts.merge(gram, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    private static List<String> grams(String text, int order) {
        int[] points = text.replace(" ", "").codePoints().toArray();
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + order <= points.length; i++) {
            grams.add(new String(points, i, order));
        }
        return grams;
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        Random random = new Random(5);
        List<String> hypotheses = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            hypotheses.add(randomText(random, 5, 20));
            references.add(List.of(randomText(random, 5, 20), randomText(random, 5, 20)));
        }
        ReferenceCases.assertMergesExactly(Chrf.plusPlus(), hypotheses, references, 2);
    }

    @Test
    void settingsThatCanDifferHaveIdsThatDiffer() {
        assertEquals("chrf-sacrebleu", Chrf.ofCharacters().definition().id());
        assertEquals("chrf-sacrebleu-nw2", Chrf.plusPlus().definition().id());
        assertEquals(
                "chrf-sacrebleu-nc4-nw1-beta3-lc-space-eps",
                new Chrf(4, 1, 3, true, true, true).definition().id());
    }

    @Test
    void ordersThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Chrf(0, 0, 2, false, false, false));
        assertThrows(IllegalArgumentException.class, () -> new Chrf(6, -1, 2, false, false, false));
        assertThrows(IllegalArgumentException.class, () -> new Chrf(6, 0, -1, false, false, false));
    }
}
