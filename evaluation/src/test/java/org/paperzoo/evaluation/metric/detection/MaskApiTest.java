package org.paperzoo.evaluation.metric.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.datasets.vision.RunLengthMask;

/** Against the mask API of pycocotools (ppwwyyxx/cocoapi ac87f50), digit by digit. */
class MaskApiTest {

    private final JsonNode cases = json("coco/mask_api.json");

    @TestFactory
    Stream<DynamicTest> masksAreThoseOfTheMaskApi() {
        List<DynamicTest> tests = new ArrayList<>();
        cases.get("vectors_with_expected")
                .forEach(vector -> tests.add(DynamicTest.dynamicTest(
                        "vector " + tests.size() + ", " + vector.get("h") + " by " + vector.get("w"),
                        () -> agrees(vector))));
        return tests.stream();
    }

    private static void agrees(JsonNode vector) {
        int height = vector.get("h").intValue();
        int width = vector.get("w").intValue();
        List<double[]> polygons = new ArrayList<>();
        vector.get("polygons_A").forEach(polygon -> polygons.add(numbers(polygon)));
        double[] box = numbers(vector.get("box_C"));
        List<RunLengthMask> masks = List.of(
                RunLengthMask.ofPolygons(height, width, polygons),
                RunLengthMask.ofPolygons(height, width, List.of(numbers(vector.get("polygon_B")))),
                RunLengthMask.ofBox(height, width, box[0], box[1], box[2], box[3]));
        for (int i = 0; i < masks.size(); i++) {
            RunLengthMask mask = masks.get(i);
            String text = vector.get("rle_" + "ABC".charAt(i)).get("counts").textValue();
            assertEquals(text, mask.text());
            assertEquals(mask, RunLengthMask.parse(height, width, text));
            assertEquals(vector.get("area").get(i).intValue(), mask.area());
            assertArrayEquals(numbers(vector.get("bbox").get(i)), mask.bounds());
            for (int other = 0; other < masks.size(); other++) {
                assertEquals(
                        vector.get("iou_rows_ABC_x_ABC_crowd0")
                                .get(i)
                                .get(other)
                                .doubleValue(),
                        mask.intersectionOverUnion(masks.get(other), false));
                assertEquals(
                        vector.get("iou_crowd1").get(i).get(other).doubleValue(),
                        mask.intersectionOverUnion(masks.get(other), true));
            }
        }
        List<RunLengthMask> two = masks.subList(0, 2);
        assertEquals(
                vector.get("union").get("counts").textValue(),
                RunLengthMask.union(two).text());
        assertEquals(
                vector.get("intersect").get("counts").textValue(),
                RunLengthMask.intersection(two).text());
        boolean[] pixels = masks.get(0).pixels();
        StringBuilder bits = new StringBuilder(pixels.length);
        for (boolean pixel : pixels) {
            bits.append(pixel ? '1' : '0');
        }
        assertEquals(vector.get("decode_A_rowmajor_bits").textValue(), bits.toString());
    }

    @Test
    void boxesOverlapAsInTheMaskApi() {
        JsonNode example = cases.get("bbox_iou");
        List<Double> found = new ArrayList<>();
        example.get("dt").forEach(box -> box.forEach(side -> found.add(side.doubleValue())));
        int size = example.get("dt").size();
        BoxPrediction detections = new BoxPrediction(
                found.stream().mapToDouble(Double::doubleValue).toArray(), new double[size], new int[size]);
        for (int g = 0; g < example.get("gt").size(); g++) {
            BoxReference annotation = new BoxReference(
                    1, new long[] {1}, numbers(example.get("gt").get(g)), new int[1], new double[1], new boolean[] {
                        example.get("iscrowd").get(g).intValue() == 1
                    });
            for (int d = 0; d < size; d++) {
                assertEquals(
                        example.get("expected").get(d).get(g).doubleValue(),
                        Boxes.intersectionOverUnion(detections, d, annotation, 0));
            }
        }
    }
}
