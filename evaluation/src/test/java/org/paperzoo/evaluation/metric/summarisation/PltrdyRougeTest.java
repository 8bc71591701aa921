package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against pltrdy/rouge c1b90a7. */
class PltrdyRougeTest {

    private static final double TOLERANCE = 1e-12;

    private final PltrdyRouge rouge = new PltrdyRouge();

    @Test
    void textsOfMadeWordsScoreAsInTheReference() {
        agrees(TextCases.ofMadeWords());
    }

    @Test
    void sentencesScoreAsInTheReference() {
        agrees(TextCases.ofSentences());
    }

    private void agrees(TextCases cases) {
        List<String> predictions = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        double[] sums = new double[9];
        JsonNode expected = cases.expected().at("/pltrdy_rouge/per_pair");
        for (int i = 0; i < expected.size(); i++) {
            String prediction = cases.predictions().get(i);
            String target = cases.targets().get(i);
            JsonNode pair = expected.get(i);
            if (pair.has("error")) {
                Exception error = assertThrows(IllegalArgumentException.class, () -> rouge.scores(prediction, target));
                String side = error.getMessage().split(" ")[1];
                assertTrue(
                        pair.get("error").textValue().toLowerCase(Locale.ROOT).contains(side + " is empty"));
                continue;
            }
            double[] scores = new double[9];
            int index = 0;
            for (String type : List.of("rouge-1", "rouge-2", "rouge-l")) {
                for (String part : List.of("r", "p", "f")) {
                    scores[index] = pair.get(type).get(part).doubleValue();
                    sums[index] += scores[index];
                    index++;
                }
            }
            assertArrayEquals(scores, rouge.scores(prediction, target), TOLERANCE, "pair " + i);
            predictions.add(prediction);
            targets.add(target);
        }
        var result = rouge.evaluate(predictions, targets);
        assertEquals(sums[2] / predictions.size(), result.value(), TOLERANCE);
        assertEquals(sums[6] / predictions.size(), result.number("rouge-l_r"), TOLERANCE);
        ReferenceCases.assertMergesExactly(rouge, predictions, targets, 6);
    }

    @Test
    void aTextWithoutSentencesIsRefused() {
        assertEquals(
                "the reference has no sentence: it is empty, or nothing but full stops",
                assertThrows(IllegalArgumentException.class, () -> rouge.scores("a", "..."))
                        .getMessage());
    }
}
