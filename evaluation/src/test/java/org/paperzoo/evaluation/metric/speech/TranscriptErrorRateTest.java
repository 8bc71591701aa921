package org.paperzoo.evaluation.metric.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;

/** Against jiwer 4.0.0 (c1b0d5e) and torchmetrics (dab0333). */
class TranscriptErrorRateTest {

    private static final double TOLERANCE = 1e-15;

    private static TranscriptErrorRate of(TranscriptUnit unit) {
        return new TranscriptErrorRate(unit);
    }

    @TestFactory
    Stream<DynamicTest> ratesAreThoseOfTheReferences() {
        Path folder = SharedFiles.require("metrics/speech");
        JsonNode inputs = json(folder.resolve("inputs.json"));
        JsonNode cases = json(folder.resolve("expected.json")).get("cases");
        return cases.properties().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> agrees(inputs.get(entry.getKey()), entry.getValue())));
    }

    private static void agrees(JsonNode input, JsonNode expected) {
        List<String> hypotheses = texts(input.get("hyp"));
        List<String> references = texts(input.get("ref"));
        MetricResult words = of(TranscriptUnit.JIWER_WORDS).evaluate(hypotheses, references);
        MetricResult characters = of(TranscriptUnit.JIWER_CHARACTERS).evaluate(hypotheses, references);
        assertEquals(expected.get("wer").doubleValue(), words.value(), TOLERANCE);
        assertEquals(expected.get("cer").doubleValue(), characters.value(), TOLERANCE);
        assertEquals(expected.at("/word_edit_distance/0").longValue(), edits(words));
        assertEquals(expected.get("char_edit_distance").longValue(), edits(characters));
        assertEquals(expected.get("ref_words").longValue(), words.number("ref_length"));
        assertEquals(expected.get("hyp_words").longValue(), words.number("hyp_length"));
        assertEquals(expected.get("ref_chars").longValue(), characters.number("ref_length"));
        for (int i = 0; i < hypotheses.size(); i++) {
            List<String> hypothesis = hypotheses.subList(i, i + 1);
            List<String> reference = references.subList(i, i + 1);
            assertEquals(
                    numbers(expected.get("per_line_wer"))[i],
                    of(TranscriptUnit.JIWER_WORDS)
                            .evaluate(hypothesis, reference)
                            .value(),
                    TOLERANCE);
            assertEquals(
                    numbers(expected.get("per_line_cer"))[i],
                    of(TranscriptUnit.JIWER_CHARACTERS)
                            .evaluate(hypothesis, reference)
                            .value(),
                    TOLERANCE);
        }
        MetricResult split = of(TranscriptUnit.TORCHMETRICS_WORDS).evaluate(hypotheses, references);
        // The freedom of choice is given for words that any spaces separate.
        double[] hits = numbers(expected.get("hits_min_max_over_optimal_alignments"));
        assertTrue(hits[0] <= split.number("hits") && split.number("hits") <= hits[1]);
        for (String name : new String[] {"mer", "wil", "wip", "hits", "substitutions", "insertions", "deletions"}) {
            if (expected.has(name)) {
                assertEquals(expected.get(name).doubleValue(), words.number(name), TOLERANCE, name);
            }
        }
        JsonNode torchmetrics = expected.get("torchmetrics");
        assertEquals(torchmetrics.get("word_error_rate").doubleValue(), split.value());
        assertEquals(
                torchmetrics.get("char_error_rate").doubleValue(),
                of(TranscriptUnit.TORCHMETRICS_CHARACTERS)
                        .evaluate(hypotheses, references)
                        .value());
        assertEquals(torchmetrics.get("match_error_rate").doubleValue(), split.number("mer"));
        assertEquals(torchmetrics.get("word_information_lost").doubleValue(), split.number("wil"));
        assertEquals(torchmetrics.get("word_information_preserved").doubleValue(), split.number("wip"));
    }

    private static double edits(MetricResult result) {
        return result.number("substitutions") + result.number("insertions") + result.number("deletions");
    }

    @Test
    void tabsAndNoBreakSpacesByThemselvesJoinWordsInJiwerAlone() {
        List<String> references = List.of("tab\tword no\u00a0break  two\t ends ");
        assertEquals(
                4,
                of(TranscriptUnit.JIWER_WORDS).evaluate(references, references).number("ref_length"));
        assertEquals(
                6,
                of(TranscriptUnit.TORCHMETRICS_WORDS)
                        .evaluate(references, references)
                        .number("ref_length"));
    }

    @Test
    void charactersAreCodePointsAndBlanksCount() {
        MetricResult result =
                of(TranscriptUnit.JIWER_CHARACTERS).evaluate(List.of("a \ud83d\ude01"), List.of(" a \ud83d\ude00 "));
        assertEquals(1 / 3.0, result.value(), TOLERANCE);
        assertEquals(
                5,
                of(TranscriptUnit.TORCHMETRICS_CHARACTERS)
                        .evaluate(List.of(" a \ud83d\ude00 "), List.of(" a \ud83d\ude00 "))
                        .number("ref_length"));
    }

    @Test
    void withoutReferencesJiwerCountsInsertions() {
        MetricResult result = of(TranscriptUnit.JIWER_WORDS).evaluate(List.of("a b"), List.of(""));
        assertEquals(2, result.value());
        assertEquals(1, result.number("mer"));
        assertEquals(0, result.number("wip"));
        MetricResult silence = of(TranscriptUnit.JIWER_WORDS).evaluate(List.of(""), List.of(" "));
        assertEquals(0, silence.value());
        assertEquals(0, silence.number("mer"));
        assertEquals(1, silence.number("wip"));
        assertEquals(
                0,
                of(TranscriptUnit.JIWER_WORDS)
                        .evaluate(List.of(""), List.of("a"))
                        .number("wip"));
        assertTrue(Double.isNaN(of(TranscriptUnit.TORCHMETRICS_WORDS)
                .evaluate(List.of(""), List.of(""))
                .value()));
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        Random random = new Random(1);
        List<String> hypotheses = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            hypotheses.add(randomText(random, 20));
            references.add(randomText(random, 20));
        }
        for (TranscriptUnit unit : TranscriptUnit.values()) {
            ReferenceCases.assertMergesExactly(of(unit), hypotheses, references, 4);
        }
    }

    private static String randomText(Random random, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            text.append("abc".charAt(random.nextInt(3))).append(' ');
        }
        return text.toString();
    }

    @Test
    void aMissingTranscriptIsRefused() {
        var accumulator = of(TranscriptUnit.JIWER_WORDS).newAccumulator();
        assertThrows(IllegalArgumentException.class, () -> accumulator.update(null, "a"));
        assertThrows(
                IllegalArgumentException.class,
                () -> accumulator.merge(of(TranscriptUnit.JIWER_CHARACTERS).newAccumulator()));
    }
}
