package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.testkit.SharedFiles;

class MomentPredictionsTest {

    private static final String FIRST = "{\"qid\": 1, \"query\": \"a cat\", \"vid\": \"v1\", \"duration\": 10,"
            + " \"relevant_windows\": [[2, 6]], \"relevant_clip_ids\": [1, 2],"
            + " \"saliency_scores\": [[4, 4, 4], [1, 2, 1]]}\n";
    private static final String SECOND = FIRST.replace("\"qid\": 1", "\"qid\": 2");

    @TempDir
    private Path folder;

    private Path data;
    private Path file;

    private void write(String predictions) throws IOException {
        data = Files.createDirectories(folder.resolve("qv"));
        Files.writeString(data.resolve("highlight_val_release.jsonl"), FIRST + SECOND);
        file = Files.writeString(folder.resolve("pred.jsonl"), predictions);
    }

    @Test
    void momentsAndHighlightsAreJoinedByQuery() throws IOException {
        write(
                "{\"qid\": 2, \"pred_relevant_windows\": [[2, 6, 0.9]], \"pred_saliency_scores\": [0, 5, 1, 0, 0]}\n"
                        + "{\"qid\": 1, \"pred_relevant_windows\": [[6, 10, 0.9]], \"pred_saliency_scores\": [5, 1, 1, 0, 0]}\n");
        Result result = Scored.all("qvhighlights-val", file, data);
        assertEquals(50, Scored.value(result, "qvhighlights-mr-r1-at-0.5"));
        assertEquals(50, Scored.value(result, "qvhighlights-mr-r1-at-0.7"));
        assertEquals(50, Scored.value(result, "qvhighlights-mr-map"), 1e-12);
        assertEquals(50, Scored.value(result, "qvhighlights-hl-hit1"));
    }

    @Test
    void whereNoSaliencyIsPredictedMomentsAloneAreMeasured() throws IOException {
        write("{\"qid\": 2, \"pred_relevant_windows\": [[2, 6, 0.9]]}\n"
                + "{\"qid\": 1, \"pred_relevant_windows\": [[2, 6, 0.9]]}\n");
        Result result = Scored.of(Benchmarks.named("qvhighlights-val"), file, data);
        assertEquals(
                List.of("qvhighlights-mr-map", "qvhighlights-mr-r1-at-0.5", "qvhighlights-mr-r1-at-0.7"),
                result.values().stream()
                        .filter(Result.MeasuredValue::headline)
                        .map(Result.MeasuredValue::metric)
                        .toList());
        assertEquals(100, Scored.value(result, "qvhighlights-mr-map"), 1e-12);
    }

    @Test
    void brokenSubmissionsAreToldByLineOrQuery() throws IOException {
        String one = "{\"qid\": 1, \"pred_relevant_windows\": [[2, 6, 0.9]]}\n";
        for (Map.Entry<String, String> hostile : Map.of(
                        one,
                        "has no prediction for query 2",
                        one + one,
                        "pred.jsonl:2: repeats query 1",
                        one + one.replace("1,", "2,") + one.replace("1,", "3,"),
                        "pred.jsonl:3: predicts query 3",
                        "{\"qid\": 1, \"pred_relevant_w",
                        "pred.jsonl:1: not JSON",
                        one.replace("0.9", "NaN"),
                        "pred.jsonl:1: not JSON",
                        one.replace("0.9", "1e999"),
                        "pred.jsonl:1: query 1",
                        one.replace("[[2, 6, 0.9]]", "[]"),
                        "pred.jsonl:1: query 1: there must be at least one",
                        "{\"qid\": 1}\n",
                        "neither windows nor saliency scores",
                        "",
                        "is empty")
                .entrySet()) {
            write(hostile.getKey());
            Scored.refused("qvhighlights-val", file, data, "pred.jsonl", hostile.getValue());
        }
    }

    /** Half of the validation split, and the predictions and figures that the reference publishes for it. */
    @Test
    void aShippedSubmissionGivesTheReferencesFigures() throws IOException {
        Path cases = SharedFiles.require("metrics/moment_retrieval");
        data = Files.createDirectories(folder.resolve("qv"));
        Files.copy(cases.resolve("real_gt.jsonl"), data.resolve("highlight_val_release.jsonl"));
        Result result = Scored.all("qvhighlights-val", cases.resolve("real_pred.jsonl"), data);
        JsonNode expected = ReferenceCases.json(cases.resolve("expected.json")).at("/cases/real");
        assertBrief(expected.at("/rounded/brief"), result);
    }

    /** The whole split. */
    @Test
    void aShippedSubmissionOfTheWholeSplitGivesThePublishedFigures() throws IOException {
        Path shipped = SharedFiles.require("data/qvhighlights");
        Result result = Scored.all("qvhighlights-val", shipped.resolve("sample_val_preds.jsonl"), shipped);
        assertEquals(1550, result.examples());
        assertBrief(
                new ObjectMapper()
                        .readTree(shipped.resolve("sample_val_preds_metrics_raw.json")
                                .toFile())
                        .get("brief"),
                result);
    }

    private static void assertBrief(JsonNode brief, Result result) {
        assertTrue(brief.size() >= 14, brief.toString());
        for (Map.Entry<String, JsonNode> figure : brief.properties()) {
            double value = Scored.value(result, "qvhighlights-mr-map." + figure.getKey());
            assertEquals(
                    figure.getValue().doubleValue(),
                    new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).doubleValue(),
                    figure.getKey());
        }
    }
}
