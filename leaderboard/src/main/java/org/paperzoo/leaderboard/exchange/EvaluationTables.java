package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;

/**
 * Evaluation tables in the form that Papers with Code published: a list of tasks, each with data sets, each with a table of
 * models. A row tells a model, a paper and values, no run; reading it gives reported values.
 */
final class EvaluationTables {

    private static final int DEEPEST_TASKS = 5;

    private EvaluationTables() {}

    static void write(List<StoredResult> results, List<ReportedValue> reported, Catalogue catalogue, OutputStream out)
            throws IOException {
        Map<String, Map<String, List<StoredResult>>> tasks = new TreeMap<>();
        for (StoredResult stored : results) {
            tasks.computeIfAbsent(stored.result().task(), task -> new TreeMap<>())
                    .computeIfAbsent(stored.result().benchmark(), benchmark -> new ArrayList<>())
                    .add(stored);
        }
        ArrayNode root = SafeJson.TREE.createArrayNode();
        tasks.forEach((task, benchmarks) -> {
            ObjectNode node = root.addObject();
            node.put("task", task);
            node.putArray("subtasks");
            ArrayNode datasets = node.putArray("datasets");
            benchmarks.forEach(
                    (benchmark, runs) -> dataset(datasets.addObject(), benchmark, runs, reported, catalogue));
        });
        SafeJson.TREE
                .writerWithDefaultPrettyPrinter()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(out, root);
    }

    private static void dataset(
            ObjectNode node,
            String benchmark,
            List<StoredResult> runs,
            List<ReportedValue> reported,
            Catalogue catalogue) {
        node.put("dataset", KnownNames.title(benchmark));
        node.putArray("dataset_links").addObject().put("title", benchmark).put("url", "");
        ObjectNode table = node.putObject("sota");
        ArrayNode metrics = table.putArray("metrics");
        ArrayNode rows = table.putArray("rows");
        TreeSet<String> names = new TreeSet<>();
        for (StoredResult stored : runs) {
            ObjectNode row = rows.addObject();
            row.put("model_name", stored.result().model());
            paper(row, stored.result().model(), catalogue);
            row.putArray("model_links")
                    .addObject()
                    .put("title", "paperzoo run " + stored.address())
                    .put("url", "");
            ObjectNode values = row.putObject("metrics");
            for (MeasuredValue value : stored.result().values()) {
                if (value.headline()) {
                    names.add(value.metric());
                    values.put(value.metric(), String.valueOf(value.value()));
                }
            }
        }
        for (ReportedValue value : reported) {
            if (benchmark.equals(value.benchmark())) {
                String name = value.metricId() == null ? value.metric() : value.metricId();
                names.add(name);
                ObjectNode row = rows.addObject();
                row.put("model_name", value.model());
                row.put("paper_title", value.source());
                row.put("paper_url", "");
                row.putObject("metrics").put(name, String.valueOf(value.value()));
            }
        }
        names.forEach(metrics::add);
    }

    private static void paper(ObjectNode row, String model, Catalogue catalogue) {
        if (!catalogue.contains(model)) {
            row.put("paper_title", "");
            row.put("paper_url", "");
            return;
        }
        ModelCard.Paper paper = catalogue.card(model).paper();
        row.put("paper_title", paper.title());
        row.put("paper_url", paper.arxiv() == null ? "" : "https://arxiv.org/abs/" + paper.arxiv());
    }

    static void read(InputStream in, String name, ImportReport report) throws IOException {
        JsonNode root;
        try {
            root = SafeJson.TREE.readTree(in);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(name + ": " + JsonFault.of(e), e);
        }
        if (root == null || !root.isArray()) {
            throw new InvalidInputException(name + ": holds no evaluation tables: expected a JSON list of tasks");
        }
        for (JsonNode task : root) {
            task(name, task, 0, report);
        }
    }

    private static void task(String name, JsonNode task, int depth, ImportReport report) throws IOException {
        if (depth > DEEPEST_TASKS) {
            throw new InvalidInputException(name + ": its subtasks are more than " + DEEPEST_TASKS + " deep");
        }
        for (JsonNode dataset : task.path("datasets")) {
            dataset(name, dataset, report);
            for (JsonNode part : dataset.path("subdatasets")) {
                dataset(name, part, report);
            }
        }
        for (JsonNode part : task.path("subtasks")) {
            task(name, part, depth + 1, report);
        }
    }

    private static void dataset(String name, JsonNode dataset, ImportReport report) throws IOException {
        String title = dataset.path("dataset").asText();
        Optional<Benchmark> benchmark = KnownNames.benchmark(
                        dataset.path("dataset_links").path(0).path("title").asText())
                .or(() -> KnownNames.benchmark(title));
        for (JsonNode row : dataset.path("sota").path("rows")) {
            Iterator<Map.Entry<String, JsonNode>> metrics =
                    row.path("metrics").properties().iterator();
            while (metrics.hasNext()) {
                Map.Entry<String, JsonNode> metric = metrics.next();
                value(name, title, benchmark, row, metric.getKey(), metric.getValue(), report);
            }
        }
    }

    private static void value(
            String name,
            String dataset,
            Optional<Benchmark> benchmark,
            JsonNode row,
            String metric,
            JsonNode text,
            ImportReport report)
            throws IOException {
        String model = row.path("model_name").asText();
        String where = name + ", " + dataset + ", " + model + ", " + metric;
        double value;
        try {
            value = Double.parseDouble(
                    text.asText().replace("%", "").replace(",", "").strip());
        } catch (NumberFormatException e) {
            report.refuse(where, "its value is no number");
            return;
        }
        report.take(
                where,
                new ReportedValue(
                        model,
                        benchmark.map(Benchmark::id).orElse(null),
                        dataset,
                        metric,
                        KnownNames.metric(benchmark, metric),
                        value,
                        source(row),
                        null));
    }

    private static String source(JsonNode row) {
        String told =
                (row.path("paper_title").asText() + " " + row.path("paper_url").asText()).strip();
        String run = row.path("model_links").path(0).path("title").asText();
        return run.startsWith("paperzoo run ") ? run : told;
    }
}
