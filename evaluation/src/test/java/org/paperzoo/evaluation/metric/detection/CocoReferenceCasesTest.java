package org.paperzoo.evaluation.metric.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.vision.CocoDetail;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.score.CocoPictures;

/** Files as users have them, against pycocotools and lvis-api: every number of the cases, down to single matches. */
class CocoReferenceCasesTest {

    private static final double TOLERANCE = 1e-12;
    private static final List<String> MASK_FIGURES =
            List.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl");

    private final JsonNode expected = json("coco/expected.json").get("cases");

    @TempDir
    Path folder;

    private Path annotations;
    private Path results;

    @BeforeEach
    void names() {
        annotations = folder.resolve("annotations.json");
        results = folder.resolve("results.json");
    }

    private record Pictures<P, R>(List<P> predictions, List<R> references, Map<Integer, String> names) {}

    private CocoPictures open(JsonNode data, CocoDetail detail) throws IOException {
        Files.write(annotations, new ObjectMapper().writeValueAsBytes(data.get("gt")));
        Files.write(results, new ObjectMapper().writeValueAsBytes(data.get("dt")));
        return CocoPictures.open(annotations, results, detail);
    }

    private Pictures<BoxPrediction, BoxReference> boxes(JsonNode data) throws IOException {
        CocoPictures pictures = open(data, CocoDetail.BOXES);
        List<BoxPrediction> predictions = new ArrayList<>();
        List<BoxReference> references = new ArrayList<>();
        for (int image = 0; image < pictures.size(); image++) {
            predictions.add(pictures.foundBoxes(image));
            references.add(pictures.annotatedBoxes(image));
        }
        return new Pictures<>(predictions, references, pictures.categories());
    }

    private Pictures<MaskPrediction, MaskReference> masks(JsonNode data) throws IOException {
        CocoPictures pictures = open(data, CocoDetail.MASKS);
        List<MaskPrediction> predictions = new ArrayList<>();
        List<MaskReference> references = new ArrayList<>();
        for (int image = 0; image < pictures.size(); image++) {
            predictions.add(pictures.foundMasks(image));
            references.add(pictures.annotatedMasks(image));
        }
        return new Pictures<>(predictions, references, pictures.categories());
    }

    private Pictures<KeypointPrediction, KeypointReference> keypoints(JsonNode data) throws IOException {
        CocoPictures pictures = open(data, CocoDetail.KEYPOINTS);
        List<KeypointPrediction> predictions = new ArrayList<>();
        List<KeypointReference> references = new ArrayList<>();
        for (int image = 0; image < pictures.size(); image++) {
            predictions.add(pictures.foundKeypoints(image));
            references.add(pictures.annotatedKeypoints(image));
        }
        return new Pictures<>(predictions, references, pictures.categories());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bbox_small", "bbox_ties", "bbox_gt_id_zero", "bbox_no_gt"})
    void boxesScoreAsInPycocotools(String name) throws IOException {
        Pictures<BoxPrediction, BoxReference> pictures = boxes(json("coco/" + name + ".json"));
        JsonNode run = expected.get(name).get("default");
        agrees(run, MASK_FIGURES, CocoAveragePrecision.ofBoxes().withCategories(pictures.names()), pictures);
        curvesAgree(run, CocoProtocol.ofBoxes(1, 10, 100), Boxes::intersectionOverUnion, pictures);
    }

    @Test
    void masksScoreAsInPycocotools() throws IOException {
        Pictures<MaskPrediction, MaskReference> pictures = masks(json("coco/segm_small.json"));
        JsonNode run = expected.get("segm_small").get("segm");
        CocoAveragePrecision<MaskPrediction, MaskReference> metric =
                CocoAveragePrecision.ofMasks().withCategories(pictures.names());
        agrees(run, MASK_FIGURES, metric, pictures);
        curvesAgree(run, CocoProtocol.ofBoxes(1, 10, 100), new MaskSimilarity(), pictures);
        ReferenceCases.assertMergesExactly(metric, pictures.predictions(), pictures.references(), 5);
    }

    @Test
    void boxesAroundMasksScoreAsInPycocotools() throws IOException {
        Pictures<BoxPrediction, BoxReference> pictures = boxes(json("coco/segm_small.json"));
        agrees(
                expected.get("segm_small").get("bbox_from_masks"),
                MASK_FIGURES,
                CocoAveragePrecision.ofBoxes().withCategories(pictures.names()),
                pictures);
    }

    @Test
    void keypointsScoreAsInPycocotools() throws IOException {
        Pictures<KeypointPrediction, KeypointReference> pictures = keypoints(json("coco/keypoints_small.json"));
        JsonNode example = expected.get("keypoints_small");
        CocoAveragePrecision<KeypointPrediction, KeypointReference> metric =
                CocoAveragePrecision.ofKeypoints().withCategories(pictures.names());
        agrees(
                example.get("keypoints"),
                List.of("AP", "AP50", "AP75", "APm", "APl", "AR", "AR50", "AR75", "ARm", "ARl"),
                metric,
                pictures);
        curvesAgree(
                example.get("keypoints"),
                CocoProtocol.ofKeypoints(),
                new ObjectKeypointSimilarity(numbers(example.get("sigmas"))),
                pictures);
        ReferenceCases.assertMergesExactly(metric, pictures.predictions(), pictures.references(), 5);
    }

    private static <P extends ScoredObjects, R extends AnnotatedObjects> void agrees(
            JsonNode run, List<String> figures, CocoAveragePrecision<P, R> metric, Pictures<P, R> pictures) {
        MetricResult result = metric.evaluate(pictures.predictions(), pictures.references());
        assertEquals(figures, List.copyOf(result.numbers().keySet()));
        assertArrayEquals(
                numbers(run.get("stats")),
                figures.stream().mapToDouble(result::number).toArray(),
                TOLERANCE);
        assertEquals(number(run.at("/stats/0")), result.value(), TOLERANCE);
        assertArrayEquals(numbers(run.get("mean_AP_per_iou")), result.numbers("AP_by_threshold"), TOLERANCE);
        assertEquals(List.copyOf(pictures.names().values()), result.values().get("category_names"));
        String recall = figures.contains("AR100") ? "AR100" : "AR";
        List<String> byArea =
                figures.contains("APs") ? List.of("AP", "APs", "APm", "APl") : List.of("AP", "APm", "APl");
        assertEquals(run.get("per_category").size(), result.numbers("categories").length);
        for (int i = 0; i < run.get("per_category").size(); i++) {
            JsonNode category = run.get("per_category").get(i);
            assertEquals(number(category.get("category_id")), result.numbers("categories")[i]);
            for (String figure : List.of("AP", "AP50", "AP75")) {
                assertEquals(
                        number(category.get(figure)), result.numbers(figure + "_by_category")[i], TOLERANCE, figure);
            }
            assertEquals(
                    number(category.get("AR_maxdets_last")), result.numbers(recall + "_by_category")[i], TOLERANCE);
            for (int area = 0; area < byArea.size(); area++) {
                assertEquals(
                        number(category.get("AP_by_area").get(area)),
                        result.numbers(byArea.get(area) + "_by_category")[i],
                        TOLERANCE);
            }
        }
    }

    /** Precision, score and recall of the first category, and the matches of single pictures, where the case has them. */
    private static <P extends ScoredObjects, R extends AnnotatedObjects> void curvesAgree(
            JsonNode run, CocoProtocol protocol, Similarity<P, R> similarity, Pictures<P, R> pictures) {
        int[] categories =
                pictures.names().keySet().stream().mapToInt(id -> id).sorted().toArray();
        DetectionMatcher<P, R> matcher = new DetectionMatcher<>(protocol, similarity, true, categories);
        MatchedImages matched = new MatchedImages();
        for (int i = 0; i < pictures.predictions().size(); i++) {
            matched.add(matcher.match(
                    pictures.predictions().get(i), pictures.references().get(i)));
        }
        CocoTable table = new CocoTable(protocol, matched.all(), categories);
        int most = protocol.maximumDetections().length - 1;
        JsonNode precisions = run.path("first_category_precision_TxR");
        for (int threshold = 0; threshold < precisions.size(); threshold++) {
            assertArrayEquals(
                    numbers(precisions.get(threshold)),
                    table.curves(true, 0, most, null).of(threshold, 0),
                    TOLERANCE);
            assertEquals(
                    number(run.get("first_category_recall_T").get(threshold)),
                    table.curves(false, 0, most, null).of(threshold, 0)[0],
                    TOLERANCE);
        }
        if (run.has("first_category_scores_TxR_iou0.5")) {
            assertArrayEquals(numbers(run.get("first_category_scores_TxR_iou0.5")), scores(matched, categories[0]));
        }
        for (JsonNode sample : run.path("evalImgs_sample")) {
            ImageMatches image = matched.all().stream()
                    .filter(each -> each.imageId() == sample.get("image_id").longValue())
                    .findFirst()
                    .orElseThrow();
            CategoryMatches matches = image.categories().stream()
                    .filter(each -> each.category() == sample.get("category_id").intValue())
                    .findFirst()
                    .orElseThrow();
            assertArrayEquals(numbers(sample.get("dtScores")), matches.scores());
            long toBeFound = numbers(sample.get("gtIgnore")).length;
            for (double ignored : numbers(sample.get("gtIgnore"))) {
                toBeFound -= (long) ignored;
            }
            assertEquals(toBeFound, matches.positives()[0]);
            for (int threshold = 0; threshold < protocol.thresholds().length; threshold++) {
                for (int d = 0; d < matches.scores().length; d++) {
                    int bit = protocol.bit(0, threshold);
                    assertEquals(
                            sample.get("dtMatches").get(threshold).get(d).doubleValue() != 0,
                            (matches.matched()[d] >>> bit & 1) == 1);
                    assertEquals(
                            sample.get("dtIgnore").get(threshold).get(d).booleanValue(),
                            (matches.ignored()[d] >>> bit & 1) == 1);
                }
            }
        }
    }

    /** The score at which each recall is reached, 0 where it is not: the order in which detections count. */
    private static double[] scores(MatchedImages matched, int category) {
        record Found(double score, boolean right) {}
        List<Found> found = new ArrayList<>();
        int positives = 0;
        for (ImageMatches image : matched.all()) {
            for (CategoryMatches matches : image.categories()) {
                if (matches.category() != category) {
                    continue;
                }
                positives += matches.positives()[0];
                for (int d = 0; d < matches.scores().length; d++) {
                    boolean right = (matches.matched()[d] & ~matches.ignored()[d] & 1) == 1;
                    found.add(new Found(matches.scores()[d], right));
                }
            }
        }
        found.sort(Comparator.comparingDouble(each -> -each.score()));
        double[] scores = new double[CocoProtocol.RECALLS.length];
        for (int point = 0; point < scores.length; point++) {
            int right = 0;
            for (Found each : found) {
                right += each.right() ? 1 : 0;
                if (right / (double) positives >= CocoProtocol.RECALLS[point]) {
                    scores[point] = each.score();
                    break;
                }
            }
        }
        return scores;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void federatedBoxesScoreAsInLvis(boolean limited) throws IOException {
        CocoPictures pictures = open(json("coco/lvis_bbox.json"), CocoDetail.BOXES);
        List<BoxPrediction> predictions = new ArrayList<>();
        List<FederatedReference<BoxReference>> references = new ArrayList<>();
        for (int image = 0; image < pictures.size(); image++) {
            predictions.add(pictures.foundBoxes(image));
            references.add(pictures.federated(image, pictures.annotatedBoxes(image)));
        }
        var metric = LvisAveragePrecision.ofBoxes(
                limited ? LvisAveragePrecision.DETECTIONS : Integer.MAX_VALUE, pictures.frequencies());
        MetricResult result = metric.evaluate(predictions, references);
        JsonNode figures =
                expected.get("lvis_bbox").get(limited ? "results_max_dets_300" : "results_max_dets_unlimited");
        figures.properties()
                .forEach(figure -> assertEquals(number(figure.getValue()), result.number(figure.getKey()), TOLERANCE));
        List<String> names = new ArrayList<>();
        figures.fieldNames().forEachRemaining(names::add);
        assertEquals(names, List.copyOf(result.numbers().keySet()));
        ReferenceCases.assertMergesExactly(metric, predictions, references, 3);
    }

    @Test
    void federatedMasksThatAreFoundExactlyScoreOne() throws IOException {
        CocoPictures pictures = open(json("coco/lvis_bbox.json"), CocoDetail.MASKS);
        List<MaskPrediction> predictions = new ArrayList<>();
        List<FederatedReference<MaskReference>> references = new ArrayList<>();
        for (int image = 0; image < pictures.size(); image++) {
            MaskReference annotated = pictures.annotatedMasks(image);
            references.add(pictures.federated(image, annotated));
            predictions.add(MaskPrediction.of(annotated.masks(), new double[annotated.size()], annotated.categories()));
        }
        MetricResult result =
                LvisAveragePrecision.ofMasks(300, pictures.frequencies()).evaluate(predictions, references);
        assertEquals(1, result.number("APl"), TOLERANCE);
        assertEquals(1, result.number("ARm@300"), TOLERANCE);
    }

    @Test
    void masksOfOtherSizesThanTheirPictureAreRefused() throws IOException {
        ObjectNode data = (ObjectNode) json("coco/segm_small.json").deepCopy();
        ((ObjectNode) data.at("/gt/images/0")).put("width", 201);
        CocoPictures pictures = open(data, CocoDetail.MASKS);
        Exception error = assertThrows(IOException.class, () -> pictures.annotatedMasks(0));
        assertEquals(
                annotations + ": annotation 1: the segmentation has the size [150, 200], the picture [150, 201]",
                error.getMessage());
        Exception found = assertThrows(IOException.class, () -> pictures.foundMasks(0));
        assertEquals(
                results + ": [0] (image id 100): the segmentation has the size [150, 200], the picture [150, 201]",
                found.getMessage());
    }
}
