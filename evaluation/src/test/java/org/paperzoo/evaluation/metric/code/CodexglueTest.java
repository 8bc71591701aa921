package org.paperzoo.evaluation.metric.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.text.ExactMatch;
import org.paperzoo.testkit.SharedFiles;

/** Against the evaluators of CodeXGLUE (ac74a62), all but the trees of CodeBLEU. */
class CodexglueTest {

    private static final double TOLERANCE = 1e-12;

    @TestFactory
    Stream<DynamicTest> bleuScoresAsInCodexglue() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("bleu_em");
        return json(folder.resolve("expected.json")).get("bleu_em").properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode lines = inputs.get(entry.getKey());
                    JsonNode expected = entry.getValue();
                    List<String> predictions = texts(lines.get("pred"));
                    List<List<String>> gold = single(texts(lines.get("gold")));
                    MetricResult smoothed = CodexglueBleu.smoothed().evaluate(predictions, gold);
                    assertBleu(expected.get("smooth"), smoothed);
                    assertBleu(
                            expected.get("unsmoothed"),
                            CodexglueBleu.unsmoothed().evaluate(predictions, gold));
                    assertEquals(number(expected.get("_bleu_rounded")), rounded(smoothed.value()));
                    assertEquals(
                            number(expected.get("em_strip_equality_percent_full")),
                            new ExactMatch().evaluate(predictions, gold).value());
                    assertEquals(
                            number(expected.get("em_token_split_equality_percent_full")),
                            ExactMatch.ofTokens().evaluate(predictions, gold).value());
                }));
    }

    private static void assertBleu(JsonNode expected, MetricResult result) {
        assertEquals(number(expected.get("bleu")), result.number("bleu"), TOLERANCE);
        assertEquals(100 * number(expected.get("bleu")), result.value(), 100 * TOLERANCE);
        assertArrayEquals(numbers(expected.get("precisions")), result.numbers("precisions"), TOLERANCE);
        for (String name : List.of("bp", "ratio", "translation_length", "reference_length")) {
            assertEquals(number(expected.get(name)), result.number(name), TOLERANCE, name);
        }
    }

    @Test
    void textToTextScoresAsInCodexglue() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("text_to_text");
        JsonNode expected = json(folder.resolve("expected.json")).get("text_to_text");
        MetricResult result =
                CodexglueBleu.smoothed().evaluate(texts(inputs.get("pred")), single(texts(inputs.get("gold"))));
        assertEquals(number(expected.get("_bleu")), rounded(result.value()));
        JsonNode tuple = expected.get("compute_bleu_smooth_split");
        assertEquals(number(tuple.get(0)), result.number("bleu"), TOLERANCE);
        assertArrayEquals(numbers(tuple.get(1)), result.numbers("precisions"), TOLERANCE);
        assertEquals(number(tuple.get(2)), result.number("bp"), TOLERANCE);
        assertEquals(number(tuple.get(3)), result.number("ratio"), TOLERANCE);
        assertEquals(number(tuple.get(4)), result.number("translation_length"));
        assertEquals(number(tuple.get(5)), result.number("reference_length"));
    }

    @TestFactory
    Stream<DynamicTest> codeToTextScoresAsInCodexglue() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("code_to_text");
        return json(folder.resolve("expected.json")).get("code_to_text").properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode expected = entry.getValue();
                    Map<String, String> predictions =
                            predictions(inputs.get(entry.getKey()).get("prediction_file_lines"));
                    Map<String, List<String>> references =
                            references(inputs.get(entry.getKey()).get("reference_file_lines"));
                    references.keySet().retainAll(predictions.keySet());
                    assertEquals(expected.get("n").intValue(), references.size());
                    expected.get("per_line_bleu(0..1)").properties().forEach(line -> {
                        double[] scores =
                                CodeToTextBleu.sentence(predictions.get(line.getKey()), references.get(line.getKey()));
                        assertEquals(number(line.getValue()), scores[0], TOLERANCE, line.getKey());
                    });
                    expected.get("normalized_tokens_first10")
                            .properties()
                            .forEach(line -> assertEquals(
                                    texts(line.getValue()), MosesTokens.of(predictions.get(line.getKey()))));
                    MetricResult result = new CodeToTextBleu()
                            .evaluate(
                                    references.keySet().stream()
                                            .map(predictions::get)
                                            .toList(),
                                    List.copyOf(references.values()));
                    assertEquals(number(expected.get("smoothed_bleu4_percent")), result.value(), 100 * TOLERANCE);
                    double[] all = numbers(expected.get("bleuFromMaps_all5"));
                    assertEquals(all[0], result.number("bleu"), 100 * TOLERANCE);
                    for (int order = 1; order <= 4; order++) {
                        assertEquals(all[order], result.number("bleu_" + order), 100 * TOLERANCE);
                    }
                }));
    }

    private static Map<String, String> predictions(JsonNode lines) {
        Map<String, String> predictions = new LinkedHashMap<>();
        for (String line : texts(lines)) {
            String[] columns = line.strip().split("\t", -1);
            predictions.put(columns[0], columns.length == 1 ? "" : columns[1]);
        }
        return predictions;
    }

    private static Map<String, List<String>> references(JsonNode lines) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        for (String line : texts(lines)) {
            String[] columns = line.split("\t", -1);
            references.computeIfAbsent(columns[0], id -> new ArrayList<>()).add(columns[1]);
        }
        return references;
    }

    @Test
    void lineCompletionScoresAsInCodexglue() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("code_completion_line");
        JsonNode expected = json(folder.resolve("expected.json")).get("code_completion_line");
        List<String> predictions = texts(inputs.get("pred"));
        List<String> gold = texts(inputs.get("gt"));
        Map<String, EditSimilarity> backends = Map.of(
                "levenshtein", EditSimilarity.levenshtein(),
                "difflib", EditSimilarity.difflib());
        backends.forEach((backend, metric) -> {
            MetricResult result = metric.evaluate(predictions, gold);
            assertEquals(expected.get("n").doubleValue(), result.number("total"));
            assertEquals(number(expected.get("EM_percent")), result.number("EM"), TOLERANCE);
            assertEquals(number(expected.get("edit_sim_" + backend + "_backend")), result.value(), 100 * TOLERANCE);
            double[] lines = numbers(expected.get("per_line_" + backend));
            for (int i = 0; i < lines.length; i++) {
                assertEquals(
                        lines[i],
                        metric.evaluate(predictions.subList(i, i + 1), gold.subList(i, i + 1))
                                .value(),
                        backend + " line " + i);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> ngramPartsOfCodeBleuScoreAsInCodexglue() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("codebleu");
        return json(folder.resolve("expected.json")).get("codebleu").properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode lines = inputs.get(entry.getKey());
                    MetricResult result = new CodeNgramMatch(
                                    CodeLanguage.named(lines.get("lang").textValue()))
                            .evaluate(texts(lines.get("hyp")), transposed(lines.get("refs")));
                    JsonNode expected = entry.getValue().get("first_occurrence_order_variant");
                    for (String part : List.of("ngram_match", "weighted_ngram_match")) {
                        assertEquals(number(expected.get(part)), result.number(part), TOLERANCE, part);
                    }
                }));
    }

    static List<List<String>> transposed(JsonNode files) {
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < files.get(0).size(); i++) {
            List<String> line = new ArrayList<>();
            for (JsonNode file : files) {
                line.add(file.get(i).textValue());
            }
            references.add(line);
        }
        return references;
    }

    private static List<List<String>> single(List<String> texts) {
        return texts.stream().map(List::of).toList();
    }

    /** Python's {@code round(x, 2)}. */
    private static double rounded(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }

    @Test
    void splitShuffledAndMergedTheyScoreTheSame() {
        List<String> predictions = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            predictions.add("if ( x" + i % 5 + " ) return y ; " + i % 7);
            references.add(List.of("if ( x" + i % 3 + " ) return y ; " + i % 7, "while ( true ) " + i));
            first.add(references.get(i).get(0));
        }
        ReferenceCases.assertMergesExactly(CodexglueBleu.smoothed(), predictions, references, 1);
        ReferenceCases.assertMergesExactly(new CodeToTextBleu(), predictions, references, 2);
        ReferenceCases.assertMergesExactly(ExactMatch.ofTokens(), predictions, references, 3);
        ReferenceCases.assertMergesExactly(new CodeNgramMatch(CodeLanguage.JAVA), predictions, references, 4);
        ReferenceCases.assertMergesExactly(EditSimilarity.levenshtein(), predictions, first, 5);
        ReferenceCases.assertMergesExactly(EditSimilarity.difflib(), predictions, first, 6);
    }

    @Test
    void aPerfectPredictionScoresTheMost() {
        List<String> code = List.of("int f ( ) { return 1 ; }", "void g ( ) { f ( ) ; }");
        assertEquals(100, CodexglueBleu.smoothed().evaluate(code, single(code)).value(), 1e-12);
        assertEquals(100, new CodeToTextBleu().evaluate(code, single(code)).value(), 1e-12);
        assertEquals(100, ExactMatch.ofTokens().evaluate(code, single(code)).value());
        assertEquals(100, EditSimilarity.levenshtein().evaluate(code, code).value());
        assertEquals(
                1,
                new CodeNgramMatch(CodeLanguage.JAVA)
                        .evaluate(code, single(code))
                        .value(),
                1e-12);
    }

    @Test
    void tokensAreComparedWhateverSpacesStandBetween() {
        assertEquals(
                50,
                ExactMatch.ofTokens()
                        .evaluate(List.of("a\u3000 b ", "a b"), List.of(List.of("a b"), List.of("ab")))
                        .value());
    }

    @Test
    void theShortestReferenceSetsTheBrevityPenalty() {
        MetricResult result =
                CodexglueBleu.smoothed().evaluate(List.of("a b c"), List.of(List.of("a b c d e f", "a", "a b c")));
        assertEquals(1, result.number("reference_length"));
        assertEquals(1, result.number("bp"));
    }

    @Test
    void aMissingReferenceIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CodexglueBleu.smoothed().evaluate(List.of("a"), List.of(List.of())));
    }
}
