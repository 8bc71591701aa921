package org.paperzoo.evaluation.metric.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.testkit.SharedFiles;
import org.paperzoo.zoo.InvalidInputException;

/** Against pycocotools (ppwwyyxx/cocoapi ac87f50). */
class CocoAveragePrecisionTest {

    private static final double TOLERANCE = 1e-12;
    private static final List<String> FIGURES =
            List.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");

    private final CocoAveragePrecision<BoxPrediction, BoxReference> metric = CocoAveragePrecision.ofBoxes();

    @TestFactory
    Stream<DynamicTest> casesScoreAsInPycocotools() {
        JsonNode expected = json("coco/expected.json").get("cases");
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("bbox_small", "bbox_ties", "bbox_gt_id_zero", "bbox_no_gt")) {
            expected.get(name).properties().forEach(run -> {
                if (run.getValue().isObject()) {
                    tests.add(DynamicTest.dynamicTest(
                            name + " " + run.getKey(),
                            () -> agrees(json("coco/" + name + ".json"), run.getKey(), run.getValue())));
                }
            });
        }
        return tests.stream();
    }

    @Test
    void fiveHundredImagesScoreAsInPycocotools() {
        JsonNode data = json(SharedFiles.require("metrics/coco/bbox_big.json.gz"));
        agrees(data, "default", json("coco/expected.json").at("/cases/bbox_big/default"));
    }

    private static void agrees(JsonNode data, String run, JsonNode expected) {
        JsonNode overrides = expected.at("/params/overrides");
        Set<Long> images = new HashSet<>();
        overrides.path("imgIds").forEach(image -> images.add(image.longValue()));
        CocoCase example = CocoCase.of(data, images, run.equals("same_with_ids_plus_1") ? 1 : 0);
        int[] detections = toInts(expected.at("/params/maxDets"));
        boolean byCategory = expected.at("/params/useCats").intValue() == 1;
        int[] categories = overrides.has("catIds") ? toInts(overrides.get("catIds")) : example.categories();
        var metric = CocoAveragePrecision.ofBoxes(byCategory, detections).withCategories(categories);
        MetricResult result = metric.evaluate(example.predictions(), example.references());

        double[] stats = result.numbers().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        assertArrayEquals(numbers(expected.get("stats")), stats, TOLERANCE);
        assertEquals(stats[0], result.value());
        JsonNode byThreshold = expected.get("mean_AP_per_iou");
        if (detections[2] == 100) {
            assertArrayEquals(numbers(byThreshold), result.numbers("AP_by_threshold"), TOLERANCE);
        }
        for (int i = 0; i < expected.path("per_category").size(); i++) {
            JsonNode category = expected.get("per_category").get(i);
            assertEquals(number(category.get("category_id")), result.numbers("categories")[i]);
            assertEquals(number(category.get("AP50")), result.numbers("AP50_by_category")[i], TOLERANCE);
            assertEquals(number(category.get("AP75")), result.numbers("AP75_by_category")[i], TOLERANCE);
            assertEquals(
                    number(category.get("AR_maxdets_last")),
                    result.numbers("AR" + detections[2] + "_by_category")[i],
                    TOLERANCE);
            double[] areas = numbers(category.get("AP_by_area"));
            if (detections[2] == 100) {
                assertEquals(number(category.get("AP")), result.numbers("AP_by_category")[i], TOLERANCE);
                assertEquals(areas[0], result.numbers("AP_by_category")[i], TOLERANCE);
            }
            assertEquals(areas[1], result.numbers("APs_by_category")[i], TOLERANCE);
            assertEquals(areas[2], result.numbers("APm_by_category")[i], TOLERANCE);
            assertEquals(areas[3], result.numbers("APl_by_category")[i], TOLERANCE);
        }
    }

    private static int[] toInts(JsonNode list) {
        return Arrays.stream(numbers(list)).mapToInt(value -> (int) value).toArray();
    }

    @Test
    void withoutAListOfCategoriesItReportsThoseThatOccur() {
        CocoCase example = CocoCase.of(json("coco/bbox_small.json"), Set.of(), 0);
        MetricResult all = metric.evaluate(example.predictions(), example.references());
        assertEquals(
                number(json("coco/expected.json").at("/cases/bbox_small/default/stats/0")), all.value(), TOLERANCE);
        assertEquals(List.copyOf(all.numbers().keySet()), FIGURES);
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        for (String name : List.of("bbox_small", "bbox_ties")) {
            CocoCase example = CocoCase.of(json("coco/" + name + ".json"), Set.of(), 0);
            ReferenceCases.assertMergesExactly(metric, example.predictions(), example.references(), 17);
        }
    }

    @Test
    void annotationsFoundExactlyScoreOne() {
        CocoCase example = CocoCase.of(json("coco/bbox_small.json"), Set.of(), 0);
        List<BoxPrediction> perfect = new ArrayList<>();
        List<BoxReference> regular = new ArrayList<>();
        for (BoxReference reference : example.references()) {
            double[] scores = new double[reference.size()];
            Arrays.fill(scores, 0.9);
            perfect.add(new BoxPrediction(reference.boxes(), scores, reference.categories()));
            regular.add(new BoxReference(
                    reference.imageId(),
                    reference.ids(),
                    reference.boxes(),
                    reference.categories(),
                    reference.areas(),
                    new boolean[reference.size()]));
        }
        MetricResult result = metric.evaluate(perfect, regular);
        assertEquals(1, result.number("AP50"), 1e-12);
        assertEquals(1, result.number("AR100"), 1e-12);
    }

    @Test
    void aResampleThatDrawsEachImageOnceIsTheWhole() {
        CocoCase example = CocoCase.of(json("coco/bbox_small.json"), Set.of(), 0);
        int[] once = new int[example.predictions().size()];
        Arrays.fill(once, 1);
        MetricResult whole = metric.evaluate(example.predictions(), example.references());
        Resampler resampler = metric.resampler(units(example));
        assertEquals(whole.numbers(), resampler.result(once).numbers());
    }

    @Test
    void drawingAnImageTwiceEqualsACopyOfIt() {
        // No equal scores within an image here, whose order would differ.
        CocoCase example = CocoCase.of(json("coco/bbox_small.json"), Set.of(), 0);
        List<BoxPrediction> predictions = new ArrayList<>();
        List<BoxReference> references = new ArrayList<>();
        int[] multiplicities = new int[example.predictions().size()];
        long id = 0;
        List<BoxPrediction> distinct = new ArrayList<>();
        for (int i = 0; i < multiplicities.length; i++) {
            BoxPrediction prediction = example.predictions().get(i);
            double[] scores = prediction.scores().clone();
            for (int d = 0; d < scores.length; d++) {
                scores[d] = scores[d] + 1e-6 * d + 1e-9 * i;
            }
            distinct.add(new BoxPrediction(prediction.boxes(), scores, prediction.categories()));
            multiplicities[i] = i % 3;
            for (int copy = 0; copy < multiplicities[i]; copy++) {
                BoxReference reference = example.references().get(i);
                predictions.add(distinct.get(i));
                references.add(new BoxReference(
                        id++,
                        reference.ids(),
                        reference.boxes(),
                        reference.categories(),
                        reference.areas(),
                        reference.crowds()));
            }
        }
        Resampler resampler = metric.resampler(units(new CocoCase(distinct, example.references(), new int[0])));
        assertEquals(
                metric.evaluate(predictions, references).numbers(),
                resampler.result(multiplicities).numbers());
    }

    @Test
    void intervalsHoldTheValueAndRepeat() {
        CocoCase example = CocoCase.of(json("coco/bbox_small.json"), Set.of(), 0);
        Bootstrap bootstrap = Bootstrap.of(metric, 1);
        Bootstrap.Intervals intervals = bootstrap.intervals(metric.resampler(units(example)));
        double value =
                metric.evaluate(example.predictions(), example.references()).value();
        assertEquals(200, intervals.resamples());
        assertTrue(
                intervals.value().lower() < value && value < intervals.value().upper(), intervals.toString());
        assertEquals(intervals, bootstrap.intervals(metric.resampler(units(example))));
    }

    private List<Accumulator<BoxPrediction, BoxReference>> units(CocoCase example) {
        List<Accumulator<BoxPrediction, BoxReference>> units = new ArrayList<>();
        for (int i = 0; i < example.predictions().size(); i++) {
            Accumulator<BoxPrediction, BoxReference> unit = metric.newAccumulator();
            unit.update(example.predictions().get(i), example.references().get(i));
            units.add(unit);
        }
        return units;
    }

    @Test
    void sortingIsStableAndDescending() {
        Random random = new Random(5);
        for (int size = 0; size < 100; size++) {
            double[] numbers = random.ints(size, 0, 12).asDoubleStream().toArray();
            int[] expected = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -numbers[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertArrayEquals(expected, StableOrder.descending(numbers));
        }
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() {
        double[] box = {0, 0, 1, 1};
        Exception error = assertThrows(
                IllegalArgumentException.class, () -> new BoxPrediction(box, new double[] {Double.NaN}, new int[] {1}));
        assertEquals("detection 0 has the score NaN", error.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new BoxPrediction(box, new double[] {Double.POSITIVE_INFINITY}, new int[] {1}));
    }

    @Test
    void boxesOfNegativeSizeAreRefused() {
        Exception error = assertThrows(
                IllegalArgumentException.class,
                () -> new BoxPrediction(new double[] {0, 0, 1, -1}, new double[] {1}, new int[] {1}));
        assertTrue(error.getMessage().contains("[0.0, 0.0, 1.0, -1.0]"), error.getMessage());
    }

    @Test
    void anImageSeenTwiceIsRefused() {
        BoxPrediction nothing = new BoxPrediction(new double[0], new double[0], new int[0]);
        BoxReference empty = new BoxReference(7, new long[0], new double[0], new int[0], new double[0], new boolean[0]);
        Accumulator<BoxPrediction, BoxReference> first = metric.newAccumulator();
        Accumulator<BoxPrediction, BoxReference> second = metric.newAccumulator();
        first.update(nothing, empty);
        second.update(nothing, empty);
        assertThrows(IllegalArgumentException.class, () -> first.update(nothing, empty));
        assertThrows(IllegalArgumentException.class, () -> first.merge(second));
        assertEquals(1, first.size());
        assertEquals(-1, first.result().value());
    }

    @Test
    void aStateOfOtherCategoriesIsRefused() {
        JsonNode state = metric.withCategories(1, 2).newAccumulator().state();
        assertThrows(InvalidInputException.class, () -> metric.restore(state));
        assertThrows(
                IllegalArgumentException.class,
                () -> metric.newAccumulator().merge(metric.withCategories(1).newAccumulator()));
    }
}
