package org.paperzoo.evaluation.metric.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MeanMetric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.ReferenceTensors;

/** Against medpy d6abf41 and MONAI d388d1c. */
class MaskDistanceTest {

    private static final double EXACT = 1e-12;
    /** MONAI gives single precision. */
    private static final double SINGLE = 1e-6;

    private static final JsonNode CASES =
            ReferenceCases.json("segmentation/expected.json").get("binary");

    private record Pair(LabelVolume prediction, LabelVolume reference) {}

    private static Pair pair(String name) {
        try (ReferenceTensors tensors = ReferenceTensors.open("segmentation/binary_volumes.safetensors")) {
            int[] shape = tensors.shape(name + "/reference");
            double[] spacing = new double[shape.length];
            Arrays.fill(spacing, 1);
            if (!CASES.get(name).get("voxelspacing").isNull()) {
                spacing = numbers(CASES.get(name).get("voxelspacing"));
            }
            return new Pair(
                    LabelVolume.ofBytes(shape, spacing, tensors.bytes(name + "/result")),
                    LabelVolume.ofBytes(shape, spacing, tensors.bytes(name + "/reference")));
        }
    }

    @TestFactory
    Stream<DynamicTest> casesScoreAsInMedpyAndMonai() {
        List<DynamicTest> tests = new ArrayList<>();
        CASES.properties().forEach(entry -> {
            Pair pair = pair(entry.getKey());
            entry.getValue().properties().forEach(value -> {
                if (value.getValue().isNumber() || value.getValue().isTextual()) {
                    tests.add(DynamicTest.dynamicTest(
                            entry.getKey() + " medpy " + value.getKey(),
                            () -> agreesWithMedpy(pair, value.getKey(), value.getValue())));
                }
            });
            entry.getValue()
                    .get("monai")
                    .properties()
                    .forEach(value -> tests.add(DynamicTest.dynamicTest(
                            entry.getKey() + " MONAI " + value.getKey(),
                            () -> assertEquals(
                                    number(value.getValue()), monai(pair, value.getKey()), SINGLE, value.getKey()))));
        });

        return tests.stream();
    }

    private static void agreesWithMedpy(Pair pair, String name, JsonNode expected) {
        int connectivity = name.contains("_connectivity") ? name.charAt(name.length() - 1) - '0' : 1;
        String figure = name.replaceAll("_connectivity.", "");
        if (List.of("hd", "hd95", "asd", "assd").contains(figure)) {
            MeanMetric<LabelVolume, LabelVolume> metric = SurfaceDistance.medpy(
                    SurfaceDistance.Figure.valueOf(figure.toUpperCase(Locale.ROOT)), connectivity, 1);
            if (expected.isTextual()) {
                Exception error = assertThrows(IllegalArgumentException.class, () -> evaluate(metric, pair));
                String empty = expected.textValue().contains("first") ? "prediction" : "reference";
                assertTrue(error.getMessage().contains("the " + empty + " has no voxel"), error.getMessage());
            } else {
                assertEquals(number(expected), evaluate(metric, pair).value(), EXACT);
            }
        } else {
            MetricResult result = evaluate(MaskOverlap.medpy(MaskOverlap.Figure.DICE, 1), pair);
            // medpy refuses a volume difference to nothing; among other figures, it is undefined.
            double value = expected.isTextual() ? Double.NaN : number(expected);
            assertEquals(value, result.number(figure), 1e-15);
        }
    }

    private static double monai(Pair pair, String name) {
        return switch (name) {
            case "dice" -> evaluate(MaskOverlap.monaiDice(1), pair).value();
            case "iou" -> evaluate(MaskOverlap.monaiIou(1), pair).value();
            case "surface_dice_thr1" ->
                evaluate(SurfaceDistance.monaiSurfaceDice(1, 1), pair).value();
            case "hausdorff" -> monai(pair).number("hd");
            case "hausdorff_p95" -> monai(pair).number("hd95");
            case "hausdorff_p95_directed" -> monai(pair).number("hd95_directed");
            case "assd_symmetric" -> monai(pair).number("assd");
            default -> monai(pair).number(name);
        };
    }

    private static MetricResult monai(Pair pair) {
        return evaluate(SurfaceDistance.monai(SurfaceDistance.Figure.HD95, 1), pair);
    }

    private static MetricResult evaluate(MeanMetric<LabelVolume, LabelVolume> metric, Pair pair) {
        return metric.evaluate(List.of(pair.prediction()), List.of(pair.reference()));
    }

    /** Against the distances to all sites. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void distancesAreThoseToTheNearestSite(long seed) {
        Random random = new Random(seed);
        int[] shape = {1 + random.nextInt(9), 1 + random.nextInt(12), 1 + random.nextInt(20)};
        double[] spacing = {0.3 + random.nextDouble(), 0.3 + random.nextDouble(), 3 * random.nextDouble()};
        boolean[] sites = new boolean[shape[0] * shape[1] * shape[2]];
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            sites[random.nextInt(sites.length)] = true;
        }
        double[] expected = new double[sites.length];
        for (int voxel = 0; voxel < sites.length; voxel++) {
            double least = Double.POSITIVE_INFINITY;
            for (int site = 0; site < sites.length; site++) {
                if (sites[site]) {
                    double square = 0;
                    int[] step = {
                        voxel / (shape[1] * shape[2]) - site / (shape[1] * shape[2]),
                        voxel / shape[2] % shape[1] - site / shape[2] % shape[1],
                        voxel % shape[2] - site % shape[2]
                    };
                    for (int axis = 0; axis < 3; axis++) {
                        square += step[axis] * spacing[axis] * step[axis] * spacing[axis];
                    }
                    least = Math.min(least, square);
                }
            }
            expected[voxel] = least;
        }
        assertArrayEquals(expected, DistanceTransform.squared(sites, shape, spacing), 1e-12);
    }

    @Test
    void withoutASiteAllIsInfinitelyFar() {
        double[] squares = DistanceTransform.squared(new boolean[24], new int[] {2, 3, 4}, new double[] {1, 1, 1});
        assertTrue(Arrays.stream(squares).allMatch(square -> square == Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void splitShuffledAndMergedItScoresTheSame(long seed) {
        List<LabelVolume> predictions = new ArrayList<>();
        List<LabelVolume> references = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            predictions.add(blob(seed + i, 3));
            references.add(blob(seed + i + 100, 3));
        }
        ReferenceCases.assertMergesExactly(
                SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 2, 1, 2), predictions, references, seed);
        ReferenceCases.assertMergesExactly(
                SurfaceDistance.monai(SurfaceDistance.Figure.ASSD, 1, 2, 7), predictions, references, seed);
        ReferenceCases.assertMergesExactly(MaskOverlap.monaiDice(1, 2, 7), predictions, references, seed);
        ReferenceCases.assertMergesExactly(
                MaskOverlap.medpy(MaskOverlap.Figure.JACCARD, 1, 2), predictions, references, seed);
    }

    private static LabelVolume blob(long seed, int labels) {
        Random random = new Random(seed);
        int[] voxels = new int[6 * 7 * 8];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = random.nextInt(4) == 0 ? random.nextInt(labels) : voxels[Math.max(0, i - 1)];
        }
        for (int label = 0; label < labels; label++) {
            voxels[label] = label;
        }
        return LabelVolume.ofIntegers(new int[] {6, 7, 8}, new double[] {2, 1, 0.5}, voxels);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPerfectPredictionScoresItsBest(long seed) {
        Pair same = new Pair(blob(seed, 3), blob(seed, 3));
        assertEquals(
                0,
                evaluate(SurfaceDistance.medpy(SurfaceDistance.Figure.HD, 3, 1, 2), same)
                        .value());
        assertEquals(
                0,
                evaluate(SurfaceDistance.monai(SurfaceDistance.Figure.HD95, 1, 2), same)
                        .value());
        assertEquals(
                1, evaluate(SurfaceDistance.monaiSurfaceDice(0, 1, 2), same).value());
        assertEquals(
                1,
                evaluate(MaskOverlap.medpy(MaskOverlap.Figure.DICE, 1, 2), same).value());
        assertEquals(1, evaluate(MaskOverlap.monaiIou(1, 2), same).value());
    }

    @Test
    void aLabelThatNoReferenceHasIsLeftOutOfMonaisMean() {
        Pair same = new Pair(blob(5, 2), blob(5, 2));
        assertEquals(1, evaluate(MaskOverlap.monaiDice(1, 9), same).value());
        assertEquals(Double.NaN, evaluate(MaskOverlap.monaiDice(9), same).value());
        assertEquals(
                0,
                evaluate(SurfaceDistance.monai(SurfaceDistance.Figure.HD, 1, 9), same)
                        .value());
    }

    @Test
    void picturesHaveRowsFirst() {
        LabelMap map = LabelMap.ofBytes(3, 2, new byte[] {0, 0, 1, 0, 0, 0});
        LabelMap other = LabelMap.ofBytes(3, 2, new byte[] {1, 0, 0, 0, 0, 0});
        Pair pair = new Pair(LabelVolume.of(map, new double[] {1, 5}), LabelVolume.of(other, new double[] {1, 5}));
        assertEquals(
                10,
                evaluate(SurfaceDistance.medpy(SurfaceDistance.Figure.HD, 1, 1), pair)
                        .value());
    }

    @Test
    void idsCarryWhatDiffers() {
        assertEquals(
                "hd95-medpy",
                SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 1, 1)
                        .definition()
                        .id());
        assertEquals(
                "hd95-medpy-connectivity2-labels-1-3",
                SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 2, 1, 3)
                        .definition()
                        .id());
        assertEquals(
                "hd95-monai",
                SurfaceDistance.monai(SurfaceDistance.Figure.HD95, 1)
                        .definition()
                        .id());
        assertEquals(
                "surface-dice-monai-tolerance1.5",
                SurfaceDistance.monaiSurfaceDice(1.5, 1).definition().id());
    }

    @Test
    void volumesThatDoNotFitAreRefused() {
        LabelVolume flat = LabelVolume.ofBytes(new int[] {2, 2}, new double[] {1, 1}, new byte[4]);
        LabelVolume line = LabelVolume.ofBytes(new int[] {4}, new double[] {1}, new byte[4]);
        LabelVolume wide = LabelVolume.ofBytes(new int[] {2, 2}, new double[] {1, 2}, new byte[4]);
        assertEquals(
                "example 0: the prediction has the shape [4], the reference [2, 2]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> evaluate(MaskOverlap.monaiDice(1), new Pair(line, flat)))
                        .getMessage());
        assertEquals(
                "example 0: the prediction has the spacing [1.0, 2.0], the reference [1.0, 1.0]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> evaluate(MaskOverlap.monaiDice(1), new Pair(wide, flat)))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelVolume.ofBytes(new int[] {1 << 20, 1 << 20}, new double[] {1, 1}, new byte[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelVolume.ofBytes(new int[] {4}, new double[] {Double.NaN}, new byte[4]));
        assertThrows(IllegalArgumentException.class, () -> MaskOverlap.monaiDice());
    }
}
