package org.paperzoo.evaluation.metric.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against panopticapi 7bb4655. */
class PanopticQualityTest {

    private static final double TOLERANCE = 1e-15;

    private static final JsonNode CASE = ReferenceCases.json("segmentation/panoptic.json");
    private static final JsonNode EXPECTED =
            ReferenceCases.json("segmentation/expected.json").get("panoptic");

    private static PanopticQuality metric() {
        List<PanopticQuality.Category> categories = new ArrayList<>();
        CASE.at("/gt/categories")
                .forEach(category -> categories.add(new PanopticQuality.Category(
                        category.get("id").intValue(), category.get("isthing").intValue() == 1)));
        return new PanopticQuality(categories);
    }

    private static List<PanopticSegments> segments(String kind) {
        List<PanopticSegments> pictures = new ArrayList<>();
        for (JsonNode annotation : CASE.at("/" + kind + "/annotations")) {
            List<PanopticSegments.Segment> segments = new ArrayList<>();
            for (JsonNode segment : annotation.get("segments_info")) {
                segments.add(new PanopticSegments.Segment(
                        segment.get("id").intValue(),
                        segment.get("category_id").intValue(),
                        segment.path("iscrowd").asInt() == 1,
                        segment.path("area").asLong()));
            }
            try (InputStream in = ReferenceCases.open("segmentation/pan_" + kind + "/"
                    + annotation.get("file_name").textValue())) {
                BufferedImage image = ImageIO.read(in);
                int[] ids = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = Integer.reverseBytes(ids[i]) >>> 8;
                }
                pictures.add(
                        new PanopticSegments(LabelMap.ofIntegers(image.getWidth(), image.getHeight(), ids), segments));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return pictures;
    }

    @Test
    void theCaseScoresAsInPanopticapi() {
        MetricResult result = metric().evaluate(segments("pred"), segments("gt"));
        for (String group : List.of("All", "Things", "Stuff")) {
            String suffix = group.equals("All") ? "" : "_" + group.toLowerCase(Locale.ROOT);
            for (String part : List.of("pq", "sq", "rq", "n")) {
                assertEquals(number(EXPECTED.get(group).get(part)), result.number(part + suffix), TOLERANCE);
            }
        }
        assertEquals(result.number("pq"), result.value());
        double[] categories = result.numbers("categories");
        for (int i = 0; i < categories.length; i++) {
            JsonNode qualities = EXPECTED.get("per_class").get(Integer.toString((int) categories[i]));
            for (String part : List.of("pq", "sq", "rq")) {
                assertEquals(number(qualities.get(part)), result.numbers(part + "_by_category")[i], TOLERANCE);
            }
            agrees(EXPECTED.get("counts").get(Integer.toString((int) categories[i])), result, i);
        }
    }

    private static void agrees(JsonNode counts, MetricResult result, int category) {
        assertEquals(
                number(counts.get("iou_sum")),
                result.numbers("iou_sum")[category],
                1e-15 * number(counts.get("iou_sum")));
        for (String part : List.of("tp", "fp", "fn")) {
            assertEquals(number(counts.get(part)), result.numbers(part)[category]);
        }
    }

    @Test
    void eachPictureCountsAsInPanopticapi() {
        List<PanopticSegments> predictions = segments("pred");
        List<PanopticSegments> references = segments("gt");
        JsonNode images = EXPECTED.get("per_image_counts");
        assertEquals(images.size(), references.size());
        for (int image = 0; image < images.size(); image++) {
            MetricResult result = metric().evaluate(List.of(predictions.get(image)), List.of(references.get(image)));
            double[] categories = result.numbers("categories");
            for (int i = 0; i < categories.length; i++) {
                agrees(images.get(image).get(Integer.toString((int) categories[i])), result, i);
            }
        }
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        ReferenceCases.assertMergesExactly(metric(), segments("pred"), segments("gt"), 5);
    }

    @Test
    void theAnnotationItselfScoresOne() {
        List<PanopticSegments> references = segments("gt");
        List<PanopticSegments> copies =
                references.stream().map(PanopticQualityTest::withoutCrowds).toList();
        assertEquals(1, metric().evaluate(copies, references).value());
    }

    /** Where a category has several crowds, predictions are only forgiven in the last, as in the reference. */
    private static PanopticSegments withoutCrowds(PanopticSegments picture) {
        List<PanopticSegments.Segment> kept =
                picture.segments().stream().filter(segment -> !segment.crowd()).toList();
        Set<Integer> ids = kept.stream().map(PanopticSegments.Segment::id).collect(Collectors.toSet());
        int[] map = IntStream.range(0, picture.ids().size())
                .map(pixel -> picture.ids().label(pixel))
                .map(id -> ids.contains(id) ? id : 0)
                .toArray();
        return new PanopticSegments(
                LabelMap.ofIntegers(picture.ids().width(), picture.ids().height(), map), kept);
    }

    @Test
    void anAbsentCategoryIsLeftOutOfTheMean() {
        PanopticQuality metric = new PanopticQuality(
                List.of(new PanopticQuality.Category(1, true), new PanopticQuality.Category(2, false)));
        PanopticSegments all = picture(new int[] {7, 7}, 7, 1);
        MetricResult result = metric.evaluate(List.of(all), List.of(all));
        assertEquals(1, result.value());
        assertEquals(1, result.number("n"));
        assertEquals(Double.NaN, result.number("pq_stuff"));
        assertArrayEquals(new double[] {1, 0}, result.numbers("pq_by_category"));
    }

    private static PanopticSegments picture(int[] ids, int segment, int category) {
        return new PanopticSegments(
                LabelMap.ofIntegers(ids.length, 1, ids),
                List.of(new PanopticSegments.Segment(segment, category, false, ids.length)));
    }

    @Test
    void segmentsThatDoNotFitThePictureAreRefused() {
        PanopticQuality metric = new PanopticQuality(List.of(new PanopticQuality.Category(1, true)));
        PanopticSegments reference = picture(new int[] {7, 7}, 7, 1);
        assertEquals(
                "example 0: segment 8 is in the predicted picture, and not among its segments",
                refusal(metric, picture(new int[] {7, 8}, 7, 1), reference));
        assertEquals(
                "example 0: segment 9 is predicted, and not in the predicted picture",
                refusal(metric, picture(new int[] {0, 0}, 9, 1), reference));
        assertEquals(
                "example 0: predicted segment 7 has the unknown category 3",
                refusal(metric, picture(new int[] {7, 7}, 7, 3), reference));
        assertEquals(
                "example 0: the prediction has 1 x 1 pixels, the reference 2 x 1",
                refusal(metric, picture(new int[] {7}, 7, 1), reference));
        assertThrows(IllegalArgumentException.class, () -> picture(new int[] {0}, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new PanopticQuality(List.of()));
    }

    private static String refusal(PanopticQuality metric, PanopticSegments prediction, PanopticSegments reference) {
        return assertThrows(
                        IllegalArgumentException.class, () -> metric.evaluate(List.of(prediction), List.of(reference)))
                .getMessage();
    }
}
