package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.vision.PanopticFile;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.metric.segmentation.MeanIou;
import org.paperzoo.evaluation.metric.segmentation.PanopticQuality;
import org.paperzoo.evaluation.metric.segmentation.PanopticSegments;
import org.paperzoo.evaluation.metric.segmentation.SegmentationProtocol;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/** Scorers of segmented pictures. */
final class SegmentationScorers {

    /** A label map needs a line for each label, no more. */
    private static final long MOST_LABEL_MAP_BYTES = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private SegmentationScorers() {}

    static List<Scorer> all() {
        return List.of(meanIou(), panopticQuality());
    }

    private static Scorer meanIou() {
        return new Scorer(
                "miou",
                "Mean intersection over union of label maps, as mmseg computes it",
                List.of(
                        PicturePairs.REFERENCES,
                        PicturePairs.PREDICTIONS,
                        ScoreOption.whole("--classes", 1, 1 << 16, "Number of classes, from 0 on.")
                                .mandatory(),
                        ScoreOption.whole("--ignore", -1, 65_535, "Reference label that is left out; -1 for none.")
                                .or("255"),
                        ScoreOption.flag(
                                "--reduce-zero-label",
                                "Leave reference label 0 out and move the others down by one, as for ADE20K."),
                        ScoreOption.file(
                                "--label-map",
                                "What reference labels stand for: a JSON object of numbers, such as {\"7\": 0}.")),
                List.of(new MeanIou(SegmentationProtocol.of(19)).definition()),
                arguments -> {
                    Path labelMap = arguments.optionalPath("--label-map").orElse(null);
                    SegmentationProtocol protocol = new SegmentationProtocol(
                            (int) arguments.integer("--classes"),
                            (int) arguments.integer("--ignore"),
                            arguments.flag("--reduce-zero-label"),
                            labelMap == null ? Map.of() : readLabelMap(labelMap));
                    Examples<LabelMap, LabelMap> examples =
                            PicturePairs.of(arguments).examples(PictureReaders::labels, PictureReaders::labels);
                    return Scoring.of(new MeanIou(protocol), examples);
                });
    }

    private static Map<Integer, Integer> readLabelMap(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such label map");
        }
        if (Files.size(file) > MOST_LABEL_MAP_BYTES) {
            throw new InvalidInputException(file + ": is too large for a label map");
        }
        JsonNode json;
        try {
            json = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    file + ": is not JSON at line " + e.getLocation().getLineNr() + ": " + JsonFault.of(e), e);
        }
        Map<Integer, Integer> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getKey().matches("[0-9]{1,5}")
                    || !entry.getValue().isInt()
                    || Math.abs((long) entry.getValue().intValue()) > 65_535) {
                throw new InvalidInputException(file + ": " + entry.getKey() + ": " + entry.getValue()
                        + " is not a label and what it stands for, such as \"7\": 0");
            }
            labels.put(Integer.valueOf(entry.getKey()), entry.getValue().intValue());
        }
        if (labels.isEmpty()) {
            throw new InvalidInputException(file + ": is not a JSON object of labels, such as {\"7\": 0}");
        }
        return labels;
    }

    private static Scorer panopticQuality() {
        return new Scorer(
                "pq",
                "Panoptic quality of COCO panoptic files, as panopticapi computes it",
                List.of(
                        ScoreOption.file("--gt", "The annotations, as COCO panoptic JSON.")
                                .mandatory(),
                        ScoreOption.file("--pred", "The predictions, as COCO panoptic JSON.")
                                .ofPredictions(),
                        ScoreOption.folder(
                                "--gt-dir", "The PNG files of the annotations (default: as the JSON, without .json)."),
                        ScoreOption.folder(
                                "--pred-dir",
                                "The PNG files of the predictions (default: as the JSON, without .json).")),
                List.of(new PanopticQuality(List.of(new PanopticQuality.Category(1, true))).definition()),
                SegmentationScorers::openPanoptic);
    }

    private static Scoring<PanopticSegments, PanopticSegments> openPanoptic(ScoreArguments arguments)
            throws IOException {
        Path references = arguments.path("--gt");
        Path predictions = arguments.path("--pred");
        PanopticFile annotated = PanopticFile.read(references);
        PanopticFile predicted = PanopticFile.read(predictions);
        if (annotated.categories().isEmpty()) {
            throw new InvalidInputException(references + ": has no categories");
        }
        Map<Long, PanopticFile.Picture> byImage = new HashMap<>();
        predicted.pictures().forEach(picture -> byImage.put(picture.imageId(), picture));
        for (PanopticFile.Picture picture : annotated.pictures()) {
            if (!byImage.containsKey(picture.imageId())) {
                throw new InvalidInputException(predictions + ": has no prediction for the image " + picture.imageId()
                        + ", which " + references + " has");
            }
        }
        Path referenceFolder = folder(arguments, "--gt-dir", references);
        Path predictionFolder = folder(arguments, "--pred-dir", predictions);
        PanopticQuality metric = new PanopticQuality(annotated.categories().stream()
                .map(category -> new PanopticQuality.Category(category.id(), category.thing()))
                .toList());
        List<PanopticFile.Picture> pictures = annotated.pictures();
        return Scoring.of(
                metric,
                IndexedExamples.costly(
                        pictures.size(),
                        index -> {
                            PanopticFile.Picture picture = pictures.get(index);
                            return new Example<>(
                                    "image " + picture.imageId(),
                                    () -> segments(predictionFolder, byImage.get(picture.imageId())),
                                    () -> segments(referenceFolder, picture));
                        },
                        List.of()));
    }

    private static Path folder(ScoreArguments arguments, String option, Path json) throws IOException {
        Path folder = arguments
                .optionalPath(option)
                .orElseGet(
                        () -> json.resolveSibling(json.getFileName().toString().replaceFirst("\\.json$", "")));
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "there is no such folder of PNG files; " + option + " names another");
        }
        return folder;
    }

    private static PanopticSegments segments(Path folder, PanopticFile.Picture picture) throws IOException {
        Path file = folder.resolve(picture.fileName()).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new InvalidInputException(
                    "image " + picture.imageId() + ": the file name " + picture.fileName() + " leads out of " + folder);
        }
        return new PanopticSegments(
                PictureReaders.segments(file),
                picture.segments().stream()
                        .map(segment -> new PanopticSegments.Segment(
                                segment.id(), segment.category(), segment.crowd(), segment.area()))
                        .toList());
    }
}
