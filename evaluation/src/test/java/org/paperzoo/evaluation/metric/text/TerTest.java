package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against sacreBLEU 2.6.0 (f615c72). */
class TerTest {

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
        Stream<DynamicTest> corpora = cases.entries("ter").stream()
                .map(entry -> DynamicTest.dynamicTest(name("corpus", entry), () -> {
                    int lines = entry.get("first_n_lines").intValue();
                    List<String> hypotheses = cases.hypotheses(entry);
                    lines = Math.min(lines, hypotheses.size());
                    MetricResult result = ter(entry.get("call"))
                            .evaluate(
                                    hypotheses.subList(0, lines),
                                    cases.references(entry).subList(0, lines));
                    assertEquals(number(entry.get("score")), result.value(), TOLERANCE);
                    assertEquals(number(entry.get("num_edits")), result.number("num_edits"));
                    assertEquals(number(entry.get("ref_length")), result.number("ref_length"), TOLERANCE);
                    assertEquals(
                            entry.get("signature").textValue(), result.values().get("signature"));
                }));
        Stream<DynamicTest> sentences = cases.entries("sentence_ter").stream()
                .map(entry -> DynamicTest.dynamicTest(name("sentences", entry), () -> {
                    Ter ter = ter(entry.get("call"));
                    for (int i = 0; i < entry.get("scores").size(); i++) {
                        MetricResult result = ter.sentence(
                                cases.hypotheses(entry).get(i),
                                cases.references(entry).get(i));
                        assertEquals(number(entry.get("scores").get(i)), result.value(), TOLERANCE, "line " + i);
                    }
                }));
        return Stream.concat(corpora, sentences);
    }

    private static String name(String kind, JsonNode entry) {
        return kind + " " + entry.get("corpus").textValue() + " " + entry.get("call");
    }

    private static Ter ter(JsonNode call) {
        return new Ter(new TercomTokenizer(
                call.path("normalized").asBoolean(),
                call.path("no_punct").asBoolean(),
                call.path("asian_support").asBoolean(),
                call.path("case_sensitive").asBoolean()));
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        Random random = new Random(5);
        List<String> hypotheses = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            hypotheses.add(randomText(random, 20));
            references.add(List.of(randomText(random, 20), randomText(random, 20), randomText(random, 20)));
        }
        ReferenceCases.assertMergesExactly(Ter.ofWords(), hypotheses, references, 2);
    }

    private static String randomText(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            text.append("abcdef".charAt(random.nextInt(6))).append(' ');
        }
        return text.toString();
    }

    @Test
    void aMovedPhraseIsOneEdit() {
        MetricResult result = Ter.ofWords().sentence("c d e a b", List.of("a b c d e"));
        assertEquals(1, result.number("num_edits"));
        assertEquals(20, result.value(), TOLERANCE);
    }

    @Test
    void referencesAreNormalisedTwiceAndHypothesesOnce() {
        // As sacreBLEU 2.6.0 counts them: "a . .5" beside ". . 5", and beside "x".
        Ter ter = new Ter(new TercomTokenizer(true, false, false, false));
        MetricResult result = ter.sentence("a ..5", List.of("..5", "x"));
        assertEquals(2, result.number("num_edits"));
        assertEquals(2, result.number("ref_length"));
    }

    @Test
    void settingsThatCanDifferHaveIdsThatDiffer() {
        assertEquals("ter-sacrebleu", Ter.ofWords().definition().id());
        assertEquals(
                "ter-sacrebleu-norm-nopunct-asian-cased",
                new Ter(new TercomTokenizer(true, true, true, true))
                        .definition()
                        .id());
    }
}
