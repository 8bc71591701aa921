package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.vision.CocoDetail;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.detection.CocoAveragePrecision;
import org.paperzoo.evaluation.metric.detection.LvisAveragePrecision;
import org.paperzoo.evaluation.metric.detection.VocAveragePrecision;

/** Scorers of what detectors find in pictures. */
final class DetectionScorers {

    private static final String GROUND_TRUTH = "--gt";
    private static final String DETECTIONS = "--dt";
    private static final String TYPE = "--type";
    private static final String MOST = "--max-detections";
    private static final String IMAGES = "--images";
    private static final String ELEVEN_POINT = "--eleven-point";
    private static final String THRESHOLD = "--threshold";
    private static final String BOXES = "bbox";
    private static final String MASKS = "segm";
    private static final String KEYPOINTS = "keypoints";

    private static final ScoreOption RESULT_FILE = ScoreOption.file(
                    DETECTIONS, "What was found, a COCO result file: a JSON list, one entry for each detection.")
            .ofPredictions();

    private DetectionScorers() {}

    static List<Scorer> all() {
        return List.of(coco(), lvis(), voc());
    }

    private static Scorer coco() {
        return new Scorer(
                "coco",
                "COCO's average precision and recall of boxes, masks or keypoints, as pycocotools",
                List.of(
                        ScoreOption.file(GROUND_TRUTH, "A COCO annotation file, such as instances_val2017.json.")
                                .mandatory(),
                        RESULT_FILE,
                        ScoreOption.choice(TYPE, List.of(BOXES, MASKS, KEYPOINTS), "What is compared.")
                                .or(BOXES)),
                List.of(
                        CocoAveragePrecision.ofBoxes().definition(),
                        CocoAveragePrecision.ofMasks().definition(),
                        CocoAveragePrecision.ofKeypoints().definition()),
                DetectionScorers::openCoco);
    }

    private static Scoring<?, ?> openCoco(ScoreArguments arguments) throws IOException {
        CocoPictures pictures = pictures(arguments);
        Map<Integer, String> categories = pictures.categories();
        return switch (arguments.text(TYPE)) {
            case BOXES ->
                scoring(
                        CocoAveragePrecision.ofBoxes().withCategories(categories),
                        pictures,
                        pictures::foundBoxes,
                        pictures::annotatedBoxes);
            case MASKS ->
                scoring(
                        CocoAveragePrecision.ofMasks().withCategories(categories),
                        pictures,
                        pictures::foundMasks,
                        pictures::annotatedMasks);
            default ->
                scoring(
                        CocoAveragePrecision.ofKeypoints().withCategories(categories),
                        pictures,
                        pictures::foundKeypoints,
                        pictures::annotatedKeypoints);
        };
    }

    private static Scorer lvis() {
        return new Scorer(
                "lvis",
                "LVIS's average precision of boxes or masks, by frequency of categories, as lvis-api",
                List.of(
                        ScoreOption.file(GROUND_TRUTH, "An LVIS annotation file, such as lvis_v1_val.json.")
                                .mandatory(),
                        RESULT_FILE,
                        ScoreOption.choice(TYPE, List.of(BOXES, MASKS), "What is compared.")
                                .or(BOXES),
                        ScoreOption.whole(
                                        MOST,
                                        1,
                                        Integer.MAX_VALUE,
                                        "How many detections of a picture count, over all categories.")
                                .or(Integer.toString(LvisAveragePrecision.DETECTIONS))),
                List.of(
                        LvisAveragePrecision.ofBoxes(LvisAveragePrecision.DETECTIONS, Map.of())
                                .definition(),
                        LvisAveragePrecision.ofMasks(LvisAveragePrecision.DETECTIONS, Map.of())
                                .definition()),
                DetectionScorers::openLvis);
    }

    private static Scoring<?, ?> openLvis(ScoreArguments arguments) throws IOException {
        CocoPictures pictures = pictures(arguments);
        int most = (int) arguments.integer(MOST);
        return arguments.text(TYPE).equals(BOXES)
                ? scoring(
                        LvisAveragePrecision.ofBoxes(most, pictures.frequencies())
                                .withCategories(pictures.categories()),
                        pictures,
                        pictures::foundBoxes,
                        image -> pictures.federated(image, pictures.annotatedBoxes(image)))
                : scoring(
                        LvisAveragePrecision.ofMasks(most, pictures.frequencies())
                                .withCategories(pictures.categories()),
                        pictures,
                        pictures::foundMasks,
                        image -> pictures.federated(image, pictures.annotatedMasks(image)));
    }

    private static CocoPictures pictures(ScoreArguments arguments) throws IOException {
        CocoDetail detail = switch (arguments.text(TYPE)) {
            case BOXES -> CocoDetail.BOXES;
            case MASKS -> CocoDetail.MASKS;
            default -> CocoDetail.KEYPOINTS;
        };
        return CocoPictures.open(arguments.path(GROUND_TRUTH), arguments.path(DETECTIONS), detail);
    }

    /** Something of a picture, by its place. */
    private interface OfPicture<T> {
        T get(int picture) throws IOException;
    }

    private static <P, R> Scoring<P, R> scoring(
            Metric<P, R> metric, CocoPictures pictures, OfPicture<P> found, OfPicture<R> annotated) {
        return Scoring.of(metric, examples(pictures.size(), pictures::where, found, annotated));
    }

    private static <P, R> Examples<P, R> examples(
            int size, OfPicture<String> where, OfPicture<P> found, OfPicture<R> annotated) {
        return new Examples<>() {
            private int next;

            @Override
            public Example<P, R> next() throws IOException {
                if (next == size) {
                    return null;
                }
                int picture = next++;
                return new Example<>(where.get(picture), () -> found.get(picture), () -> annotated.get(picture));
            }
        };
    }

    private static Scorer voc() {
        return new Scorer(
                "voc",
                "Pascal VOC's mean average precision of boxes, as voc_eval of Faster R-CNN",
                List.of(
                        ScoreOption.folder(GROUND_TRUTH, "The folder of annotations, an XML file for each picture.")
                                .mandatory(),
                        ScoreOption.folder(
                                        DETECTIONS,
                                        "The folder of results, a text file for each class, such as"
                                                + " comp4_det_test_car.txt: picture, score, left, top, right, bottom.")
                                .ofPredictions(),
                        ScoreOption.file(
                                IMAGES, "The names of the pictures that count, one a line (default: all annotated)."),
                        ScoreOption.flag(ELEVEN_POINT, "Precision at eleven recalls, as in 2007, not the area."),
                        ScoreOption.decimal(THRESHOLD, 0, 0.999, "Overlap above which boxes match.")
                                .or("0.5")),
                List.of(
                        VocAveragePrecision.ofArea(0.5).definition(),
                        VocAveragePrecision.ofElevenPoints(0.5).definition()),
                DetectionScorers::openVoc);
    }

    private static Scoring<?, ?> openVoc(ScoreArguments arguments) throws IOException {
        VocPictures pictures = VocPictures.open(
                arguments.path(GROUND_TRUTH),
                arguments.path(DETECTIONS),
                arguments.optionalPath(IMAGES).orElse(null));
        double threshold = arguments.number(THRESHOLD);
        VocAveragePrecision metric = arguments.flag(ELEVEN_POINT)
                ? VocAveragePrecision.ofElevenPoints(threshold)
                : VocAveragePrecision.ofArea(threshold);
        return Scoring.of(
                metric.withCategories(pictures.classes()),
                examples(pictures.size(), pictures::where, pictures::found, pictures::annotated));
    }
}
