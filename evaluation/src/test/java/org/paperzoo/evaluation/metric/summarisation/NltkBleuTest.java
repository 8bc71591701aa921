package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against NLTK's bleu_score. */
class NltkBleuTest {

    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @EnumSource
    void madeWordsScoreAsInNltk(NltkSmoothing smoothing) {
        agrees(TextCases.ofMadeWords(), smoothing);
    }

    @ParameterizedTest
    @EnumSource
    void captionsOfPeopleScoreAsInNltk(NltkSmoothing smoothing) {
        agrees(TextCases.ofSentences(), smoothing);
    }

    private static void agrees(TextCases cases, NltkSmoothing smoothing) {
        NltkBleu bleu = new NltkBleu(smoothing);
        String method = smoothing.name().toLowerCase(Locale.ROOT);
        JsonNode expected = cases.expected().get("nltk_bleu");
        assertEquals(
                expected.get("corpus_" + method).doubleValue(),
                bleu.evaluate(cases.hypotheses(), cases.numbered()).value(),
                TOLERANCE);
        JsonNode sentences = expected.get("sentence_" + method + "_first25");
        for (int i = 0; i < sentences.size(); i++) {
            double score = bleu.evaluate(
                            cases.hypotheses().subList(i, i + 1),
                            cases.numbered().subList(i, i + 1))
                    .value();
            if (sentences.get(i).isTextual()) {
                assertTrue(sentences.get(i).textValue().startsWith("error AssertionError"));
                assertTrue(Double.isNaN(score));
            } else {
                assertEquals(sentences.get(i).doubleValue(), score, TOLERANCE, "segment " + i);
            }
        }
        ReferenceCases.assertMergesExactly(bleu, cases.hypotheses(), cases.numbered(), 11);
    }

    @ParameterizedTest
    @EnumSource
    void aResampleThatDrawsEachSegmentOnceIsTheWhole(NltkSmoothing smoothing) {
        NltkBleu bleu = new NltkBleu(smoothing);
        TextCases cases = TextCases.ofMadeWords();
        List<Accumulator<String, NumberedReferences>> units = new ArrayList<>();
        for (int i = 0; i < cases.hypotheses().size(); i++) {
            units.add(bleu.newAccumulator());
            units.get(i).update(cases.hypotheses().get(i), cases.numbered().get(i));
        }
        int[] once = new int[units.size()];
        Arrays.fill(once, 1);
        assertEquals(
                bleu.evaluate(cases.hypotheses(), cases.numbered()),
                bleu.resampler(units).result(once));
    }

    @Test
    void theLastSegmentIsOnlyOnce() {
        var accumulator = new NltkBleu(NltkSmoothing.METHOD5).newAccumulator();
        NumberedReferences segment = new NumberedReferences(3, List.of("a b"));
        accumulator.update("a", segment);
        assertEquals(
                "segment 3 was there before",
                assertThrows(IllegalArgumentException.class, () -> accumulator.update("a", segment))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> accumulator.merge(accumulator));
        assertEquals(1, accumulator.size());
        assertThrows(IllegalArgumentException.class, () -> new NumberedReferences(-1, List.of("a")));
    }

    @Test
    void aTextLikeItsReferenceScoresOneAndOneWithoutACommonWordNothing() {
        NltkBleu bleu = new NltkBleu(NltkSmoothing.METHOD0);
        NumberedReferences reference = new NumberedReferences(0, List.of("a b c d e"));
        assertEquals(1, bleu.evaluate(List.of("a b c d e"), List.of(reference)).value());
        for (NltkSmoothing smoothing : NltkSmoothing.values()) {
            assertEquals(
                    0,
                    new NltkBleu(smoothing)
                            .evaluate(List.of("x y"), List.of(reference))
                            .value());
            assertEquals(
                    0,
                    new NltkBleu(smoothing)
                            .evaluate(List.of(""), List.of(reference))
                            .value());
        }
    }
}
