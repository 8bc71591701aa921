package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.InvalidInputException;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The {@code model-index} of HuggingFace's model cards: models with values by task and data set. It has no room for
 * provenance but a metric's {@code args}, where the run's address and the interval go; reading it gives reported values.
 */
final class ModelIndex {

    private static final int MOST_BYTES = 3 << 20;
    private static final int DEEPEST = 30;

    /** HuggingFace's names of tasks, where they are not the project's. */
    private static final Map<String, String> TASKS =
            Map.of("forecasting", "time-series-forecasting", "semantic-segmentation", "image-segmentation");

    private ModelIndex() {}

    /** Aliases are read as texts, never followed, so that nothing grows; depth and size are bounded besides. */
    private static ObjectMapper yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_BYTES);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        return new ObjectMapper(YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(SafeJson.WHOLE)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());
    }

    static void write(List<StoredResult> results, OutputStream out) throws IOException {
        ObjectMapper yaml = yaml();
        ObjectNode root = yaml.createObjectNode();
        ArrayNode models = root.putArray("model-index");
        Map<String, ArrayNode> byModel = new TreeMap<>();
        for (StoredResult stored : results) {
            if (!stored.result().values().isEmpty()) {
                byModel.computeIfAbsent(stored.result().model(), name -> yaml.createArrayNode())
                        .add(entry(yaml, stored));
            }
        }
        byModel.forEach((name, entries) -> {
            ObjectNode model = models.addObject();
            model.put("name", name);
            model.set("results", entries);
        });
        yaml.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, root);
    }

    private static ObjectNode entry(ObjectMapper yaml, StoredResult stored) {
        var result = stored.result();
        ObjectNode entry = yaml.createObjectNode();
        entry.putObject("task").put("type", TASKS.getOrDefault(result.task(), result.task()));
        ObjectNode dataset = entry.putObject("dataset");
        dataset.put("name", KnownNames.title(result.benchmark()));
        dataset.put("type", result.benchmark());
        dataset.put("split", result.split());
        ArrayNode metrics = entry.putArray("metrics");
        for (MeasuredValue value : result.values()) {
            if (!Double.isFinite(value.value())) {
                continue;
            }
            ObjectNode metric = metrics.addObject();
            metric.put("type", value.headline() ? value.metric() : value.metric() + "." + value.name());
            metric.put("name", value.name());
            metric.put("value", value.value());
            ObjectNode arguments = metric.putObject("args");
            arguments.put("run", stored.address());
            if (value.low() != null) {
                arguments.put("low", value.low());
                arguments.put("high", value.high());
            }
        }
        return entry;
    }

    static void read(InputStream in, String name, ImportReport report) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new InvalidInputException(name + ": is larger than " + MOST_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = yaml().readTree(frontMatter(new String(bytes, StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(name + ": no YAML: " + JsonFault.of(e), e);
        }
        JsonNode models = root.path("model-index");
        if (!models.isArray()) {
            throw new InvalidInputException(name + ": has no list model-index");
        }
        for (JsonNode model : models) {
            for (JsonNode entry : model.path("results")) {
                for (JsonNode metric : entry.path("metrics")) {
                    value(name, model.path("name").asText(), entry, metric, report);
                }
            }
        }
    }

    /** Of a model card, its head between two lines of dashes; of any other file, all. */
    private static String frontMatter(String text) {
        String content = text.replace("\r\n", "\n");
        if (!content.startsWith("---\n")) {
            return content;
        }
        int end = content.indexOf("\n---", 3);
        return end < 0 ? content : content.substring(4, end + 1);
    }

    private static void value(String name, String model, JsonNode entry, JsonNode metric, ImportReport report)
            throws IOException {
        String type = metric.path("type").asText();
        String where = name + ", " + model + ", " + type;
        JsonNode number = metric.path("value");
        if (!number.isNumber()) {
            report.refuse(where, "its value is no number");
            return;
        }
        String dataset = entry.path("dataset").path("type").asText();
        Optional<Benchmark> benchmark = KnownNames.benchmark(dataset)
                .or(() ->
                        KnownNames.benchmark(entry.path("dataset").path("name").asText()));
        report.take(
                where,
                new ReportedValue(
                        model,
                        benchmark.map(Benchmark::id).orElse(null),
                        entry.path("dataset").path("name").asText(dataset),
                        metric.path("name").asText(type),
                        KnownNames.metric(benchmark, type),
                        number.asDouble(),
                        source(entry, metric),
                        null));
    }

    /** Empty where nothing says where the value comes from; the store refuses it then. */
    private static String source(JsonNode entry, JsonNode metric) {
        JsonNode source = entry.path("source");
        String told = (source.path("name").asText() + " " + source.path("url").asText()).strip();
        String run = metric.path("args").path("run").asText();
        return told.isEmpty() && !run.isEmpty() ? "paperzoo run " + run : told;
    }
}
