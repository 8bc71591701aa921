package org.paperzoo.evaluation.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.moment.MomentPrediction;
import org.paperzoo.evaluation.metric.moment.MomentReference;

/** The JSON lines of QVHighlights. */
public final class MomentFiles {

    private MomentFiles() {}

    /** References by query, in the order of the file. */
    public static Map<String, MomentReference> references(Path file) throws IOException {
        Map<String, MomentReference> references = new LinkedHashMap<>();
        try (JsonObjects objects = JsonObjects.open(file)) {
            for (JsonNode object = objects.next(); object != null; object = objects.next()) {
                MomentReference reference;
                try {
                    reference = new MomentReference(
                            objects.name(object, "qid"),
                            objects.number(object, "duration"),
                            objects.table(object, "relevant_windows"),
                            integers(objects, "relevant_clip_ids", objects.numbers(object, "relevant_clip_ids")),
                            scores(objects, objects.table(object, "saliency_scores")));
                } catch (IllegalArgumentException e) {
                    throw objects.wrong(e.getMessage());
                }
                if (references.put(reference.query(), reference) != null) {
                    throw objects.wrong("query " + reference.query() + " was there before");
                }
            }
        }
        return references;
    }

    private static int[][] scores(JsonObjects objects, double[][] rows) throws IOException {
        int[][] scores = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = integers(objects, "saliency_scores[" + i + "]", rows[i]);
        }
        return scores;
    }

    private static int[] integers(JsonObjects objects, String field, double[] numbers) throws IOException {
        if (Arrays.stream(numbers).anyMatch(number -> number != (int) number)) {
            throw objects.wrong("\"" + field + "\" must be integers");
        }
        return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
    }

    /** The prediction of an object that was read last. */
    public static MomentPrediction prediction(JsonObjects objects, JsonNode object) throws IOException {
        try {
            return new MomentPrediction(
                    objects.name(object, "qid"),
                    object.has("pred_relevant_windows") ? objects.table(object, "pred_relevant_windows") : null,
                    object.has("pred_saliency_scores") ? objects.numbers(object, "pred_saliency_scores") : null);
        } catch (IllegalArgumentException e) {
            throw objects.wrong(e.getMessage());
        }
    }
}
