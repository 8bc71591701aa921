package org.paperzoo.evaluation.metric.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.metric.code.DataFlowEdge.Relation;
import org.paperzoo.evaluation.metric.text.PythonText;
import org.paperzoo.testkit.SharedFiles;

/** Against CodeBLEU of CodeXGLUE (ac74a62) and CodeT5 (7de7f69), which carry grammars of 2020. */
class CodeBleuTest {

    private static final double TOLERANCE = 1e-12;

    /** Code that both grammars read alike: every part is exact. */
    private static final Set<String> EXACT = Set.of("one_identical_java", "renamed_vars_java", "comments_java");

    /**
     * How far the syntax match of this metric lies from the reference's where code is broken, which the grammars mend
     * otherwise. No tolerance: what is measured here is another metric, with another ID.
     */
    private static final double SYNTAX_DISTANCE = 0.0065;

    private static final double SCORE_DISTANCE = 0.0035;

    /** How far beyond the spread of the reference's data-flow match, which differs from run to run, one may lie. */
    private static final double FLOW_MARGIN = 0.005;

    /**
     * Predictions whose data flow differs, of the first 60 of each corpus: all are broken code, but for a generic method (18),
     * which the old grammar cannot read.
     */
    private static final Map<String, Set<Integer>> FLOWS_OTHERWISE = Map.of(
            "java-cs_1000", Set.of(21),
            "refinement_java_200", Set.of(18, 23),
            "two_references_java_60", Set.of(18, 23),
            "noisy_java_150", Set.of(20, 26, 29, 39));

    @TestFactory
    Stream<DynamicTest> wholeCorporaScoreAsOrNearCodexglue() {
        JsonNode inputs = inputs();
        return expected().properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode lines = inputs.get(entry.getKey());
                    JsonNode expected = entry.getValue().get("first_occurrence_order_variant");
                    MetricResult result = CodeBleu.of(language(lines))
                            .evaluate(texts(lines.get("hyp")), CodexglueTest.transposed(lines.get("refs")));
                    for (String part : List.of("ngram_match", "weighted_ngram_match")) {
                        assertEquals(number(expected.get(part)), result.number(part), TOLERANCE, part);
                    }
                    boolean exact = EXACT.contains(entry.getKey());
                    assertEquals(
                            number(expected.get("syntax_match")),
                            result.number("syntax_match"),
                            exact ? TOLERANCE : SYNTAX_DISTANCE);
                    assertEquals(number(expected.get("codebleu")), result.value(), exact ? TOLERANCE : SCORE_DISTANCE);
                    if (exact) {
                        assertEquals(
                                number(expected.get("dataflow_match")), result.number("dataflow_match"), TOLERANCE);
                    }
                    double[] spread = numbers(entry.getValue().get("dataflow_min_max"));
                    assertTrue(
                            result.number("dataflow_match") >= spread[0] - FLOW_MARGIN
                                    && result.number("dataflow_match") <= spread[1] + FLOW_MARGIN,
                            () -> result.number("dataflow_match") + " lies outside of the reference's spread");
                }));
    }

    @TestFactory
    Stream<DynamicTest> treesAndFlowsOfSingleLinesAreThoseOfCodexglue() {
        JsonNode inputs = inputs();
        return expected().properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode lines = inputs.get(entry.getKey());
                    CodeTrees trees = new CodeTrees(language(lines));
                    JsonNode expected = entry.getValue().get("first_occurrence_order_variant_per_line");
                    List<Integer> others = new ArrayList<>();
                    for (int i = 0; i < expected.size(); i++) {
                        String code = CodeComments.removedFrom(
                                PythonText.strip(lines.get("hyp").get(i).textValue()));
                        SyntaxNode root = trees.parse(code);
                        if (expected.get(i).has("hyp_sexp")) {
                            assertEquals(expected.get(i).get("hyp_sexp").textValue(), root.toString());
                        }
                        if (!flow(trees.flow(root, code))
                                .equals(expected.get(i).get("hyp_dataflow").toString())) {
                            others.add(i);
                        }
                    }
                    assertEquals(FLOWS_OTHERWISE.getOrDefault(entry.getKey(), Set.of()), Set.copyOf(others));
                }));
    }

    private static String flow(List<CodeTrees.NormalEdge> edges) {
        return edges.stream()
                .map(edge -> "[\"var_" + edge.variable() + "\",\""
                        + (edge.relation() == Relation.COMES_FROM ? "comesFrom" : "computedFrom") + "\",["
                        + String.join(
                                ",",
                                edge.sources().stream()
                                        .map(source -> "\"var_" + source + "\"")
                                        .toList())
                        + "]]")
                .toList()
                .toString()
                .replace(", ", ",");
    }

    private static JsonNode inputs() {
        Path folder = SharedFiles.require("metrics/codexglue");
        return json(folder.resolve("inputs.json")).get("codebleu");
    }

    private static JsonNode expected() {
        return json(SharedFiles.require("metrics/codexglue").resolve("expected.json"))
                .get("codebleu");
    }

    private static CodeLanguage language(JsonNode lines) {
        return CodeLanguage.named(lines.get("lang").textValue());
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        List<String> predictions = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            predictions.add("int f ( int x" + i % 3 + " ) { int y = x0 + " + i + " ; return y ; }");
            references.add(
                    List.of("int f ( int x ) { int y = x + 1 ; return y ; }", "void g ( ) { if ( a ) b ( ) ; }"));
        }
        ReferenceCases.assertMergesExactly(CodeBleu.of(CodeLanguage.JAVA), predictions, references, 1);
        ReferenceCases.assertMergesExactly(
                CodeBleu.of(CodeLanguage.C_SHARP, 0.1, 0.4, 0.1, 0.4), predictions, references, 2);
    }

    @Test
    void weightsScaleThePartsAndShowInTheId() {
        CodeBleu weighted = CodeBleu.of(CodeLanguage.JAVA, 0.1, 0.4, 0.1, 0.4);
        MetricResult result = weighted.evaluate(
                List.of("int f ( int b ) { int a = b ; return 2 ; }"),
                List.of(List.of("int f ( int b ) { int a = b ; a ++ ; return a ; }")));
        assertEquals(
                0.1 * result.number("ngram_match")
                        + 0.4 * result.number("weighted_ngram_match")
                        + 0.1 * result.number("syntax_match")
                        + 0.4 * result.number("dataflow_match"),
                result.value(),
                1e-15);
        assertEquals(
                "codebleu-java-treesitter-0.23.5-w-0.1-0.4-0.1-0.4",
                weighted.definition().id());
        assertThrows(IllegalArgumentException.class, () -> CodeBleu.of(CodeLanguage.JAVA, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> CodeBleu.of(CodeLanguage.JAVA, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> CodeBleu.of(CodeLanguage.JAVA, Double.NaN, 0, 0, 1));
    }

    @Test
    void renamedVariablesKeepTreeAndFlow() {
        MetricResult result = CodeBleu.of(CodeLanguage.C_SHARP)
                .evaluate(
                        List.of("int F(int a){int b = a + 1;foreach (var k in b){b += k;}return b;}"),
                        List.of(List.of("int G(int x){int y = x + 1;foreach (var i in y){y += i;}return y;}")));
        assertEquals(1, result.number("syntax_match"));
        assertEquals(1, result.number("dataflow_match"));
    }

    @Test
    void withoutDataFlowInTheReferencesItsPartIsZero() {
        MetricResult result = CodeBleu.of(CodeLanguage.JAVA).evaluate(List.of(";"), List.of(List.of(";")));
        assertEquals(0, result.number("dataflow_match"));
        assertEquals(0, result.number("dataflows"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "}", "{", "}}}{{{", "class a{", "'", "\"\\", "/* x", "\u00e9\ud83d\ude00 = \u4e2d ;", "\n\n"
            })
    void anyTextHasATree(String text) {
        for (CodeLanguage language : CodeLanguage.values()) {
            MetricResult result = CodeBleu.of(language).evaluate(List.of(text), List.of(List.of(text)));
            assertEquals(1, result.number("syntax_match"), language + " " + text);
        }
    }

    @Test
    void textsOfRandomSignsScoreWithinTheirRange() {
        String[] words = {
            "{", "}", "(", ")", ";", "int", "x", "=", "+", "if", "else", "for", "while", "\"s", "'", "//", "\n"
        };
        Random random = new Random(3);
        for (CodeLanguage language : CodeLanguage.values()) {
            for (int i = 0; i < 100; i++) {
                List<String> texts = IntStream.range(0, 2)
                        .mapToObj(text -> String.join(
                                " ",
                                random.ints(30, 0, words.length)
                                        .mapToObj(word -> words[word])
                                        .toList()))
                        .toList();
                MetricResult result =
                        CodeBleu.of(language).evaluate(List.of(texts.get(0)), List.of(List.of(texts.get(1))));
                assertTrue(result.value() >= 0 && result.value() <= 1, texts::toString);
            }
        }
    }

    @Test
    void codeThatNestsDeepIsScoredWithoutDataFlow() {
        String deep = "x = " + "(".repeat(20_000) + "y" + ")".repeat(20_000) + ";";
        MetricResult result = CodeBleu.of(CodeLanguage.JAVA).evaluate(List.of(deep), List.of(List.of(deep)));
        assertEquals(1, result.number("syntax_match"));
        assertEquals(0, result.number("dataflows"));
    }

    @Test
    void loopsInLoopsInLoopsEnd() {
        String loops = "while ( x ) { ".repeat(60) + "x = y ;" + " }".repeat(60);
        MetricResult result = CodeBleu.of(CodeLanguage.JAVA).evaluate(List.of(loops), List.of(List.of(loops)));
        assertEquals(0, result.number("dataflows"));
    }

    @Test
    void commentsGoAndLiteralsStay() {
        assertEquals("a  b", CodeComments.removedFrom("a/* c */ b"));
        assertEquals("a \nb", CodeComments.removedFrom("a// c\n  \nb"));
        assertEquals("\"// x\" '/*'", CodeComments.removedFrom("\"// x\" '/*'"));
        assertEquals("\"\\\"//\"  ", CodeComments.removedFrom("\"\\\"//\" // y"));
        assertEquals("/* open", CodeComments.removedFrom("/* open"));
        assertEquals("' ", CodeComments.removedFrom("'// x"));
    }

    @Test
    void halfAPairOfSurrogatesIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CodeBleu.of(CodeLanguage.JAVA).evaluate(List.of("\ud83d"), List.of(List.of("x"))));
    }
}
