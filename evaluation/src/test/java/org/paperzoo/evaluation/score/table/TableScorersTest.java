package org.paperzoo.evaluation.score.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.ScoreReport;
import org.paperzoo.evaluation.score.ScoreRequest;
import org.paperzoo.evaluation.score.ScoreRun;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scorers;
import org.paperzoo.evaluation.score.Scoring;
import org.paperzoo.evaluation.score.SignificanceSettings;

class TableScorersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    /** Options and values with spaces between; a flag stands before another option. */
    private static Map<String, List<String>> arguments(String line) {
        Map<String, List<String>> given = new HashMap<>();
        String option = null;
        for (String word : line.strip().split(" +")) {
            if (word.startsWith("-") && word.matches("--?[a-z].*")) {
                option = word;
                given.putIfAbsent(option, List.of());
            } else {
                given.merge(option, List.of(word), (before, added) -> {
                    List<String> both = new ArrayList<>(before);
                    both.addAll(added);
                    return both;
                });
            }
        }
        return given;
    }

    private static ScoreReport score(String scorer, String line) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named(scorer), arguments(line)));
    }

    private String copied(String name) throws IOException {
        Path file = folder.resolve(Path.of(name).getFileName());
        try (InputStream in = ReferenceCases.open(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file.toString();
    }

    /** The logits of a case of classes in CSV, JSON lines or both files. */
    private String classes(String name, String ending) throws IOException {
        JsonNode input = json("classification/inputs.json").get(name);
        JsonNode scores = input.get(input.has("logits") ? "logits" : "scores");
        JsonNode labels = input.get("labels");
        List<String> lines = new ArrayList<>();
        if (ending.equals("csv")) {
            int width = scores.get(0).size();
            lines.add(IntStream.range(0, width).mapToObj(c -> "score" + c).collect(Collectors.joining(","))
                    + (labels.get(0).isArray()
                            ? IntStream.range(0, width)
                                    .mapToObj(c -> ",label" + c)
                                    .collect(Collectors.joining())
                            : ",\"label\""));
        }
        for (int i = 0; i < scores.size(); i++) {
            if (ending.equals("csv")) {
                List<String> cells = new ArrayList<>();
                scores.get(i).forEach(score -> cells.add(score.asText()));
                if (labels.get(i).isArray()) {
                    labels.get(i).forEach(label -> cells.add(label.asText()));
                } else {
                    cells.add('"' + labels.get(i).asText() + '"');
                }
                lines.add(String.join(",", cells));
            } else {
                ObjectNode object = JSON.createObjectNode();
                object.set("score", scores.get(i));
                object.set("label", labels.get(i));
                lines.add(object.toString());
            }
        }
        return Files.write(folder.resolve(name + "." + ending), lines).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void classesScoreAsTheirCases(String ending) throws IOException {
        JsonNode expected = json("classification/expected.json").at("/cases/ten_class");
        String file = "--pred " + classes("ten_class", ending);
        for (String[] each : new String[][] {
            {"accuracy", "", "accuracy"},
            {"accuracy", "--balanced", "balanced_accuracy"},
            {"f1", "--average weighted", "f1_weighted"},
            {"precision", "", "precision_macro"},
            {"recall", "--average micro", "recall_micro"},
            {"mcc", "", "mcc"},
            {"kappa", "--weights quadratic", "kappa_quadratic"}
        }) {
            ScoreReport report = score(each[0], file + " --pred-columns score* " + each[1]);
            assertEquals(number(expected.get(each[2])), report.result().value(), 1e-12, each[0]);
            assertEquals(400, report.examples());
        }
        assertEquals(
                number(expected.get("top5_sklearn")),
                score("top-k-accuracy", file).result().value(),
                1e-12);
        assertEquals(
                number(expected.get("log_loss")),
                score("log-loss", file + " --logits").result().value(),
                1e-12);
        assertEquals(
                number(expected.get("auroc_ovo_macro")),
                score("auroc", file + " --average ovo-macro --logits").result().value(),
                1e-12);
        assertEquals(
                number(expected.get("ece_15_l1_torchmetrics")),
                score("ece", file + " --logits").result().value(),
                1e-6);
    }

    @Test
    void twoClassesAndManyLabelsScoreAsTheirCases() throws IOException {
        JsonNode binary = json("classification/expected.json").at("/cases/binary");
        String file = "--logits --pred " + classes("binary", "csv");
        assertEquals(number(binary.get("auroc")), score("auroc", file).result().value(), 1e-12);
        assertEquals(
                number(binary.get("max_fpr_0.1_partial_auc")),
                score("auroc", file + " --partial").result().value(),
                1e-12);
        assertEquals(
                number(binary.get("average_precision")),
                score("average-precision", file).result().value(),
                1e-12);
        assertEquals(
                number(binary.get("auprc_trapezoid")),
                score("auprc", file).result().value(),
                1e-12);
        assertEquals(number(binary.get("brier")), score("brier", file).result().value(), 1e-12);
        JsonNode tags = json("classification/expected.json").at("/cases/audio_tagging");
        String tagged = "--pred " + classes("audio_tagging", "csv");
        assertEquals(
                number(tags.get("d_prime_of_mean_auc(PANNs/AST)")),
                score("multilabel-ranking", tagged + " --headline d-prime")
                        .result()
                        .value(),
                1e-12);
        assertEquals(
                number(tags.get("hamming_loss@0.5")),
                score("multilabel-decisions", tagged + " --headline hamming-loss")
                        .result()
                        .value(),
                1e-12);
    }

    @Test
    void namesOfClassesStandForTheirNumbers() throws IOException {
        Path file = Files.writeString(
                folder.resolve("named.tsv"), "id\tprediction\tlabel\na\tcat\tdog\nb\tdog\tdog\nc\tcat\tcat\n");
        String line = "--pred " + file + " --labels cat,dog --id id";
        assertEquals(2.0 / 3, score("accuracy", line).result().value(), 1e-15);
        assertEquals(2.0 / 3, score("f1", line + " --average binary").result().value(), 1e-15);
        assertEquals(
                file + ":2: column \"prediction\" holds \"cat\", which is none of the labels given",
                assertThrows(IOException.class, () -> score("accuracy", "--pred " + file + " --labels dog,mouse"))
                        .getMessage());
    }

    @Test
    void forecastsScoreAsTheirCases() throws IOException {
        String file = copied("timeseries/inputs.safetensors");
        JsonNode cases = json("timeseries/expected.json").get("metrics");
        for (String name : List.of("a", "b", "c")) {
            JsonNode expected = cases.get(name);
            String line = "--pred " + file + " --pred-columns metric_" + name + "/pred --ref-columns metric_" + name
                    + "/true --channels " + expected.at("/shape/2").asText();
            for (String part : List.of("mse", "mae", "rmse", "mape", "mspe", "rse")) {
                double value =
                        score("forecast", line + " --headline " + part).result().value();
                assertEquals(number(expected.at("/float64/" + part)), value, 1e-12 * value, part);
                // What Informer prints, in single precision.
                assertEquals(number(expected.at("/float32/" + part)), value, 1e-6 * value, part);
            }
            double[] corr =
                    score("forecast", line + " --headline corr").result().numbers("corr");
            for (int step = 0; step < corr.length; step++) {
                assertEquals(numbers(expected.at("/float64/corr"))[step], corr[step], 1e-12 * Math.abs(corr[step]));
                assertEquals(numbers(expected.at("/float32/corr"))[step], corr[step], 1e-6 * Math.abs(corr[step]));
            }
        }
    }

    @Test
    void numbersScoreAsTheirCase() throws IOException {
        JsonNode input = json("regression/inputs.json").get("plain");
        JsonNode expected = json("regression/expected.json").at("/cases/plain");
        List<String> lines = new ArrayList<>(List.of("target,prediction"));
        for (int i = 0; i < input.get("pred").size(); i++) {
            lines.add(input.get("true").get(i) + "," + input.get("pred").get(i));
        }
        String file = Files.write(folder.resolve("numbers.csv"), lines).toString();
        Map<String, String> parts = Map.of(
                "mse",
                "mse",
                "kendall",
                "kendall_tau_b",
                "spearman",
                "spearman",
                "ccc",
                "concordance_ccc",
                "median-ae",
                "median_ae",
                "max-error",
                "max_error",
                "r2",
                "r2",
                "pearson",
                "pearson");
        for (Map.Entry<String, String> part : parts.entrySet()) {
            assertEquals(
                    number(expected.get(part.getValue())),
                    score("regression", "--pred " + file + " --headline " + part.getKey())
                            .result()
                            .value(),
                    1e-12);
        }
    }

    @Test
    void runsScoreAsInTrecEval() throws IOException {
        String line = "--qrels " + copied("retrieval/qrels.txt") + " --run " + copied("retrieval/run.txt");
        JsonNode expected = json("retrieval/expected.json").get("trec_eval");
        for (String[] each : new String[][] {
            {"official", "", "map"},
            {"complete_c", " -c", "gm_map"},
            {"level2", " --relevance-level 2", "bpref"},
            {"depth10", " --depth 10", "ndcg"},
            {"success_cut", "", "ndcg_cut_10"},
            {"all_trec", " --measure all_trec", "Rndcg"}
        }) {
            ScoreReport report = score("trec", line + each[1] + " --headline " + each[2]);
            String value = expected.get(each[0])
                    .at("/per_query_and_all/all/" + each[2])
                    .textValue();
            assertEquals(Double.parseDouble(value), report.result().value(), 1e-14, each[0]);
        }
        assertEquals(
                "trec-eval-ndcg-cut-7-m10-c",
                score("trec", line + " -c --depth 10 --headline ndcg_cut_7")
                        .definition()
                        .id());
    }

    @Test
    void rankingsScoreAsTheirCases() throws IOException {
        JsonNode expected = json("retrieval/expected.json");
        String similarity = copied("retrieval/similarity.safetensors");
        for (String direction : List.of("i2t", "t2i")) {
            ScoreReport report =
                    score("recall-at-k", "--similarity " + similarity + " --direction " + direction + " --k 5");
            JsonNode figures = expected.get("image_text_5_captions");
            assertEquals(
                    numbers(figures.get(direction + "_R1_5_10"))[1],
                    report.result().value(),
                    1e-12);
            assertEquals(
                    number(figures.get(direction + "_mean_rank")),
                    report.result().number("mean_rank"),
                    1e-12);
        }
        JsonNode inputs = json("retrieval/inputs.json").get("codexglue");
        assertEquals(
                number(expected.at("/codexglue/poj104/full")),
                score("map-at-r", answers(inputs.get("poj104"), "index", "answers"))
                        .result()
                        .value(),
                1e-14);
        assertEquals(
                number(expected.at("/codexglue/adv_mrr/full")),
                score("mrr", answers(inputs.get("adv_mrr"), "url", "idx"))
                        .result()
                        .value(),
                1e-14);
        List<String> queries = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < json("retrieval/inputs.json").get("queries").size(); i++) {
            JsonNode query = json("retrieval/inputs.json").get("queries").get(i);
            ObjectNode object = JSON.createObjectNode();
            object.set("scores", query.get("scores"));
            object.set("relevance", query.get("graded"));
            queries.add(object.toString());
            sum += number(expected.get("torchmetrics_per_query").get(i).get("sklearn_ndcg@10"));
        }
        String file = Files.write(folder.resolve("queries.jsonl"), queries).toString();
        assertEquals(
                sum / queries.size(),
                score("retrieval", "--pred " + file + " --headline ndcg --k 10 --definition sklearn")
                        .result()
                        .value(),
                1e-14);
    }

    private String answers(JsonNode task, String key, String right) throws IOException {
        List<String> predictions = new ArrayList<>();
        List<String> references = new ArrayList<>();
        task.get("answers").properties().forEach(entry -> {
            ObjectNode reference = JSON.createObjectNode().put(key, entry.getKey());
            reference.set(right, entry.getValue());
            references.add(reference.toString());
            ObjectNode prediction = JSON.createObjectNode().put(key, entry.getKey());
            prediction.set("answers", task.get("predictions").get(entry.getKey()));
            predictions.add(prediction.toString());
        });
        return "--pred " + Files.write(folder.resolve(key + ".pred.jsonl"), predictions) + " --ref "
                + Files.write(folder.resolve(key + ".ref.jsonl"), references);
    }

    @Test
    void momentsScoreAsInStandaloneEval() throws IOException {
        String line = "--gt " + copied("moment_retrieval/synthetic_gt.jsonl") + " --pred "
                + copied("moment_retrieval/synthetic_pred.jsonl");
        ScoreReport report = score("moment-retrieval", line + " --rounded");
        json("moment_retrieval/expected.json")
                .at("/cases/synthetic/rounded/brief")
                .properties()
                .forEach(part ->
                        assertEquals(number(part.getValue()), report.result().number(part.getKey())));
        assertEquals("qvhighlights-mr-map-rounded", report.definition().id());
        Path shorter = folder.resolve("shorter.jsonl");
        Files.write(
                shorter,
                Files.readAllLines(folder.resolve("synthetic_pred.jsonl")).subList(0, 59));
        assertEquals(
                shorter + ": lacks query 10059 of the annotations; expected one line for each",
                assertThrows(
                                IOException.class,
                                () -> score(
                                        "moment-retrieval",
                                        "--gt " + folder.resolve("synthetic_gt.jsonl") + " --pred " + shorter))
                        .getMessage());
    }

    @Test
    void everyMetricThatIsListedIsReachable() throws IOException {
        Map<String, String> files = new HashMap<>();
        String csv = Files.writeString(
                        folder.resolve("any.csv"), "score,prediction,label,target,scores,relevance\n1,1,1,1,1,1\n")
                .toString();
        String answers = Files.writeString(
                        folder.resolve("any.jsonl"), "{\"index\": 1, \"url\": 1, \"answers\": [1], \"idx\": 1}\n")
                .toString();
        files.put("--qrels", copied("retrieval/qrels.txt"));
        files.put("--run", copied("retrieval/run.txt"));
        files.put("--similarity", copied("retrieval/similarity.safetensors"));
        files.put("--gt", copied("moment_retrieval/synthetic_gt.jsonl"));
        Set<String> listed = new TreeSet<>();
        for (Scorer scorer : TableScorers.all()) {
            Set<String> ids =
                    scorer.definitions().stream().map(MetricDefinition::id).collect(Collectors.toSet());
            Set<String> reached = new TreeSet<>();
            boolean isOfTable =
                    scorer.options().stream().anyMatch(option -> option.name().equals("--pred-columns"));
            files.put("--pred", isOfTable ? csv : answers);
            files.put("--ref", isOfTable ? csv : answers);
            for (Map<String, List<String>> given : combinations(scorer, files)) {
                try {
                    Scoring<?, ?> scoring = scorer.opener().open(ScoreArguments.of(scorer.options(), given));
                    reached.add(scoring.metric().definition().id());
                    scoring.examples().close();
                } catch (IllegalArgumentException e) {
                    // Some options do not go with others.
                    assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
                }
            }
            assertTrue(reached.containsAll(ids), scorer.name() + " lists " + ids + ", but gives " + reached);
            ids.forEach(id -> assertTrue(listed.add(id), id + " is listed twice"));
        }
    }

    /** All combinations of choices and flags, with the files. */
    private static List<Map<String, List<String>>> combinations(Scorer scorer, Map<String, String> files) {
        List<Map<String, List<String>>> combinations = List.of(new HashMap<>());
        for (ScoreOption option : scorer.options()) {
            List<List<String>> values = new ArrayList<>();
            if (option.values() instanceof ScoreOption.Values.Choice choice) {
                choice.words().forEach(word -> values.add(List.of(word)));
            } else if (option.values() instanceof ScoreOption.Values.Flag) {
                values.add(null);
                values.add(List.of());
            } else if (option.values() instanceof ScoreOption.Values.File && files.containsKey(option.name())) {
                values.add(List.of(files.get(option.name())));
            } else if (option.name().equals("--k")) {
                IntStream.of(1, 5, 10).forEach(k -> values.add(List.of(Integer.toString(k))));
                values.add(null);
            } else if (option.name().equals("--headline")) {
                scorer.definitions().forEach(definition -> values.add(List.of(definition.name())));
            } else {
                values.add(null);
            }
            List<Map<String, List<String>>> longer = new ArrayList<>();
            for (Map<String, List<String>> before : combinations) {
                for (List<String> value : values) {
                    Map<String, List<String>> with = new HashMap<>(before);
                    if (value != null) {
                        with.put(option.name(), value);
                    }
                    longer.add(with);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    @Test
    void intervalsAndComparisonsAreThoseOfTheMetric() throws IOException {
        String line = "--qrels " + copied("retrieval/qrels.txt") + " --run " + copied("retrieval/run.txt");
        Scorer scorer = Scorers.named("trec");
        ScoreReport report = ScoreRun.run(new ScoreRequest(
                scorer,
                ScoreArguments.of(scorer.options(), arguments(line)),
                false,
                true,
                folder.resolve("run.txt").toString(),
                SignificanceSettings.defaults(),
                2));
        assertTrue(report.intervals().value().lower() < report.result().value());
        assertEquals(0, report.comparison().difference());
    }

    @Test
    void brokenTablesAreRefusedWithTheirLine() throws IOException {
        Path file = folder.resolve("broken.csv");
        refused(file, "prediction,label\n1,1\n1,x\n", ":3: column \"label\" holds \"x\", not a number");
        refused(file, "prediction,label\n1,1\n1\n", ":3: has 1 cells where the header has 2 columns");
        refused(file, "prediction,label\n1,1\n0.5,1\n", ":3: 0.5 is no label: labels are integers");
        refused(file, "prediction,label\n1,-1\n", ":2: the reference -1 is not a label: those are integers from 0");
        refused(file, "predicted,label\n1,1\n", ":1: there is no column \"prediction\"; there are predicted, label");
        refused(file, "prediction,label\n1,\"1\n", ":2: has a quote that is not closed on its line");
        refused(file, "", ": is empty; expected a header with the names of columns");
        Path lines = folder.resolve("broken.jsonl");
        refused(lines, "{\"prediction\": 1, \"label\": null}\n", ":1: field \"label\" holds null, not a number");
        refused(lines, "{\"prediction\": 1}\n", ":1: there is no column \"label\"; there are prediction");
        refused(lines, "[1]\n", ":1: expected one JSON object a line");
        Path longer = Files.writeString(folder.resolve("longer.csv"), "prediction,label\n1,1\n1,1\n");
        Path shorter = Files.writeString(folder.resolve("shorter.csv"), "prediction,label\n1,1\n");
        assertEquals(
                longer + ":3: the references end after 1 rows; expected one for each row of the other",
                message("--pred " + longer + " --ref " + shorter));
        Path other = Files.writeString(folder.resolve("text.txt"), "1");
        assertEquals(
                other + ": expected a name that ends with .csv, .tsv, .jsonl (also with .gz) or .safetensors",
                message("--pred " + other));
        Path ids = Files.writeString(folder.resolve("ids.csv"), "id,prediction\na,1\nb,1\n");
        Path others = Files.writeString(folder.resolve("others.csv"), "id,label\na,1\nc,1\n");
        assertEquals(
                ids + ":3: is row \"b\", but " + others + ":3 is row \"c\"; expected the same rows in the same order",
                message("--pred " + ids + " --ref " + others + " --id id"));
    }

    private static void refused(Path file, String content, String message) throws IOException {
        Files.writeString(file, content);
        assertEquals(file + message, message("--pred " + file));
    }

    private static String message(String line) {
        try {
            score("accuracy", line);
            throw new AssertionError("was not refused");
        } catch (IOException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
