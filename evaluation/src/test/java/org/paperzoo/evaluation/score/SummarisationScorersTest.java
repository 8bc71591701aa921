package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Files of the reference cases, scored as a user does it. */
class SummarisationScorersTest {

    private static final double TOLERANCE = 1e-12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode inputs = ReferenceCases.json("summarisation/inputs.json");
    private final JsonNode expected = ReferenceCases.json("summarisation/expected.json");

    @TempDir
    private Path folder;

    @Test
    void rougeReadsSentencesFromLinesInEveryForm() throws IOException {
        JsonNode means = expected.at("/rouge_score/use_stemmer=True/mean");
        Map<String, UnaryOperator<String>> forms =
                Map.of("\\n", text -> text.replace("\n", "\\n"), "<q>", text -> text.replace("\n", " <q> "));
        for (Map.Entry<String, UnaryOperator<String>> form : forms.entrySet()) {
            Map<String, List<String>> given = new HashMap<>(pairs(form.getValue()));
            given.put("--stem", List.of());
            given.put("--separator", List.of(form.getKey()));
            assertMeans(means, run("rouge", given));
        }
        Map<String, List<String>> given = new HashMap<>(pairs(SummarisationScorersTest::quoted));
        given.put("--stem", List.of());
        given.put("--format", List.of("jsonl"));
        assertMeans(means, run("rouge", given));
        given.putAll(pairs(text -> JSON.valueToTree(text.split("\n", -1)).toString()));
        assertMeans(means, run("rouge", given));
    }

    private static void assertMeans(JsonNode means, ScoreReport report) {
        for (String type : List.of("rouge1", "rouge2", "rougeL", "rougeLsum")) {
            List<String> parts = List.of("precision", "recall", "fmeasure");
            for (int i = 0; i < parts.size(); i++) {
                assertEquals(
                        means.get(type).get(i).doubleValue(),
                        report.result().number(type + "_" + parts.get(i)),
                        TOLERANCE);
            }
        }
        assertEquals("rouge-google-stem", report.definition().id());
    }

    @Test
    void rougesAggregatorGivesItsIntervals() throws IOException {
        Map<String, List<String>> given = new HashMap<>(pairs(text -> text.replace("\n", "\\n")));
        given.put("--type", List.of("rouge1,rouge2,rouge3,rouge5,rougeL,rougeLsum"));
        given.put("--aggregator", List.of());
        Scorer scorer = Scorers.named("rouge");
        ScoreReport report = ScoreRun.run(new ScoreRequest(
                scorer,
                ScoreArguments.of(scorer.options(), given),
                false,
                true,
                null,
                new SignificanceSettings(
                        OptionalInt.empty(), 0.95, OptionalLong.of(12345), SignificanceSettings.PairedTest.BOOTSTRAP),
                3));
        JsonNode bootstrap = expected.at("/rouge_score/use_stemmer=False/bootstrap_np_random_seed_12345_n1000");
        bootstrap.properties().forEach(type -> {
            Bootstrap.Interval interval = report.intervals().values().get(type.getKey() + "_fmeasure");
            assertEquals(type.getValue().at("/low/2").doubleValue(), interval.lower(), 1e-9);
            assertEquals(type.getValue().at("/high/2").doubleValue(), interval.upper(), 1e-9);
        });
        assertEquals(
                report.intervals().values().get("rouge1_fmeasure"),
                report.intervals().value());
    }

    @Test
    void theOtherRougeLeavesLinesAsTheyAre() throws IOException {
        List<String> hypotheses = new ArrayList<>();
        List<String> references = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < inputs.get("pairs").size(); i++) {
            JsonNode pair = expected.at("/pltrdy_rouge/per_pair").get(i);
            if (pair.has("rouge-2")) {
                hypotheses.add(
                        inputs.at("/pairs/" + i + "/prediction").textValue().replace('\n', ' '));
                references.add(inputs.at("/pairs/" + i + "/target").textValue().replace('\n', ' '));
                sum += pair.at("/rouge-2/f").doubleValue();
            }
        }
        ScoreReport report = run(
                "pltrdy-rouge",
                Map.of("--hyp", List.of(write("hyp", hypotheses)), "--ref", List.of(write("ref", references))));
        assertEquals(sum / hypotheses.size(), report.result().number("rouge-2_f"), TOLERANCE);
    }

    @Test
    void linesOfWordsScoreAsInNltk() throws IOException {
        List<String> hypotheses = new ArrayList<>();
        List<String> first = new ArrayList<>();
        inputs.at("/captions/hyp").forEach(list -> hypotheses.add(list.get(0).textValue()));
        inputs.at("/captions/refs").forEach(list -> first.add(list.get(0).textValue()));
        Map<String, List<String>> given = new HashMap<>(
                Map.of("--hyp", List.of(write("hyp", hypotheses)), "--ref", List.of(write("ref", first))));
        double mean = 0;
        JsonNode scores = expected.at("/meteor_nltk_no_wordnet/single_first_ref");
        for (JsonNode score : scores) {
            mean += score.doubleValue() / scores.size();
        }
        assertEquals(mean, run("meteor", given).result().value(), TOLERANCE);
        given.put("--smoothing", List.of("method5"));
        ScoreReport report = run("nltk-bleu", given);
        assertEquals("bleu-nltk-method5", report.definition().id());
        assertTrue(report.result().value() > 0);
    }

    @Test
    void captionsScoreAsInCocosEvaluationInEveryForm() throws IOException {
        ObjectNode predictions = JSON.createObjectNode();
        ObjectNode annotations = JSON.createObjectNode();
        annotations.putObject("info").put("year", 2014);
        annotations.putArray("images").addObject().put("id", 1);
        ArrayNode list = annotations.putArray("annotations");
        annotations.putArray("licenses");
        ArrayNode results = JSON.createArrayNode();
        inputs.at("/captions/hyp").properties().forEach(entry -> {
            predictions.set(entry.getKey(), entry.getValue().get(0));
            results.addObject()
                    .put("image_id", entry.getKey())
                    .put("caption", entry.getValue().get(0).textValue());
        });
        inputs.at("/captions/refs")
                .properties()
                .forEach(entry -> entry.getValue()
                        .forEach(caption -> list.addObject()
                                .put("id", list.size())
                                .put("image_id", entry.getKey())
                                .set("caption", caption)));
        String references = json("refs.json", inputs.at("/captions/refs"));
        String cocoReferences = json("annotations.json", annotations);
        JsonNode captioning = expected.get("captioning");
        for (String prediction : List.of(
                json("hyp.json", inputs.at("/captions/hyp")),
                json("texts.json", predictions),
                json("results.json", results))) {
            for (String reference : List.of(references, cocoReferences)) {
                Map<String, List<String>> given =
                        new HashMap<>(Map.of("--pred", List.of(prediction), "--ref", List.of(reference)));
                assertEquals(
                        captioning
                                .get("CIDEr (pycocoevalcap Cider: CIDEr-D, n=4, sigma=6, x10)")
                                .get("corpus")
                                .doubleValue(),
                        run("cider", given).result().value(),
                        1e-9);
                assertEquals(
                        captioning.at("/ROUGE_L (beta 1.2)/corpus").doubleValue(),
                        run("caption-rouge", given).result().value(),
                        TOLERANCE);
                assertEquals(
                        captioning.at("/BLEU by reflen option/closest/3").doubleValue(),
                        run("caption-bleu", given).result().value(),
                        TOLERANCE);
                given.put("--reference-length", List.of("average"));
                assertEquals(
                        captioning.at("/BLEU by reflen option/average/3").doubleValue(),
                        run("caption-bleu", given).result().value(),
                        TOLERANCE);
            }
        }
    }

    @Test
    void captionFilesThatAreNoneAreRefusedByNameAndLine() throws IOException {
        String two = text("two.json", "{\"1\": [\"a b\"],\n \"2\": [\"c\", \"d\"]}");
        String one = text("one.json", "{\"1\": \"a b\"}");
        assertEquals(
                one + ": has no caption of picture 2 of " + two + " (1 of 2 pictures have one); --predicted-only leaves"
                        + " such out",
                refusal(one, two));
        assertEquals(two + ": picture 2 has 2 captions; expected one", refusal(two, two));
        String other = text("other.json", "[{\"image_id\": 3, \"caption\": \"x\"}]");
        assertEquals(other + ": picture 3 is not in " + one, refusal(other, one));
        String number = text("number.json", "{\n\"1\": 5}");
        assertEquals(number + ":2: 1 is neither a caption nor a list of captions", refusal(number, one));
        String broken = text("broken.json", "{\n\n\"1\": [\"a\"");
        assertTrue(refusal(broken, one).startsWith(broken + ":3: is not valid JSON: "), refusal(broken, one));
        String twice = text("twice.json", "{\"1\": \"a\",\n\"1\": \"b\"}");
        assertEquals(twice + ":2: is not valid JSON: Duplicate field '1'", refusal(twice, one));
        String nameless = text("nameless.json", "[\n{\"caption\": \"x\"}]");
        assertEquals(nameless + ":2: an entry has no image_id", refusal(nameless, one));
        String empty = text("empty.json", "{}");
        assertEquals(empty + ": has no captions", refusal(empty, one));
        String none = text("none.json", "{\"1\": []}");
        assertEquals(none + ": picture 1 has no caption", refusal(one, none));
        String info = text("info.json", "{\"1\": {\"caption\": \"x\"}}");
        assertEquals(info + ": 1 is an object; expected captions by picture", refusal(one, info));
        Map<String, List<String>> given =
                Map.of("--pred", List.of(one), "--ref", List.of(two), "--predicted-only", List.of());
        assertEquals(1, run("caption-rouge", given).examples());
    }

    @Test
    void linesThatCannotBeScoredAreRefusedByFileAndLine() throws IOException {
        String good = text("good", "\"a\"\n[\"b\", \"c\"]\n");
        String bad = text("bad", "\"a\"\n[\"b\", 5]\n");
        Map<String, List<String>> given =
                new HashMap<>(Map.of("--hyp", List.of(good), "--ref", List.of(bad), "--format", List.of("jsonl")));
        assertEquals(
                bad + ":2: is neither a JSON string nor a list of strings",
                assertThrows(IOException.class, () -> run("rouge", given)).getMessage());
        String broken = text("broken", "\"a\"\n\"b\n");
        given.put("--ref", List.of(broken));
        String message =
                assertThrows(IOException.class, () -> run("rouge", given)).getMessage();
        assertTrue(message.startsWith(broken + ":2: is not valid JSON: "), message);
        String dots = text("dots", "a\n...\n");
        assertEquals(
                dots + ":2: the hypothesis has no sentence: it is empty, or nothing but full stops",
                assertThrows(
                                IOException.class,
                                () -> run("pltrdy-rouge", Map.of("--hyp", List.of(dots), "--ref", List.of(good))))
                        .getMessage());
        given.put("--type", List.of("rouge1,rouge1"));
        assertThrows(IllegalArgumentException.class, () -> run("rouge", given));
        given.put("--type", List.of("rouge1,"));
        assertThrows(IllegalArgumentException.class, () -> run("rouge", given));
    }

    private String refusal(String predictions, String references) {
        return assertThrows(
                        IOException.class,
                        () -> run("cider", Map.of("--pred", List.of(predictions), "--ref", List.of(references))))
                .getMessage();
    }

    private static ScoreReport run(String scorer, Map<String, List<String>> given) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named(scorer), given));
    }

    private static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    private Map<String, List<String>> pairs(UnaryOperator<String> form) throws IOException {
        List<String> hypotheses = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (JsonNode pair : inputs.get("pairs")) {
            hypotheses.add(form.apply(pair.get("prediction").textValue()));
            references.add(form.apply(pair.get("target").textValue()));
        }
        return Map.of("--hyp", List.of(write("hyp", hypotheses)), "--ref", List.of(write("ref", references)));
    }

    private String write(String name, List<String> lines) throws IOException {
        return text(name, String.join("\n", lines) + "\n");
    }

    private String json(String name, JsonNode content) throws IOException {
        return text(name, JSON.writeValueAsString(content));
    }

    private String text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
