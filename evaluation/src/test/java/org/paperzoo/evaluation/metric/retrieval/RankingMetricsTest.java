package org.paperzoo.evaluation.metric.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.assertMergesExactly;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.classification.ConfusionFigure;
import org.paperzoo.evaluation.metric.classification.ConfusionMetric;

/** Against torchmetrics dab0333, scikit-learn 1.2.1, VSE++ and CodeXGLUE ac74a62. */
class RankingMetricsTest {

    private static final JsonNode EXPECTED = json("retrieval/expected.json");
    private static final JsonNode INPUTS = json("retrieval/inputs.json");

    @Test
    void queriesScoreAsInTorchmetricsAndScikitLearn() {
        JsonNode queries = INPUTS.get("queries");
        for (int i = 0; i < queries.size(); i++) {
            List<double[]> scores = List.of(numbers(queries.get(i).get("scores")));
            List<int[]> graded = List.of(integers(queries.get(i).get("graded")));
            List<int[]> relevance = List.of(integers(queries.get(i).get("relevance")));
            EXPECTED.get("torchmetrics_per_query").get(i).properties().forEach(entry -> {
                String name = entry.getKey();
                double value = number(entry.getValue());
                String[] parts = name.split("@");
                int cut =
                        parts.length == 1 || parts[1].equals("None") ? TorchRetrieval.ALL : Integer.parseInt(parts[1]);
                if (name.startsWith("sklearn")) {
                    MetricResult result = new SklearnNdcg(cut, !name.contains("ignore_ties")).evaluate(scores, graded);
                    assertEquals(value, result.value(), 1e-14, name);
                } else {
                    TorchRetrieval.Measure measure = TorchRetrieval.Measure.valueOf(parts[0].toUpperCase(Locale.ROOT));
                    boolean isGraded = measure == TorchRetrieval.Measure.NDCG;
                    MetricResult result =
                            new TorchRetrieval(measure, cut).evaluate(scores, isGraded ? graded : relevance);
                    assertEquals(value, result.value(), 1e-6, name);
                    assertEquals(
                            result.value(),
                            new TorchRetrieval(measure, cut)
                                    .evaluate(scores, graded)
                                    .value());
                }
            });
        }
    }

    private static int[] integers(JsonNode list) {
        return Arrays.stream(numbers(list)).mapToInt(number -> (int) number).toArray();
    }

    @Test
    void equalScoresShareTheirGainsInScikitLearnOnly() {
        List<double[]> scores = List.of(new double[] {1, 1});
        List<int[]> gains = List.of(new int[] {0, 1});
        double second = Math.log(2) / Math.log(3);
        assertEquals(
                (1 + second) / 2,
                new SklearnNdcg(SklearnNdcg.ALL, true).evaluate(scores, gains).value(),
                1e-15);
        assertEquals(
                1,
                new SklearnNdcg(SklearnNdcg.ALL, false).evaluate(scores, gains).value(),
                1e-15);
    }

    @Test
    void imagesAndTextsFindEachOtherAsInVse() throws IOException {
        double[][] similarity = similarity();
        int captions = 5;
        List<double[]> ofImages = List.of(similarity);
        List<int[]> captionsOfImages = IntStream.range(0, similarity.length)
                .mapToObj(i -> IntStream.range(captions * i, captions * (i + 1)).toArray())
                .toList();
        List<double[]> ofTexts = new ArrayList<>();
        List<int[]> imagesOfTexts = new ArrayList<>();
        for (int j = 0; j < similarity[0].length; j++) {
            int text = j;
            ofTexts.add(Arrays.stream(similarity).mapToDouble(row -> row[text]).toArray());
            imagesOfTexts.add(new int[] {j / captions});
        }
        agrees("i2t", RecallAtK.at(1).evaluate(ofImages, captionsOfImages));
        agrees("t2i", RecallAtK.at(1).evaluate(ofTexts, imagesOfTexts));
    }

    private static void agrees(String direction, MetricResult result) {
        JsonNode expected = EXPECTED.get("image_text_5_captions");
        double[] recalls = numbers(expected.get(direction + "_R1_5_10"));
        assertEquals(recalls[0], result.value(), 1e-12);
        assertEquals(recalls[1], result.number("R@5"), 1e-12);
        assertEquals(recalls[2], result.number("R@10"), 1e-12);
        assertEquals(number(expected.get(direction + "_median_rank")), result.number("median_rank"), 1e-12);
        assertEquals(number(expected.get(direction + "_mean_rank")), result.number("mean_rank"), 1e-12);
    }

    private static double[][] similarity() throws IOException {
        try (InputStream in = ReferenceCases.open("retrieval/similarity.safetensors")) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = (int) file.getLong(0);
            JsonNode header = new ObjectMapper().readTree(file.array(), 8, headerLength);
            JsonNode entry = header.properties().iterator().next().getValue();
            boolean wide = entry.get("dtype").textValue().equals("F64");
            file.position(8 + headerLength);
            double[][] rows = new double[entry.at("/shape/0").intValue()]
                    [entry.at("/shape/1").intValue()];
            for (double[] row : rows) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = wide ? file.getDouble() : file.getFloat();
                }
            }
            return rows;
        }
    }

    @Test
    void answersScoreAsInCodeXglue() {
        JsonNode expected = EXPECTED.get("codexglue");
        MetricResult map = answers(AnswerRanking.meanAveragePrecision(), "poj104");
        assertEquals(number(expected.at("/poj104/full")), map.value(), 1e-14);
        assertEquals(number(expected.at("/poj104/evaluator/MAP@R")), map.number("MAP@R_rounded"));
        MetricResult mrr = answers(AnswerRanking.meanReciprocalRank(), "adv_mrr");
        assertEquals(number(expected.at("/adv_mrr/full")), mrr.value(), 1e-14);
        assertEquals(number(expected.at("/adv_mrr/evaluator/MRR")), mrr.number("MRR_rounded"));

        List<Integer> predicted = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        INPUTS.at("/codexglue/bigclonebench").forEach(pair -> {
            labels.add(pair.get(2).intValue());
            predicted.add(pair.get(3).intValue());
        });
        MetricResult clones = ConfusionMetric.of(ConfusionFigure.F1_BINARY).evaluate(predicted, labels);
        assertEquals(number(expected.at("/bigclonebench/F1")), clones.value(), 1e-15);
        assertEquals(number(expected.at("/bigclonebench/Recall")), clones.number("recall_binary"), 1e-15);
        assertEquals(number(expected.at("/bigclonebench/Precision")), clones.number("precision_binary"), 1e-15);
        predicted.clear();
        labels.clear();
        INPUTS.at("/codexglue/defect").forEach(pair -> {
            labels.add(pair.get(1).intValue());
            predicted.add(pair.get(2).intValue());
        });
        assertEquals(
                number(expected.at("/defect/Acc")),
                ConfusionMetric.of(ConfusionFigure.ACCURACY)
                        .evaluate(predicted, labels)
                        .value(),
                1e-15);
    }

    private static MetricResult answers(AnswerRanking metric, String name) {
        List<List<String>> predictions = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        JsonNode task = INPUTS.at("/codexglue/" + name);
        task.get("answers").properties().forEach(entry -> {
            references.add(texts(entry.getValue()));
            predictions.add(texts(task.get("predictions").get(entry.getKey())));
        });
        return metric.evaluate(predictions, references);
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asText()));
        } else {
            texts.add(node.asText());
        }
        return texts;
    }

    @Test
    void splitShuffledAndMergedTheyScoreTheSame() {
        Random random = new Random(3);
        List<double[]> scores = new ArrayList<>();
        List<int[]> relevance = new ArrayList<>();
        List<int[]> right = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            scores.add(random.doubles(20, -1, 1).toArray());
            relevance.add(random.ints(20, 0, 4).toArray());
            right.add(random.ints(3, 0, 20).toArray());
        }
        assertMergesExactly(new TorchRetrieval(TorchRetrieval.Measure.NDCG, 5), scores, relevance, 1);
        assertMergesExactly(new SklearnNdcg(10, false), scores, relevance, 2);
        assertMergesExactly(RecallAtK.at(3), scores, right, 3);
        List<List<String>> answers = right.stream()
                .map(list -> Arrays.stream(list).mapToObj(Integer::toString).toList())
                .toList();
        assertMergesExactly(AnswerRanking.meanAveragePrecision(), answers, answers, 4);
        assertEquals(
                1.0,
                AnswerRanking.meanAveragePrecision()
                        .evaluate(List.of(List.of("a", "b")), List.of(List.of("b", "a")))
                        .value());
    }

    @Test
    void whatCannotBeScoredIsRefusedInOneLine() {
        assertEquals(
                "example 0: the right answer 2 is none of the 2 candidates",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RecallAtK.at(1).evaluate(List.of(new double[2]), List.of(new int[] {2})))
                        .getMessage());
        assertEquals(
                "example 0: 1 answers where 2 are right; as many are expected, and at least one",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> AnswerRanking.meanAveragePrecision()
                                        .evaluate(List.of(List.of("a")), List.of(List.of("a", "b"))))
                        .getMessage());
        assertEquals(
                "example 0: document 1 has score NaN and relevance 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new SklearnNdcg(3, true)
                                        .evaluate(List.of(new double[] {1, Double.NaN}), List.of(new int[2])))
                        .getMessage());
    }
}
