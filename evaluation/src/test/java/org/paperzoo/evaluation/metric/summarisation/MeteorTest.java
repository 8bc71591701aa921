package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against NLTK's meteor_score with a WordNet that knows no synonyms. */
class MeteorTest {

    private static final double TOLERANCE = 1e-12;

    private final Meteor meteor = new Meteor();

    @Test
    void captionsOfMadeWordsScoreAsInNltk() {
        agrees(TextCases.ofMadeWords());
    }

    @Test
    void captionsOfPeopleScoreAsInNltk() {
        agrees(TextCases.ofSentences());
    }

    private void agrees(TextCases cases) {
        List<String> hypotheses = cases.hypotheses();
        List<List<String>> references = cases.references();
        double[] expected = numbers(cases.expected().at("/meteor_nltk_no_wordnet/per_caption_multi_ref"));
        assertArrayEquals(expected, scores(hypotheses, references), TOLERANCE);
        assertArrayEquals(
                numbers(cases.expected().at("/meteor_nltk_no_wordnet/single_first_ref")),
                scores(
                        hypotheses,
                        references.stream().map(list -> list.subList(0, 1)).toList()),
                TOLERANCE);
        assertEquals(
                Arrays.stream(expected).average().orElseThrow(),
                meteor.evaluate(hypotheses, references).value(),
                TOLERANCE);
        ReferenceCases.assertMergesExactly(meteor, hypotheses, references, 7);
    }

    @Test
    void longTextsOfMadeWordsScoreAsInNltk() {
        TextCases cases = TextCases.ofMadeWords();
        assertArrayEquals(
                numbers(cases.expected().get("meteor_pairs")),
                scores(
                        cases.predictions(),
                        cases.targets().stream().map(List::of).toList()),
                TOLERANCE);
    }

    private double[] scores(List<String> hypotheses, List<List<String>> references) {
        return IntStream.range(0, hypotheses.size())
                .mapToDouble(i -> meteor.scores(hypotheses.get(i), references.get(i))[0])
                .toArray();
    }

    @Test
    void anExampleWithoutReferencesIsRefused() {
        var accumulator = meteor.newAccumulator();
        assertThrows(IllegalArgumentException.class, () -> accumulator.update("a", List.of()));
        assertThrows(IllegalArgumentException.class, () -> accumulator.update("a", Arrays.asList("a", null)));
        assertThrows(IllegalArgumentException.class, () -> accumulator.update(null, List.of("a")));
        assertEquals(0, accumulator.size());
    }
}
