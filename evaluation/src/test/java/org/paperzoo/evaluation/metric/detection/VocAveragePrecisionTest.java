package org.paperzoo.evaluation.metric.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against voc_eval.py (rbgirshick/py-faster-rcnn 781a917). */
class VocAveragePrecisionTest {

    private static final double TOLERANCE = 1e-12;

    private final JsonNode data = json("coco/voc.json");
    private final List<VocPrediction> predictions = new ArrayList<>();
    private final List<VocReference> references = new ArrayList<>();
    private final Map<Integer, String> classes = new TreeMap<>();

    VocAveragePrecisionTest() {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        data.get("classes").forEach(name -> {
            classes.put(numbers.size(), name.textValue());
            numbers.put(name.textValue(), numbers.size());
        });
        for (int image = 0; image < data.get("images").size(); image++) {
            String name = data.get("images").get(image).textValue();
            List<JsonNode> found = of(data.get("dt"), name);
            List<JsonNode> annotated = of(data.get("gt"), name);
            predictions.add(new VocPrediction(
                    corners(found),
                    found.stream()
                            .mapToDouble(entry -> entry.get("score").doubleValue())
                            .toArray(),
                    categories(found, numbers)));
            boolean[] difficult = new boolean[annotated.size()];
            for (int i = 0; i < difficult.length; i++) {
                difficult[i] = annotated.get(i).get("difficult").intValue() == 1;
            }
            references.add(new VocReference(image, corners(annotated), categories(annotated, numbers), difficult));
        }
    }

    private static List<JsonNode> of(JsonNode entries, String image) {
        List<JsonNode> found = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.get("image").textValue().equals(image)) {
                found.add(entry);
            }
        });
        return found;
    }

    private static double[] corners(List<JsonNode> entries) {
        return entries.stream()
                .flatMapToDouble(entry -> Arrays.stream(numbers(entry.get("bbox"))))
                .toArray();
    }

    private static int[] categories(List<JsonNode> entries, Map<String, Integer> numbers) {
        return entries.stream()
                .mapToInt(entry -> numbers.get(entry.get("class").textValue()))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "iou0.5_voc07_11point, 0.5, true",
        "iou0.5_area, 0.5, false",
        "iou0.75_voc07_11point, 0.75, true",
        "iou0.75_area, 0.75, false"
    })
    void casesScoreAsInTheReference(String name, double threshold, boolean elevenPoint) {
        VocAveragePrecision metric = metric(threshold, elevenPoint);
        MetricResult result = metric.evaluate(predictions, references);
        JsonNode expected = json("coco/expected.json").at("/cases/voc").get(name);
        assertEquals(number(expected.get("mAP")), result.value(), TOLERANCE);
        for (int i = 0; i < classes.size(); i++) {
            JsonNode its = expected.get("per_class").get(classes.get(i));
            assertEquals(number(its.get("ap")), result.numbers("AP_by_category")[i], TOLERANCE);
            assertEquals(number(its.get("final_recall")), result.numbers("recall_by_category")[i], TOLERANCE);
            assertEquals(number(its.get("final_precision")), result.numbers("precision_by_category")[i], TOLERANCE);
            assertEquals(number(its.get("n_det")), result.numbers("detections_by_category")[i]);
        }
        assertEquals(List.copyOf(classes.values()), result.values().get("category_names"));
        ReferenceCases.assertMergesExactly(metric, predictions, references, 11);
    }

    private VocAveragePrecision metric(double threshold, boolean elevenPoint) {
        return (elevenPoint ? VocAveragePrecision.ofElevenPoints(threshold) : VocAveragePrecision.ofArea(threshold))
                .withCategories(classes);
    }

    @Test
    void aResampleThatDrawsEachImageOnceIsTheWhole() {
        VocAveragePrecision metric = metric(0.5, false);
        List<Accumulator<VocPrediction, VocReference>> units = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            Accumulator<VocPrediction, VocReference> unit = metric.newAccumulator();
            unit.update(predictions.get(i), references.get(i));
            units.add(unit);
        }
        int[] once = new int[units.size()];
        Arrays.fill(once, 1);
        assertEquals(
                metric.evaluate(predictions, references).value(),
                metric.resampler(units).result(once).value());
    }

    @Test
    void aCategoryThatIsFoundButNeverAnnotatedHasNoAreaAndNoPrecisionAtElevenRecalls() {
        VocPrediction found = new VocPrediction(new double[] {1, 1, 5, 5}, new double[] {0.5}, new int[] {0});
        VocReference nothing = new VocReference(1, new double[0], new int[0], new boolean[0]);
        assertTrue(Double.isNaN(VocAveragePrecision.ofArea(0.5)
                .evaluate(List.of(found), List.of(nothing))
                .value()));
        assertEquals(
                0,
                VocAveragePrecision.ofElevenPoints(0.5)
                        .evaluate(List.of(found), List.of(nothing))
                        .value());
    }

    @Test
    void annotationsFoundExactlyScoreOne() {
        List<VocPrediction> perfect = references.stream()
                .map(reference -> {
                    double[] scores = new double[reference.categories().length];
                    Arrays.fill(scores, 0.5);
                    return new VocPrediction(reference.corners(), scores, reference.categories());
                })
                .toList();
        assertEquals(1, metric(0.75, false).evaluate(perfect, references).value(), TOLERANCE);
        assertEquals(1, metric(0.75, true).evaluate(perfect, references).value(), TOLERANCE);
    }
}
