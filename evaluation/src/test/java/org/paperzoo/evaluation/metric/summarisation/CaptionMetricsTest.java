package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.zoo.InvalidInputException;

/** Against pycocoevalcap ad63453. */
class CaptionMetricsTest {

    private static final double TOLERANCE = 1e-12;
    private static final double CIDER_TOLERANCE = 1e-9;

    private final Cider cider = new Cider();

    private enum Source {
        MADE_WORDS,
        SENTENCES;

        TextCases cases() {
            return this == MADE_WORDS ? TextCases.ofMadeWords() : TextCases.ofSentences();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bleuIsThatOfCocosEvaluation(Source source) {
        TextCases cases = source.cases();
        JsonNode expected = cases.expected().get("captioning");
        for (CocoBleu.ReferenceLength length : CocoBleu.ReferenceLength.values()) {
            CocoBleu bleu = new CocoBleu(length);
            String option = length.name().toLowerCase(java.util.Locale.ROOT);
            assertArrayEquals(
                    numbers(expected.get("BLEU by reflen option").get(option)),
                    scores(bleu.evaluate(cases.hypotheses(), cases.references())),
                    TOLERANCE,
                    option);
            ReferenceCases.assertMergesExactly(bleu, cases.hypotheses(), cases.references(), 8);
        }
        JsonNode closest = expected.get("BLEU1-4 (option closest)");
        CocoBleu bleu = CocoBleu.closest();
        assertArrayEquals(
                numbers(closest.get("corpus")),
                scores(bleu.evaluate(cases.hypotheses(), cases.references())),
                TOLERANCE);
        for (int i = 0; i < cases.hypotheses().size(); i++) {
            double[] scores = scores(bleu.evaluate(
                    cases.hypotheses().subList(i, i + 1), cases.references().subList(i, i + 1)));
            for (int order = 0; order < scores.length; order++) {
                assertEquals(
                        closest.get("per_caption_1..4").get(order).get(i).doubleValue(),
                        scores[order],
                        TOLERANCE,
                        "caption " + i);
            }
        }
    }

    private static double[] scores(MetricResult result) {
        return List.of("Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4").stream()
                .mapToDouble(result::number)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource
    void rougeIsThatOfCocosEvaluation(Source source) {
        TextCases cases = source.cases();
        JsonNode expected = cases.expected().at("/captioning/ROUGE_L (beta 1.2)");
        CocoRouge rouge = new CocoRouge();
        for (int i = 0; i < cases.hypotheses().size(); i++) {
            assertEquals(
                    expected.get("per_caption").get(i).doubleValue(),
                    rouge.scores(cases.hypotheses().get(i), cases.references().get(i))[0],
                    TOLERANCE,
                    "caption " + i);
        }
        assertEquals(
                expected.get("corpus").doubleValue(),
                rouge.evaluate(cases.hypotheses(), cases.references()).value(),
                TOLERANCE);
        ReferenceCases.assertMergesExactly(rouge, cases.hypotheses(), cases.references(), 9);
    }

    @ParameterizedTest
    @EnumSource
    void ciderIsThatOfCocosEvaluation(Source source) {
        TextCases cases = source.cases();
        JsonNode expected =
                cases.expected().get("captioning").get("CIDEr (pycocoevalcap Cider: CIDEr-D, n=4, sigma=6, x10)");
        Accumulator<String, CaptionReferences> accumulator = accumulator(cases);
        Map<String, Double> scores = cider.captionScores(accumulator);
        for (int i = 0; i < cases.captions().size(); i++) {
            String id = cases.captions().get(i).id();
            assertEquals(expected.get("per_caption").get(i).doubleValue(), scores.get(id), CIDER_TOLERANCE, id);
        }
        assertEquals(expected.get("corpus").doubleValue(), accumulator.result().value(), CIDER_TOLERANCE);
        ReferenceCases.assertMergesExactly(cider, cases.hypotheses(), cases.captions(), 10);
    }

    private Accumulator<String, CaptionReferences> accumulator(TextCases cases) {
        Accumulator<String, CaptionReferences> accumulator = cider.newAccumulator();
        units(cases).forEach(accumulator::merge);
        return accumulator;
    }

    private List<Accumulator<String, CaptionReferences>> units(TextCases cases) {
        List<Accumulator<String, CaptionReferences>> units = new ArrayList<>();
        for (int i = 0; i < cases.hypotheses().size(); i++) {
            units.add(cider.newAccumulator());
            units.get(i).update(cases.hypotheses().get(i), cases.captions().get(i));
        }
        return units;
    }

    @Test
    void drawingAPictureTwiceEqualsACopyOfIt() {
        TextCases cases = TextCases.ofMadeWords();
        Resampler resampler = cider.resampler(units(cases));
        int[] multiplicities = new int[resampler.size()];
        List<String> hypotheses = new ArrayList<>();
        List<CaptionReferences> references = new ArrayList<>();
        for (int i = 0; i < multiplicities.length; i++) {
            multiplicities[i] = i % 3;
            for (int copy = 0; copy < i % 3; copy++) {
                hypotheses.add(cases.hypotheses().get(i));
                references.add(new CaptionReferences(
                        i + "-" + copy, cases.captions().get(i).captions()));
            }
        }
        assertEquals(
                cider.evaluate(hypotheses, references).value(),
                resampler.result(multiplicities).value(),
                1e-12);
        int[] once = new int[multiplicities.length];
        Arrays.fill(once, 1);
        assertEquals(accumulator(cases).result().value(), resampler.result(once).value(), 1e-12);
        Bootstrap.Interval interval =
                Bootstrap.of(cider, 1).intervals(resampler).value();
        assertTrue(interval.lower() < interval.upper());
    }

    @Test
    void aPerfectCaptionScoresTenAmongOthersAndNothingAlone() {
        CaptionReferences bird = new CaptionReferences("1", List.of("a small bird sits here"));
        CaptionReferences train = new CaptionReferences("2", List.of("two red trains pass by"));
        assertEquals(
                10,
                cider.evaluate(List.of("a small bird sits here", "two red trains pass by"), List.of(bird, train))
                        .value(),
                1e-12);
        assertEquals(
                0,
                cider.evaluate(List.of("a small bird sits here"), List.of(bird)).value());
    }

    @Test
    void aPictureSeenTwiceIsRefused() throws Exception {
        Accumulator<String, CaptionReferences> accumulator = cider.newAccumulator();
        CaptionReferences picture = new CaptionReferences("7", List.of("a b"));
        accumulator.update("a", picture);
        assertEquals(
                "picture 7 was there before",
                assertThrows(IllegalArgumentException.class, () -> accumulator.update("a", picture))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> accumulator.merge(accumulator));
        assertEquals(1, accumulator.size());
        assertThrows(IllegalArgumentException.class, () -> new CaptionReferences("7", List.of()));
        JsonNode state = new ObjectMapper()
                .readTree("{\"metric\":\"cider-d-coco\",\"pictures\":[{\"id\":\"7\",\"hypothesis\":\"a\"}]}");
        assertEquals(
                "state of cider-d-coco, pictures[0]: references must be a list",
                assertThrows(InvalidInputException.class, () -> cider.restore(state))
                        .getMessage());
    }
}
