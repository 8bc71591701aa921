package org.paperzoo.evaluation.metric.moment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.reading.JsonObjects;
import org.paperzoo.evaluation.reading.MomentFiles;
import org.paperzoo.testkit.SharedFiles;

/** Against moment_detr b7e553a, standalone_eval. */
class MomentMetricTest {

    private static final MomentMetric FULL = new MomentMetric(MomentMetric.Figure.MOMENT_MAP, false);
    private static final MomentMetric ROUNDED = new MomentMetric(MomentMetric.Figure.MOMENT_MAP, true);
    private static final String[] LEVELS = {"Fair", "Good", "VeryGood"};

    @TempDir
    private Path folder;

    private record Case(List<MomentPrediction> predictions, List<MomentReference> references) {

        static Case of(Path predictions, Path references) throws IOException {
            Map<String, MomentReference> byQuery = MomentFiles.references(references);
            Case read = new Case(new ArrayList<>(), new ArrayList<>());
            try (JsonObjects objects = JsonObjects.open(predictions)) {
                for (JsonNode object = objects.next(); object != null; object = objects.next()) {
                    MomentPrediction prediction = MomentFiles.prediction(objects, object);
                    read.predictions.add(prediction);
                    read.references.add(byQuery.get(prediction.query()));
                }
            }
            return read;
        }
    }

    private Case synthetic() throws IOException {
        return Case.of(copied("synthetic_pred.jsonl"), copied("synthetic_gt.jsonl"));
    }

    private Path copied(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ReferenceCases.open("moment_retrieval/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    @Test
    void edgeCasesScoreAsInStandaloneEval() throws IOException {
        agrees(json("moment_retrieval/expected.json").at("/cases/synthetic"), synthetic());
    }

    @Test
    void predictionsOfAModelScoreAsInStandaloneEval() throws IOException {
        Path expected = SharedFiles.require("metrics/moment_retrieval/expected.json");
        agrees(
                json(expected).at("/cases/real"),
                Case.of(expected.resolveSibling("real_pred.jsonl"), expected.resolveSibling("real_gt.jsonl")));
    }

    private static void agrees(JsonNode expected, Case read) {
        assertEquals(expected.get("n").intValue(), read.predictions.size());
        agrees(expected.get("rounded"), ROUNDED.evaluate(read.predictions, read.references), 0);
        MetricResult full = FULL.evaluate(read.predictions, read.references);
        agrees(expected.get("full"), full, 1e-9);
        assertEquals(full.number("MR-full-mAP"), full.value());

        JsonNode moments = expected.get("per_query_first40_mr_ap");
        for (int i = 0; i < moments.size(); i++) {
            assertEquals(
                    moments.get(i).get("qid").asText(), read.predictions.get(i).query());
            double[] record = FULL.recordOf(read.predictions.get(i), read.references.get(i));
            double[] precisions = numbers(moments.get(i).get("ap_0.5..0.95"));
            for (int threshold = 0; threshold < precisions.length; threshold++) {
                assertEquals(precisions[threshold], record[1 + threshold], 1e-12);
            }
        }
        for (int level = 0; level < LEVELS.length; level++) {
            JsonNode highlights = expected.get("per_query_first40_hl_ap").path(LEVELS[level]);
            for (int i = 0; i < highlights.size(); i++) {
                double[] record = FULL.recordOf(read.predictions.get(i), read.references.get(i));
                double[] precisions = {record[48 + 4 * level], record[49 + 4 * level], record[50 + 4 * level]};
                assertArrayEquals(numbers(highlights.get(i)), precisions, 1e-12);
            }
        }
    }

    private static void agrees(JsonNode expected, MetricResult result, double tolerance) {
        int[] met = {0};
        expected.properties()
                .forEach(section -> section.getValue().properties().forEach(entry -> {
                    String name = section.getKey();
                    if (entry.getValue().isObject()) {
                        // full, short, middle, long: MR-mAP and MR-R1 by threshold.
                        String kind = entry.getKey().substring("MR-".length());
                        entry.getValue().properties().forEach(value -> {
                            String suffix = value.getKey().equals("average") ? "" : "@" + value.getKey();
                            met[0]++;
                            assertEquals(
                                    number(value.getValue()),
                                    result.number("MR-" + name + "-" + kind + suffix),
                                    tolerance,
                                    name + kind + suffix);
                        });
                    } else {
                        String part = name.equals("brief")
                                ? entry.getKey()
                                : name + entry.getKey().substring("HL".length());
                        met[0]++;
                        assertEquals(number(entry.getValue()), result.number(part), tolerance, part);
                    }
                }));
        assertEquals(14 + 6 + 4 * 21, met[0]);
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() throws IOException {
        Case read = synthetic();
        ReferenceCases.assertMergesExactly(FULL, read.predictions, read.references, 61);
        ReferenceCases.assertMergesExactly(
                new MomentMetric(MomentMetric.Figure.HIGHLIGHT_HIT, true), read.predictions, read.references, 62);
    }

    @Test
    void theAnnotatedWindowsThemselvesScoreTheMost() {
        double[][] windows = {{0, 8}, {10, 30}, {40, 90}};
        MomentReference reference =
                new MomentReference("q", 100, windows, new int[] {0, 3}, new int[][] {{4, 4, 4}, {4, 4, 4}});
        double[][] predicted = {{10, 30, 0.9}, {40, 90, 0.8}, {0, 8, 0.7}};
        double[] saliency = new double[50];
        saliency[0] = 1;
        saliency[3] = 0.5;
        MetricResult result =
                FULL.evaluate(List.of(new MomentPrediction("q", predicted, saliency)), List.of(reference));
        for (String part : List.of("MR-full-mAP", "MR-full-R1@0.95", "HL-min-VeryGood-mAP", "HL-min-Fair-Hit1")) {
            assertEquals(100.0, result.number(part), 1e-12, part);
        }
        // The first window is none of the short one's.
        assertEquals(0.0, result.number("MR-short-R1@0.5"));
    }

    @Test
    void predictionsOfOneKindGiveItsValuesOnly() throws IOException {
        Case read = synthetic();
        List<MomentPrediction> moments = read.predictions.stream()
                .map(both -> new MomentPrediction(both.query(), both.windows(), null))
                .toList();
        MetricResult result = FULL.evaluate(moments, read.references);
        assertEquals(84, result.values().size());
        List<MomentPrediction> highlights = read.predictions.stream()
                .map(both -> new MomentPrediction(both.query(), null, both.saliency()))
                .toList();
        MetricResult others =
                new MomentMetric(MomentMetric.Figure.HIGHLIGHT_MAP, false).evaluate(highlights, read.references);
        assertEquals(6, others.values().size());
        assertEquals(FULL.evaluate(read.predictions, read.references).number("HL-min-VeryGood-mAP"), others.value());
        assertEquals(
                "example 0: query 10000 has no predicted windows, which qvhighlights-mr-map measures",
                assertThrows(IllegalArgumentException.class, () -> FULL.evaluate(highlights, read.references))
                        .getMessage());
    }

    @Test
    void intervalsHoldTheValue() throws IOException {
        Case read = synthetic();
        List<Accumulator<MomentPrediction, MomentReference>> units = new ArrayList<>();
        for (int i = 0; i < read.predictions.size(); i++) {
            units.add(FULL.newAccumulator());
            units.get(i).update(read.predictions.get(i), read.references.get(i));
        }
        Bootstrap.Interval interval =
                new Bootstrap(100, 0.95, 3).intervals(FULL.resampler(units)).value();
        double value = FULL.evaluate(read.predictions, read.references).value();
        assertTrue(interval.lower() < value && value < interval.upper());
    }

    @Test
    void brokenFilesAreRefusedWithTheirLine() throws IOException {
        Path file = folder.resolve("gt.jsonl");
        Files.writeString(
                file,
                "{\"qid\": 1, \"duration\": 10, \"relevant_windows\": [[0, 4]],"
                        + " \"relevant_clip_ids\": [7], \"saliency_scores\": [[1, 1, 1]]}\n");
        assertEquals(
                file + ":1: query 1: clip 7 is none of the 5 of a video of 10.0 seconds",
                assertThrows(IOException.class, () -> MomentFiles.references(file))
                        .getMessage());
        Files.writeString(file, "{\"qid\": 1, \"duration\": 10, \"relevant_windows\": [[0, \"x\"]]}\n");
        assertEquals(
                file + ":1: \"relevant_windows[0][1]\" must be a number",
                assertThrows(IOException.class, () -> MomentFiles.references(file))
                        .getMessage());
    }
}
