package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.zoo.InvalidInputException;

class CodeScorersTest {

    @TempDir
    private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private static MetricResult score(String name, String hypotheses, String reference, String... options)
            throws IOException {
        Map<String, List<String>> given = new HashMap<>();
        given.put("--hyp", List.of(hypotheses));
        given.put("--ref", List.of(reference));
        for (String option : options) {
            String[] parts = option.split("=", 2);
            given.put(parts[0], parts.length == 1 ? List.of() : List.of(parts[1]));
        }
        Scorer scorer = Scorers.named(name);
        return ScoreRun.run(new ScoreRequest(
                        scorer,
                        ScoreArguments.of(scorer.options(), given),
                        false,
                        false,
                        null,
                        SignificanceSettings.defaults(),
                        2))
                .result();
    }

    @Test
    void codeToTextJoinsLinesByTheirIds() throws IOException {
        String hypotheses = file("hyp", "7\treturns the sum", "3", "9\tunknown");
        String references = file("ref", "3\treads a file", "7\treturns the sum", "7\tadds up", "8\tleft out");
        MetricResult result = score("code-to-text", hypotheses, references);
        assertEquals(2, result.number("total"));
        assertTrue(result.value() > 50 && result.value() < 75, result::toString);
    }

    @Test
    void aReferenceWithoutItsTabIsToldByLine() throws IOException {
        String hypotheses = file("hyp", "1\ta");
        String references = file("ref", "1\ta", "2 b");
        InvalidDataException error =
                assertThrows(InvalidDataException.class, () -> score("code-to-text", hypotheses, references));
        assertTrue(error.getMessage().endsWith("ref:2: has 0 tabs; expected an ID, one tab and a text"));
        String others = file("others", "5\ta");
        assertThrows(InvalidInputException.class, () -> score("code-to-text", hypotheses, others));
    }

    @Test
    void editSimilarityReadsCodexgluesAnswers() throws IOException {
        String hypotheses = file("hyp", "return <NUM_LIT> ;", "x");
        String answers = file("answers.json", "{\"gt\": \"return 0 ;\"}", "{\"gt\": \"y\"}");
        assertEquals(50, score("edit-similarity", hypotheses, answers).value());
        assertEquals(
                50, score("edit-similarity", hypotheses, answers, "--difflib").number("EM"));
        String broken = file("broken.json", "{\"gt\": \"a\"}", "{\"x\": 1}");
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> score("edit-similarity", hypotheses, broken));
        assertTrue(error.getMessage().endsWith("broken.json:2: needs a string \"gt\""), error.getMessage());
    }

    @Test
    void codeBleuTakesALanguageAndWeights() throws IOException {
        String code = file("code", "int f ( int x ) { int y = x ; return y ; }");
        assertEquals(1, score("codebleu", code, code, "--lang=java").value(), 1e-12);
        assertEquals(
                "codebleu-c-sharp-treesitter-0.20.0a-w-0-0-0.5-0.5",
                score("codebleu", code, code, "--lang=c_sharp", "--weights=0,0,0.5,0.5")
                        .metric());
        assertEquals(
                "codebleu-ngrams-java",
                score("codebleu", code, code, "--lang=java", "--ngrams-only").metric());
        for (String weights : List.of("1,2", "a,b,c,d", "1.2.3,0,0,0", "2,0,0,0")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> score("codebleu", code, code, "--lang=java", "--weights=" + weights),
                    weights);
        }
    }

    @Test
    void exactMatchComparesTokensIfAsked() throws IOException {
        String hypotheses = file("hyp", "a  b");
        String references = file("ref", "a b");
        assertEquals(0, score("exact-match", hypotheses, references).value());
        assertEquals(
                100, score("exact-match", hypotheses, references, "--tokens").value());
        assertEquals(100, score("codexglue-bleu", hypotheses, references).value(), 1e-12);
    }
}
