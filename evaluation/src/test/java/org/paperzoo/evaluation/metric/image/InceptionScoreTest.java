package org.paperzoo.evaluation.metric.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.ReferenceTensors;

/** Against the definition of the inception score. */
class InceptionScoreTest {

    private static final double TOLERANCE = 1e-12;

    private static List<ClassProbabilities> pictures() {
        try (ReferenceTensors tensors = ReferenceTensors.open("image/features.safetensors")) {
            double[] numbers = tensors.numbers("inception_score/probs");
            int classes = tensors.shape("inception_score/probs")[1];
            List<ClassProbabilities> pictures = new ArrayList<>();
            for (int i = 0; i < numbers.length / classes; i++) {
                pictures.add(new ClassProbabilities(i, Arrays.copyOfRange(numbers, i * classes, (i + 1) * classes)));
            }
            return pictures;
        }
    }

    private static List<Object> nothing(int size) {
        return Collections.nCopies(size, "");
    }

    @Test
    void theScoreIsItsDefinition() {
        JsonNode expected = ReferenceCases.json("image/expected.json").get("inception_score");
        List<ClassProbabilities> pictures = pictures();
        MetricResult result = new InceptionScore(10, 20, 200).evaluate(pictures, nothing(200));
        assertEquals(number(expected.get("splits10_mean")), result.value(), TOLERANCE);
        assertEquals(number(expected.get("splits10_std")), result.number("std"), TOLERANCE);
        assertEquals(
                number(expected.get("splits1")),
                new InceptionScore(1, 20, 200).evaluate(pictures, nothing(200)).value(),
                TOLERANCE);
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        ReferenceCases.assertMergesExactly(new InceptionScore(7, 20, 200), pictures(), nothing(200), 3);
    }

    @Test
    void sureAndEvenlySpreadPicturesScoreTheNumberOfClasses() {
        List<ClassProbabilities> pictures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            double[] probabilities = new double[4];
            probabilities[i % 4] = 1;
            pictures.add(new ClassProbabilities(i, probabilities));
        }
        assertEquals(
                4, new InceptionScore(2, 4, 8).evaluate(pictures, nothing(8)).value(), 1e-15);
    }

    @Test
    void whatAreNoProbabilitiesIsRefused() {
        assertEquals(
                "picture 3 has the probability NaN of class 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ClassProbabilities(3, new double[] {0.5, Double.NaN}))
                        .getMessage());
        assertEquals(
                "the probabilities of picture 3 add up to 0.75, not to 1",
                assertThrows(IllegalArgumentException.class, () -> new ClassProbabilities(3, new double[] {0.5, 0.25}))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new InceptionScore(1, 3, 2)
                        .evaluate(List.of(new ClassProbabilities(0, new double[] {0.5, 0.5})), nothing(1)));
        assertThrows(IllegalArgumentException.class, () -> new InceptionScore(10, 3, 9));
    }
}
