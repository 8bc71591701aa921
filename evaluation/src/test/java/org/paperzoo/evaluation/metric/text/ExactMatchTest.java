package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;

class ExactMatchTest {

    private final ExactMatch metric = new ExactMatch();

    @TestFactory
    List<DynamicTest> scoresAsCodexglueDoes() {
        Path folder = SharedFiles.require("metrics/codexglue");
        JsonNode inputs = json(folder.resolve("inputs.json")).get("bleu_em");
        List<DynamicTest> tests = new ArrayList<>();
        json(folder.resolve("expected.json"))
                .get("bleu_em")
                .properties()
                .forEach(entry -> tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode lines = inputs.get(entry.getKey());
                    List<List<String>> gold =
                            texts(lines.get("gold")).stream().map(List::of).toList();
                    assertEquals(
                            number(entry.getValue().get("em_strip_equality_percent_full")),
                            metric.evaluate(texts(lines.get("pred")), gold).value());
                })));
        return tests;
    }

    @Test
    void outerSpacesDoNotCountButInnerOnesDo() {
        assertEquals(
                100.0 * 2 / 3,
                metric.evaluate(
                                List.of("\u00a0a b\u3000", "a  b", ""),
                                List.of(List.of("x", "a b"), List.of("a b"), List.of(" ")))
                        .value(),
                1e-13);
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        List<String> predictions = new ArrayList<>();
        List<List<String>> references = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            predictions.add("" + i % 3);
            references.add(List.of("" + i % 2));
        }
        ReferenceCases.assertMergesExactly(metric, predictions, references, 5);
    }

    @Test
    void aMissingTextIsRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> metric.evaluate(List.of("a"), List.of(Arrays.asList("a", null))));
    }
}
