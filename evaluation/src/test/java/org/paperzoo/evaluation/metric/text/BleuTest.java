package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;
import org.paperzoo.zoo.InvalidInputException;

/** Against sacreBLEU 2.6.0 (f615c72). */
class BleuTest {

    private static final double TOLERANCE = 1e-10;

    @TestFactory
    Stream<DynamicTest> ownCorporaScoreAsInSacrebleu() {
        return corpusTests(json("bleu/inputs.json"), json("bleu/expected.json"));
    }

    @TestFactory
    Stream<DynamicTest> allCorporaScoreAsInSacrebleu() {
        Path folder = SharedFiles.require("metrics/bleu");
        return corpusTests(json(folder.resolve("inputs.json")), json(folder.resolve("expected.json")));
    }

    private static Stream<DynamicTest> corpusTests(JsonNode inputs, JsonNode expected) {
        List<DynamicTest> tests = new ArrayList<>();
        Map<String, List<JsonNode>> byCorpus = new LinkedHashMap<>();
        expected.get("bleu")
                .forEach(entry -> byCorpus.computeIfAbsent(entry.get("corpus").textValue(), name -> new ArrayList<>())
                        .add(entry));
        byCorpus.forEach((corpus, entries) -> tests.add(DynamicTest.dynamicTest("corpus " + corpus, () -> {
            JsonNode texts = inputs.at("/corpora/" + corpus);
            for (JsonNode entry : entries) {
                Bleu bleu = bleu(entry.get("call"));
                Accumulator<String, List<String>> accumulator = bleu.newAccumulator();
                List<List<String>> references = references(texts.get("refs"));
                for (int i = 0; i < references.size(); i++) {
                    accumulator.update(texts.get("hyp").get(i).textValue(), references.get(i));
                }
                MetricResult result = accumulator.result();
                String call = entry.get("call").toString();
                assertEquals(number(entry.get("score")), result.value(), TOLERANCE, call);
                assertArrayEquals(numbers(entry.get("counts")), result.numbers("counts"), call);
                assertArrayEquals(numbers(entry.get("totals")), result.numbers("totals"), call);
                assertArrayEquals(numbers(entry.get("precisions")), result.numbers("precisions"), TOLERANCE, call);
                assertEquals(number(entry.get("bp")), result.number("bp"), TOLERANCE, call);
                assertEquals(number(entry.get("sys_len")), result.number("sys_len"), call);
                assertEquals(number(entry.get("ref_len")), result.number("ref_len"), call);
                assertEquals(entry.get("signature").textValue(), result.values().get("signature"), call);
                assertEquals(entry.get("formatted").textValue(), bleu.format(result), call);
                assertEquals(
                        entry.get("signature_short").textValue(),
                        bleu.signature(accumulator).shortText(),
                        call);
            }
        })));
        expected.get("sentence_bleu")
                .forEach(entry -> tests.add(DynamicTest.dynamicTest(
                        "sentences " + entry.get("corpus").textValue() + " " + entry.get("call"),
                        () -> sentencesAgree(inputs, entry))));
        expected.get("tokenized")
                .properties()
                .forEach(entry -> tests.add(DynamicTest.dynamicTest("tokens " + entry.getKey(), () -> {
                    String[] name = entry.getKey().split("/");
                    JsonNode hypotheses = inputs.at("/corpora/" + name[0] + "/hyp");
                    for (int i = 0; i < entry.getValue().size(); i++) {
                        assertEquals(
                                BleuTokenizers.NONE.tokens(
                                        entry.getValue().get(i).textValue()),
                                BleuTokenizers.named(name[1])
                                        .tokens(hypotheses.get(i).textValue()));
                    }
                })));
        return tests.stream();
    }

    private static void sentencesAgree(JsonNode inputs, JsonNode entry) {
        JsonNode texts = inputs.at("/corpora/" + entry.get("corpus").textValue());
        List<List<String>> references = references(texts.get("refs"));
        for (int i = 0; i < entry.get("rows").size(); i++) {
            MetricResult result =
                    bleu(entry.get("call")).sentence(texts.get("hyp").get(i).textValue(), references.get(i));
            double[] row = {result.value(), result.number("bp"), result.number("sys_len"), result.number("ref_len")};
            assertArrayEquals(numbers(entry.get("rows").get(i)), row, TOLERANCE, "line " + i);
        }
    }

    private static Bleu bleu(JsonNode call) {
        Smoothing smoothing = Smoothing.named(call.get("smooth_method").textValue());
        if (call.get("smooth_value").isNumber()) {
            smoothing =
                    new Smoothing(smoothing.method(), call.get("smooth_value").doubleValue());
        }
        return new Bleu(
                BleuTokenizers.named(call.get("tokenize").textValue()),
                call.path("lowercase").asBoolean(),
                smoothing,
                4,
                call.get("effective_order").booleanValue());
    }

    /** Turns streams of references into a list for each segment. */
    private static List<List<String>> references(JsonNode streams) {
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < streams.get(0).size(); i++) {
            int segment = i;
            List<String> texts = new ArrayList<>();
            streams.forEach(stream -> texts.add(stream.get(segment).textValue()));
            references.add(texts.stream().filter(Objects::nonNull).toList());
        }
        return references;
    }

    @Test
    void countsEqualThoseOfJoinedStrings() {
        Random random = new Random(7);
        Bleu bleu = Bleu.of(BleuTokenizers.NONE);
        for (int round = 0; round < 300; round++) {
            // "Aa" and "BB" have the same hash code, as have texts made of them.
            String[] words = {"Aa", "BB", "AaAa", "BBBB", "AaBB", "BBAa", "a", "b", "\ud83d\ude00"};
            String hypothesis = randomText(words, random, round < 5 ? 3000 : 30);
            List<String> references = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                references.add(randomText(words, random, 30));
            }
            MetricResult result = bleu.sentence(hypothesis, references);
            for (int order = 1; order <= 4; order++) {
                assertEquals(
                        matches(hypothesis, references, order), (long) result.numbers("counts")[order - 1], hypothesis);
            }
        }
    }

    private static String randomText(String[] words, Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.toString();
    }

    private static long matches(String hypothesis, List<String> references, int order) {
        Map<String, Integer> most = new LinkedHashMap<>();
        references.forEach(
                reference -> grams(reference, order).forEach((gram, count) -> most.merge(gram, count, Math::max)));
        return grams(hypothesis, order).entrySet().stream()
                .mapToLong(entry -> Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0)))
                .sum();
    }

    private static Map<String, Integer> grams(String text, int order) {
        String[] tokens = text.strip().split(" ");
        Map<String, Integer> grams = new LinkedHashMap<>();
        for (int i = 0; i + order <= tokens.length; i++) {
            grams.merge(String.join(" ", Arrays.copyOfRange(tokens, i, i + order)), 1, Integer::sum);
        }
        return grams;
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        Random random = new Random(3);
        String[] words = {"a", "b", "c", "d."};
        List<String> hypotheses = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            hypotheses.add(randomText(words, random, 20));
            references.add(List.of(randomText(words, random, 20), randomText(words, random, 20)));
        }
        ReferenceCases.assertMergesExactly(Bleu.of(BleuTokenizers.V13A), hypotheses, references, 11);
    }

    @Test
    void aLongSegmentLeavesShortOnesRight() {
        Bleu bleu = Bleu.of(BleuTokenizers.NONE);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append('w').append(i).append(' ');
        }
        MetricResult both = bleu.evaluate(
                List.of(text.toString(), "a b c d", text.toString()),
                List.of(List.of(text.toString()), List.of("a b c d"), List.of(text.toString())));
        assertArrayEquals(new double[] {120_004, 120_001, 119_998, 119_995}, both.numbers("counts"));
        assertEquals(100, both.value(), TOLERANCE);
    }

    @Test
    void settingsThatCanDifferHaveIdsThatDiffer() {
        assertEquals(
                "bleu-sacrebleu-13a", Bleu.of(BleuTokenizers.V13A).definition().id());
        assertEquals(
                "bleu-sacrebleu-intl-floor0.01-order2-lc-eff",
                new Bleu(BleuTokenizers.INTERNATIONAL, true, new Smoothing(Smoothing.Method.FLOOR, 0.01), 2, true)
                        .definition()
                        .id());
        assertEquals(
                "bleu-sacrebleu-none-add-k2",
                new Bleu(BleuTokenizers.NONE, false, new Smoothing(Smoothing.Method.ADD_K, 2), 4, false)
                        .definition()
                        .id());
    }

    @Test
    void listsOfDifferentLengthsAreRefused() {
        Exception error = assertThrows(
                IllegalArgumentException.class,
                () -> Bleu.of(BleuTokenizers.V13A).evaluate(List.of("a", "b"), List.of(List.of("a"))));
        assertEquals("bleu-sacrebleu-13a: 2 predictions for 1 references", error.getMessage());
    }

    @Test
    void aSegmentWithoutReferenceIsRefusedWithItsIndex() {
        Exception error = assertThrows(
                IllegalArgumentException.class,
                () -> Bleu.of(BleuTokenizers.V13A).evaluate(List.of("a", "b"), List.of(List.of("a"), List.of())));
        assertEquals("example 1: a segment needs at least one reference", error.getMessage());
    }

    @Test
    void anEmptyCorpusHasNoScore() {
        Bleu bleu = Bleu.of(BleuTokenizers.V13A);
        assertThrows(IllegalArgumentException.class, () -> bleu.evaluate(List.of(), List.of()));
        assertThrows(IllegalStateException.class, () -> bleu.newAccumulator().result());
    }

    @Test
    void accumulatorsOfOtherSettingsAreNotMerged() {
        var mixed = Bleu.of(BleuTokenizers.V13A).newAccumulator();
        var effective = Bleu.ofSentences(BleuTokenizers.V13A).newAccumulator();
        assertThrows(IllegalArgumentException.class, () -> mixed.merge(effective));
        assertThrows(
                InvalidInputException.class, () -> Bleu.of(BleuTokenizers.V13A).restore(effective.state()));
    }

    @Test
    void aDamagedStateIsRefusedWithItsField() throws Exception {
        JsonNode state = new ObjectMapper().readTree("{\"metric\":\"bleu-sacrebleu-13a\",\"counts\":[1,2]}");
        Exception error = assertThrows(
                InvalidInputException.class, () -> Bleu.of(BleuTokenizers.V13A).restore(state));
        assertEquals("state of bleu-sacrebleu-13a: counts must be a list of 13", error.getMessage());
    }

    @Test
    void unknownNamesAreRefusedWithThoseThatAreThere() {
        assertTrue(assertThrows(Exception.class, () -> BleuTokenizers.named("14a"))
                .getMessage()
                .contains("13a, intl, char, zh, none"));
        assertThrows(IllegalArgumentException.class, () -> Smoothing.named("laplace"));
        assertThrows(IllegalArgumentException.class, () -> new Smoothing(Smoothing.Method.FLOOR, Double.NaN));
    }
}
