package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.testkit.SharedFiles;

/** Against sacreBLEU 2.6.0 (f615c72), jiwer 4.0.0 (c1b0d5e) and torchmetrics (dab0333), from files. */
class SegmentScorersTest {

    private static final double TOLERANCE = 1e-10;

    @TempDir
    private Path folder;

    @Test
    void pairedSystemsOfFilesScoreAsInSacrebleu() throws IOException {
        Path cases = SharedFiles.require("metrics/bleu");
        JsonNode expected = json(cases.resolve("expected.json"));
        JsonNode systems = json(cases.resolve("paired_systems.json")).get("systems");
        Map<String, List<String>> arguments = new HashMap<>();
        arguments.put("--hyp", List.of(write("baseline", ReferenceCases.texts(systems.at("/0/1")))));
        List<String> references = new ArrayList<>();
        for (JsonNode stream : json(cases.resolve("inputs.json")).at("/corpora/multiref_en/refs")) {
            references.add(write("ref" + references.size(), ReferenceCases.texts(stream)));
        }
        arguments.put("--ref", references);
        String other = write("other", ReferenceCases.texts(systems.at("/1/1")));
        for (JsonNode entry : expected.get("paired")) {
            if (entry.get("n_ar_confidence").intValue() > 0) {
                continue;
            }
            boolean bootstrap = entry.get("test_type").textValue().equals("bs");
            int samples = entry.get("n_samples").intValue();
            for (String name : new String[] {"BLEU", "chrF2"}) {
                Scorer scorer = Scorers.named(name.equals("BLEU") ? "bleu" : "chrf");
                ScoreReport report = ScoreRun.run(new ScoreRequest(
                        scorer,
                        ScoreArguments.of(scorer.options(), arguments),
                        false,
                        bootstrap,
                        other,
                        new SignificanceSettings(
                                OptionalInt.of(samples),
                                0.95,
                                OptionalLong.empty(),
                                bootstrap
                                        ? SignificanceSettings.PairedTest.BOOTSTRAP
                                        : SignificanceSettings.PairedTest.RANDOMISATION),
                        3));
                JsonNode results = entry.get("results").get(name);
                assertEquals(
                        results.at("/0/score").doubleValue(), report.result().value(), TOLERANCE);
                assertEquals(
                        results.at("/1/score").doubleValue(),
                        report.comparison().system(),
                        TOLERANCE);
                assertEquals(
                        results.at("/1/p_value").doubleValue(),
                        report.comparison().pValue());
                if (bootstrap) {
                    assertInterval(results.get(0), report.intervals().value());
                    assertInterval(results.get(1), report.comparison().systemInterval());
                }
            }
        }
    }

    private static void assertInterval(JsonNode expected, Bootstrap.Interval interval) {
        assertEquals(expected.get("mean").doubleValue(), interval.mean(), TOLERANCE);
        assertEquals(expected.get("ci").doubleValue(), 0.5 * (interval.upper() - interval.lower()), TOLERANCE);
    }

    private String write(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }

    @Test
    void settingsOfTheCommandReachTheMetric() throws IOException {
        String hyp = write("hyp", List.of("the Cat sat", "a dog ran off"));
        String ref = write("ref", List.of("the cat sat", "a dog ran away"));
        ScoreReport report = score(
                "bleu",
                Map.of(
                        "--hyp", List.of(hyp),
                        "--ref", List.of(ref),
                        "--tokenize", List.of("intl"),
                        "--smooth", List.of("floor"),
                        "--smooth-value", List.of("0.01"),
                        "--max-order", List.of("2"),
                        "--lowercase", List.of(),
                        "--effective-order", List.of()));
        assertEquals(
                "bleu-sacrebleu-intl-floor0.01-order2-lc-eff",
                report.definition().id());
        assertEquals(
                "chrf-sacrebleu-nc4-nw2-beta3-lc-space-eps",
                score(
                                "chrf",
                                Map.of(
                                        "--hyp", List.of(hyp),
                                        "--ref", List.of(ref),
                                        "--char-order", List.of("4"),
                                        "--word-order", List.of("2"),
                                        "--beta", List.of("3"),
                                        "--lowercase", List.of(),
                                        "--whitespace", List.of(),
                                        "--eps-smoothing", List.of()))
                        .definition()
                        .id());
        assertEquals(
                "ter-sacrebleu-norm-nopunct-asian-cased",
                score(
                                "ter",
                                Map.of(
                                        "--hyp", List.of(hyp),
                                        "--ref", List.of(ref),
                                        "--normalized", List.of(),
                                        "--no-punct", List.of(),
                                        "--asian-support", List.of(),
                                        "--case-sensitive", List.of()))
                        .definition()
                        .id());
        assertEquals(
                2 / 7.0,
                score("wer", Map.of("--hyp", List.of(hyp), "--ref", List.of(ref)))
                        .result()
                        .value());
        assertEquals(
                "cer-torchmetrics",
                score(
                                "cer",
                                Map.of(
                                        "--hyp",
                                        List.of(hyp),
                                        "--ref",
                                        List.of(ref),
                                        "--definition",
                                        List.of("torchmetrics")))
                        .definition()
                        .id());
    }

    private static ScoreReport score(String name, Map<String, List<String>> arguments) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named(name), arguments));
    }

    @Test
    void emptyLinesAreReferencesUnlessSaidOtherwise() throws IOException {
        String hyp = write("hyp", List.of("a b c d", "e f g h"));
        String one = write("one", List.of("a b c d", "e f g h"));
        String two = write("two", List.of("a b c x", " "));
        Map<String, List<String>> arguments = new HashMap<>(Map.of("--hyp", List.of(hyp), "--ref", List.of(one, two)));
        assertTrue(score("bleu", arguments)
                .result()
                .values()
                .get("signature")
                .toString()
                .startsWith("nrefs:2|"));
        arguments.put("--empty-is-missing", List.of());
        assertTrue(score("bleu", arguments)
                .result()
                .values()
                .get("signature")
                .toString()
                .startsWith("nrefs:var|"));
        arguments.put("--ref", List.of(two));
        assertEquals(
                hyp + ":2: a segment needs at least one reference",
                assertThrows(IOException.class, () -> score("ter", arguments)).getMessage());
    }

    @Test
    void filesThatDoNotFitAreToldWithFileAndLine() throws IOException {
        String hyp = write("hyp", List.of("a", "b"));
        String ref = write("ref", List.of("a"));
        String empty = write("empty", List.of());
        assertEquals(
                ref + " ends after 1 lines, but " + hyp + " goes on with line 2; expected a line for each of its lines",
                messageOf(hyp, ref));
        assertEquals(empty + ": is empty; expected one text a line", messageOf(empty, empty));
        Path broken = Files.write(folder.resolve("broken"), new byte[] {'a', '\n', (byte) 0xFF, '\n'});
        assertEquals(broken + ":2: is not UTF-8 text", messageOf(broken.toString(), hyp));
    }

    private static String messageOf(String hyp, String ref) {
        return assertThrows(IOException.class, () -> score("wer", Map.of("--hyp", List.of(hyp), "--ref", List.of(ref))))
                .getMessage();
    }

    @Test
    void spectraInFilesScoreAsInMemory() throws IOException {
        Path file = SharedFiles.require("metrics/speech/mcd.safetensors");
        ScoreReport report = score("mcd", Map.of("--hyp", List.of(file.toString()), "--ref", List.of(file.toString())));
        assertEquals(0, report.result().value());
        assertEquals(3, report.examples());
        assertEquals(256, report.result().number("frames"));
    }
}
