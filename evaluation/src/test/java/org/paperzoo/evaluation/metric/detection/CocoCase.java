package org.paperzoo.evaluation.metric.detection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A case of pycocotools: an annotation file and a list of results. */
record CocoCase(List<BoxPrediction> predictions, List<BoxReference> references, int[] categories) {

    /**
     * @param onlyImages the images to take; empty for all
     * @param idShift what to add to IDs of annotations
     */
    static CocoCase of(JsonNode json, Set<Long> onlyImages, long idShift) {
        Map<Long, List<JsonNode>> annotations = new LinkedHashMap<>();
        json.at("/gt/images").forEach(image -> annotations.put(image.get("id").longValue(), new ArrayList<>()));
        json.at("/gt/annotations")
                .forEach(entry ->
                        annotations.get(entry.get("image_id").longValue()).add(entry));
        Map<Long, List<JsonNode>> detections = new HashMap<>();
        json.get("dt")
                .forEach(entry -> detections
                        .computeIfAbsent(entry.get("image_id").longValue(), image -> new ArrayList<>())
                        .add(entry));
        List<BoxPrediction> predictions = new ArrayList<>();
        List<BoxReference> references = new ArrayList<>();
        annotations.forEach((image, annotated) -> {
            if (!onlyImages.isEmpty() && !onlyImages.contains(image)) {
                return;
            }
            List<JsonNode> found = detections.getOrDefault(image, List.of());
            predictions.add(new BoxPrediction(
                    boxes(found),
                    found.stream()
                            .mapToDouble(entry -> entry.get("score").doubleValue())
                            .toArray(),
                    categories(found)));
            boolean[] crowds = new boolean[annotated.size()];
            for (int i = 0; i < crowds.length; i++) {
                crowds[i] = annotated.get(i).path("iscrowd").asInt() == 1;
            }
            references.add(new BoxReference(
                    image,
                    annotated.stream()
                            .mapToLong(entry -> entry.get("id").longValue() + idShift)
                            .toArray(),
                    boxes(annotated),
                    categories(annotated),
                    annotated.stream()
                            .mapToDouble(entry -> entry.get("area").doubleValue())
                            .toArray(),
                    crowds));
        });
        JsonNode categories = json.at("/gt/categories");
        return new CocoCase(
                predictions,
                references,
                IntStream.range(0, categories.size())
                        .map(i -> categories.get(i).get("id").intValue())
                        .toArray());
    }

    private static double[] boxes(List<JsonNode> entries) {
        return entries.stream()
                .map(entry -> entry.get("bbox"))
                .flatMap(box -> Stream.of(box.get(0), box.get(1), box.get(2), box.get(3)))
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static int[] categories(List<JsonNode> entries) {
        return entries.stream()
                .mapToInt(entry -> entry.get("category_id").intValue())
                .toArray();
    }
}
