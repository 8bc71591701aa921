package org.paperzoo.evaluation.metric.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.reading.TrecFiles;

/** Against trec_eval 9.0.8. */
class TrecEvalTest {

    private static final double TOLERANCE = 1e-14;
    /** Names of what is no number: the run's name, and relevance as text. */
    private static final List<String> LABELS = List.of("runid", "relstring");

    @TempDir
    private Path folder;

    private Map<String, RelevanceJudgements> judgements;
    private Map<String, RetrievedDocuments> run;

    @BeforeEach
    void readFiles() throws IOException {
        judgements = TrecFiles.judgements(copied("qrels.txt"));
        run = TrecFiles.run(copied("run.txt"));
    }

    private Path copied(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = ReferenceCases.open("retrieval/" + name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private MetricResult evaluate(TrecEval metric, boolean complete, String onlyQuery) {
        List<RetrievedDocuments> found = new ArrayList<>();
        List<RelevanceJudgements> references = new ArrayList<>();
        judgements.forEach((query, reference) -> {
            if ((run.containsKey(query) || complete) && (onlyQuery.equals("all") || onlyQuery.equals(query))) {
                found.add(run.getOrDefault(query, RetrievedDocuments.none(query)));
                references.add(reference);
            }
        });
        return metric.evaluate(found, references);
    }

    private static TrecEval metric(JsonNode arguments) {
        List<String> measures = new ArrayList<>();
        int level = 1;
        int depth = Integer.MAX_VALUE;
        boolean complete = false;
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i).textValue()) {
                case "-c" -> complete = true;
                case "-m" -> measures.add(arguments.get(++i).textValue());
                case "-l" -> level = Integer.parseInt(arguments.get(++i).textValue());
                case "-M" -> depth = Integer.parseInt(arguments.get(++i).textValue());
                default -> throw new AssertionError(arguments);
            }
        }
        if (measures.isEmpty()) {
            measures.add("official");
        }
        String headline = measures.contains("success.1,5,10") ? "success_1" : "map";
        return new TrecEval(new TrecSettings(measures, headline, level, depth, complete));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all_trec", "official", "complete_c", "level2", "depth10", "success_cut"})
    void settingsScoreAsInTrecEval(String setting) {
        JsonNode expected = json("retrieval/expected.json").get("trec_eval").get(setting);
        TrecEval metric = metric(expected.get("args"));
        expected.get("per_query_and_all").properties().forEach(entry -> {
            MetricResult result = evaluate(metric, setting.equals("complete_c"), entry.getKey());
            entry.getValue().properties().forEach(value -> {
                if (!LABELS.contains(value.getKey())) {
                    assertEquals(
                            Double.parseDouble(value.getValue().textValue()),
                            result.number(value.getKey()),
                            TOLERANCE,
                            "query " + entry.getKey() + " " + value.getKey());
                }
            });
        });
        MetricResult all = evaluate(metric, setting.equals("complete_c"), "all");
        expected.get("all_rounded_4").properties().forEach(value -> {
            if (!LABELS.contains(value.getKey())) {
                String text = value.getValue().textValue();
                BigDecimal printed = new BigDecimal(all.number(value.getKey()))
                        .setScale(text.contains(".") ? 4 : 0, RoundingMode.HALF_EVEN);
                assertEquals(text, printed.toPlainString(), value.getKey());
            }
        });
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        List<RetrievedDocuments> found = new ArrayList<>();
        List<RelevanceJudgements> references = new ArrayList<>();
        judgements.forEach((query, reference) -> {
            found.add(run.getOrDefault(query, RetrievedDocuments.none(query)));
            references.add(reference);
        });
        ReferenceCases.assertMergesExactly(
                new TrecEval(new TrecSettings(List.of("all_trec"), "ndcg", 1, 1000, true)), found, references, 17);
    }

    @Test
    void equalScoresRankByDescendingId() {
        RelevanceJudgements reference = new RelevanceJudgements("q", Map.of("b", 1));
        TrecEval metric = new TrecEval(TrecSettings.of("recip_rank", "recip_rank"));
        // In single precision the three scores are one.
        RetrievedDocuments found = new RetrievedDocuments(
                "q", List.of("a", "b", "c"), new float[] {(float) 1.00000001, (float) 1.0, (float) 0.99999999});
        assertEquals(0.5, metric.evaluate(List.of(found), List.of(reference)).value());
    }

    @Test
    void aPerfectRankingScoresOne() {
        RelevanceJudgements reference = new RelevanceJudgements("q", Map.of("a", 2, "b", 1, "c", 0));
        RetrievedDocuments found = new RetrievedDocuments("q", List.of("c", "b", "a"), new float[] {0.1f, 0.5f, 0.9f});
        MetricResult result =
                new TrecEval(TrecSettings.of("map", "all_trec")).evaluate(List.of(found), List.of(reference));
        for (String part : List.of(
                "map",
                "gm_map",
                "Rprec",
                "bpref",
                "recip_rank",
                "ndcg",
                "ndcg_rel",
                "Rndcg",
                "G",
                "binG",
                "ndcg_cut_5",
                "success_1",
                "set_recall")) {
            assertEquals(1.0, result.number(part), 1e-15, part);
        }
    }

    @Test
    void intervalsHoldTheValue() {
        TrecEval metric = new TrecEval(TrecSettings.official());
        List<Accumulator<RetrievedDocuments, RelevanceJudgements>> units = new ArrayList<>();
        run.forEach((query, found) -> {
            if (judgements.containsKey(query)) {
                units.add(metric.newAccumulator());
                units.get(units.size() - 1).update(found, judgements.get(query));
            }
        });
        Bootstrap.Interval interval =
                Bootstrap.of(metric, 5).intervals(metric.resampler(units)).value();
        double value = evaluate(metric, false, "all").value();
        assertTrue(interval.lower() < value && value < interval.upper());
    }

    @Test
    void whatIsBrokenIsRefusedInOneLine() throws IOException {
        Path file = folder.resolve("broken");
        Files.writeString(file, "1 Q0 d1 1 0.5 sys\n1 Q0 d2 1 high sys\n");
        assertEquals(
                file + ":2: the score high is no number",
                assertThrows(IOException.class, () -> TrecFiles.run(file)).getMessage());
        Files.writeString(file, "1 0 d1 1\n\n1 0 d1 0\n");
        assertEquals(
                file + ":3: document d1 of query 1 was judged before",
                assertThrows(IOException.class, () -> TrecFiles.judgements(file))
                        .getMessage());
        Files.writeString(file, "1 0 d1\n");
        assertEquals(
                file + ":1: has 3 fields; expected 4: query, iteration, document, relevance",
                assertThrows(IOException.class, () -> TrecFiles.judgements(file))
                        .getMessage());
        RetrievedDocuments twice = new RetrievedDocuments("1", List.of("d", "d"), new float[2]);
        assertEquals(
                "example 0: query 1: document d is there twice",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TrecEval(TrecSettings.official())
                                        .evaluate(List.of(twice), List.of(judgements.get("1"))))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new TrecEval(TrecSettings.of("map", "mapp")))
                .getMessage()
                .startsWith("no measure mapp; there are official, all_trec, num_ret"));
        assertThrows(IllegalArgumentException.class, () -> new TrecEval(TrecSettings.of("ndcg", "official")));
        assertThrows(IllegalArgumentException.class, () -> new TrecEval(TrecSettings.of("map", "map.5")));
        assertThrows(IllegalArgumentException.class, () -> new TrecEval(TrecSettings.of("P_5", "P.5,0.5")));
    }
}
