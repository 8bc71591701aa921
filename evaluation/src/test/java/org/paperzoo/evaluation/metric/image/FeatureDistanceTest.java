package org.paperzoo.evaluation.metric.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.ReferenceTensors;

/** Against pytorch-fid b9c1811, and the definition of KID. */
class FeatureDistanceTest {

    private static final JsonNode EXPECTED = ReferenceCases.json("image/expected.json");

    private static Features features(String name) {
        try (ReferenceTensors tensors = ReferenceTensors.open("image/features.safetensors")) {
            double[] numbers = tensors.numbers(name);
            float[] values = new float[numbers.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) numbers[i];
            }
            return new Features(values, tensors.shape(name)[1]);
        }
    }

    private static MetricResult evaluate(FeatureDistance metric, String name) {
        return metric.evaluate(List.of(features(name + "/a")), List.of(features(name + "/b")));
    }

    @TestFactory
    Stream<DynamicTest> casesScoreAsInPytorchFid() {
        List<DynamicTest> tests = new ArrayList<>();
        EXPECTED.get("fid")
                .properties()
                .forEach(entry -> tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> {
                    double expected = number(entry.getValue().get("pytorch_fid"));
                    double relative = entry.getKey().startsWith("singular") ? 1e-6 : 1e-8;
                    double value =
                            evaluate(FeatureDistance.frechet(), entry.getKey()).value();
                    assertEquals(expected, value, Math.max(1e-12, relative * expected));
                    // Better than asked for: the root taken through eigenvalues.
                    double eigenvalues = number(entry.getValue().get("eigenvalue_form"));
                    assertEquals(eigenvalues, value, Math.max(1e-12, 1e-8 * expected));
                })));
        return tests.stream();
    }

    @Test
    void kidIsItsDefinition() {
        JsonNode kid = EXPECTED.get("kid_unbiased_whole_set");
        double expected = number(kid.get("value"));
        assertEquals(
                expected,
                evaluate(FeatureDistance.kernel(), kid.get("on").textValue()).value(),
                1e-12 * expected);
    }

    private static List<Features> random(long seed, int pictures, int width, int empty) {
        Random random = new Random(seed);
        List<Features> features = new ArrayList<>();
        for (int picture = 0; picture < pictures; picture++) {
            float[] values = new float[picture < pictures - empty ? width : 0];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            features.add(new Features(values, width));
        }
        return features;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void splitShuffledAndMergedItScoresTheSame(long seed) {
        for (FeatureDistance metric : List.of(FeatureDistance.frechet(), FeatureDistance.kernel())) {
            ReferenceCases.assertMergesExactly(metric, random(seed, 30, 7, 4), random(seed + 9, 30, 7, 0), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8, 13, 40, 70})
    void aSetIsAtNoDistanceFromItself(int pictures) {
        List<Features> same = random(5, pictures, 12, 0);
        MetricResult result = FeatureDistance.frechet().evaluate(same, same);
        assertEquals(0, result.value(), 1e-12);
    }

    @Test
    void shiftedByOneInEveryFeatureTheSquaredDistanceIsTheirNumber() {
        List<Features> here = random(5, 50, 6, 0);
        List<Features> there = here.stream()
                .map(row -> {
                    float[] moved = row.values().clone();
                    for (int i = 0; i < moved.length; i++) {
                        moved[i] += 1;
                    }
                    return new Features(moved, 6);
                })
                .toList();
        assertEquals(6, FeatureDistance.frechet().evaluate(here, there).value(), 1e-5);
    }

    @Test
    void featuresThatNeverVaryAreNoTrouble() {
        List<Features> here = random(5, 50, 6, 0);
        here.forEach(row -> row.values()[2] = 0);
        List<Features> there = random(6, 50, 6, 0);
        double value = FeatureDistance.frechet().evaluate(here, there).value();
        assertTrue(value > 0 && value < 5, Double.toString(value));
    }

    @Test
    void theFactorOfASemidefiniteMatrixIsAsNarrowAsItsRank() {
        Random random = new Random(3);
        double[][] factor = new double[4][11];
        for (double[] row : factor) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        double[][] matrix = new double[11][11];
        for (int i = 0; i < 11; i++) {
            for (int j = 0; j < 11; j++) {
                for (double[] row : factor) {
                    matrix[i][j] += row[i] * row[j];
                }
            }
        }
        double[][] found = SemidefiniteFactor.of(matrix);
        assertEquals(4, found.length);
        for (int i = 0; i < 11; i++) {
            for (int j = 0; j < 11; j++) {
                double sum = 0;
                for (double[] row : found) {
                    sum += row[i] * row[j];
                }
                assertEquals(matrix[i][j], sum, 1e-13);
            }
        }
    }

    @Test
    void whatCannotBeScoredIsRefused() {
        FeatureDistance metric = FeatureDistance.frechet();
        List<Features> one = random(1, 1, 4, 0);
        assertEquals(
                "fid-pytorch-fid needs at least 2 pictures of either kind, not 1 generated and 1 real ones",
                assertThrows(IllegalStateException.class, () -> metric.evaluate(one, one))
                        .getMessage());
        assertEquals(
                "example 0: a generated picture has 4 features, a real one 5",
                assertThrows(IllegalArgumentException.class, () -> metric.evaluate(one, random(1, 1, 5, 0)))
                        .getMessage());
        assertEquals(
                "feature 1 of picture 1 is NaN",
                assertThrows(IllegalArgumentException.class, () -> new Features(new float[] {1, 2, 3, Float.NaN}, 2))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Features(new float[3], 2));
    }
}
