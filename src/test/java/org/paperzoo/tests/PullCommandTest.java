package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.testkit.HubServer;

/**
 * A model, its tokenizer and its data set by their IDs alone, from a server on the loopback address that is laid out as the
 * hub is. The model's card, the data set and the benchmark stand in a folder that is put on the class path.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class PullCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REPOSITORY = "owner/tiny";
    private static final List<String> SOURCES = List.of("a b c a b", "d e f", "a b c d e f", "f e d c b a");

    @TempDir
    private Path folder;

    private HubServer server;

    @BeforeEach
    void start() throws IOException {
        server = new HubServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "pytorch_model.bin"})
    void evalByIdAlonePullsEverythingRunsAndRunsAgainFromTheCache(String weights) throws Exception {
        TinyModel model = TinyModel.of(7);
        server.put(REPOSITORY, "config.json", model.configuration())
                .put(REPOSITORY, "vocab.json", TinyModel.vocabulary())
                .put(REPOSITORY, "merges.txt", TinyModel.merges())
                .put(REPOSITORY, weights, weights.endsWith(".bin") ? model.pickled() : model.safetensors());
        server.put("/data/test.source", lines(SOURCES)).put("/data/test.target", lines(SOURCES));
        catalogue();
        // What the model makes of the sources becomes their references: then BLEU is 100.
        List<String> answers = SOURCES.stream().map(this::answer).toList();
        assertTrue(answers.stream().anyMatch(answer -> answer.length() > 3), answers.toString());
        server.put("/data/test.target", lines(answers));

        JsonNode first = eval();
        assertEquals(100, value(first, "exact-match-codexglue"), 1e-12);
        assertTrue(value(first, "bleu-sacrebleu-13a") > 99.9, first.toString());
        int requests = server.requests().size();
        JsonNode offline = eval("--offline");
        assertEquals(value(first, "bleu-sacrebleu-13a"), value(offline, "bleu-sacrebleu-13a"));
        assertEquals(first.path("weightsSha256"), offline.path("weightsSha256"));
        assertEquals(requests, server.requests().size(), "offline nothing is asked");

        Path kept = kept(weights);
        byte[] broken = Files.readAllBytes(kept);
        broken[broken.length / 2] ^= 1;
        Files.write(kept, broken);
        paperzoo(environment(), "cache", "verify").endedWith(1);
        paperzoo(environment(), "eval", "tiny-t5", "--offline", "--no-store")
                .endedWith(3)
                .toldInOneLine("fetching it anew is switched off");
        var mended = paperzoo(environment(), "eval", "tiny-t5", "--no-store", "--resamples", "0", "--json", "-")
                .endedWith(0);
        assertTrue(mended.errors().contains("fetching it anew"), mended.errors());
        assertEquals(value(first, "bleu-sacrebleu-13a"), value(JSON.readTree(mended.output()), "bleu-sacrebleu-13a"));
        paperzoo(environment(), "cache", "verify").endedWith(0);
    }

    @Test
    void pullShowsWhatItBroughtAndALockFileRepeatsIt() throws Exception {
        TinyModel model = TinyModel.of(7);
        server.put(REPOSITORY, "config.json", model.configuration())
                .put(REPOSITORY, "vocab.json", TinyModel.vocabulary())
                .put(REPOSITORY, "merges.txt", TinyModel.merges())
                .put(REPOSITORY, "model.safetensors", model.safetensors());
        server.put("/data/test.source", lines(SOURCES)).put("/data/test.target", lines(SOURCES));
        catalogue();
        Path lock = folder.resolve("paperzoo.lock.json");
        String commit = server.commit(REPOSITORY);
        var pulled = paperzoo(environment(), "pull", "tiny-t5", "tiny-pairs", "--lock", lock)
                .endedWith(0);
        assertTrue(pulled.output().contains("model.safetensors"), pulled.output());
        assertTrue(pulled.errors().contains("... fetching 4 files, "), pulled.errors());
        String listed = paperzoo(environment(), "cache", "list").endedWith(0).output();
        assertTrue(listed.contains("hf://owner/tiny@" + commit), listed);

        server.put(REPOSITORY, "model.safetensors", TinyModel.of(8).safetensors());
        JsonNode locked = JSON.readTree(paperzoo(environment(), "pull", "tiny-t5", "--lock", lock, "--json", "-")
                .endedWith(0)
                .output());
        assertTrue(locked.findValuesAsText("resolved").stream().allMatch(name -> name.contains(commit)));
        JsonNode newer = JSON.readTree(paperzoo(environment(), "pull", "tiny-t5", "--json", "-")
                .endedWith(0)
                .output());
        assertTrue(
                newer.findValuesAsText("resolved").stream().allMatch(name -> name.contains(server.commit(REPOSITORY))));

        paperzoo(environment(), "cache", "prune", "--all").endedWith(0);
        assertTrue(
                paperzoo(environment(), "cache", "list").endedWith(0).output().contains("0 bytes in"));
        paperzoo(environment(), "pull", "tiny-t5", "--offline").endedWith(4).toldInOneLine("offline");
    }

    @Test
    void onlyTheFilesOfTheSplitsThatAreNamedAreFetched() throws Exception {
        server.put("/data/val.source", lines(SOURCES)).put("/data/val.target", lines(SOURCES));
        catalogue();
        ObjectNode data = (ObjectNode)
                JSON.readTree(folder.resolve("more/datasets/tiny-pairs.json").toFile());
        ObjectNode parts = (ObjectNode) data.get("parts");
        parts.putObject("val").put("source", "val.source").put("target", "val.target");
        ObjectNode remote = (ObjectNode) data.get("remote");
        remote.putObject("val.source").put("from", server.endpoint() + "/data/val.source");
        remote.putObject("val.target").put("from", server.endpoint() + "/data/val.target");
        write("datasets/tiny-pairs.json", data);
        JsonNode pulled = JSON.readTree(paperzoo(environment(), "pull", "tiny-pairs", "--split", "val", "--json", "-")
                .endedWith(0)
                .output());
        assertEquals(2, pulled.size(), pulled.toString());
        assertTrue(pulled.findValuesAsText("file").stream().allMatch(name -> name.contains("/val.")));
        assertTrue(
                server.requests().stream().noneMatch(request -> request.path().contains("/test.")));
        paperzoo(environment(), "pull", "tiny-pairs", "--split", "train")
                .endedWith(4)
                .toldInOneLine("the data set tiny-pairs has no split train; there are val, test");
        paperzoo(environment(), "pull", "tiny-pairs", "--split", "other")
                .endedWith(4)
                .toldInOneLine("no split other");
        paperzoo(environment(), "pull", "tiny-t5", "--split", "val")
                .endedWith(2)
                .toldInOneLine("--split is of data sets");
    }

    @Test
    void namesThatNothingHasAreToldInOneLine() throws Exception {
        catalogue();
        paperzoo(environment(), "pull", "none-such").endedWith(4).toldInOneLine("no model and no data set none-such");
        paperzoo(environment(), "pull", "hf://owner/name@main/../x")
                .endedWith(2)
                .toldInOneLine("may leave its folder");
        paperzoo(environment(), "pull", "tiny-t5").endedWith(4).toldInOneLine("no such repository");
        paperzoo(environment(), "pull", "hf://owner/none@main/x").endedWith(4).toldInOneLine("no such repository");
    }

    private String answer(String source) {
        try {
            Path input = Files.writeString(folder.resolve("input.txt"), source);
            JsonNode answer = JSON.readTree(paperzoo(environment(), "run", "tiny-t5", "--input", input)
                    .endedWith(0)
                    .output());
            return answer.path("texts").path(0).path("text").asText().strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode eval(String... more) throws Exception {
        Object[] arguments = Stream.concat(
                        Stream.of("eval", "tiny-t5", "--no-store", "--resamples", "0", "--json", "-"), Stream.of(more))
                .toArray();
        return JSON.readTree(paperzoo(environment(), arguments).endedWith(0).output());
    }

    private static double value(JsonNode result, String metric) {
        for (JsonNode value : result.path("values")) {
            if (value.path("metric").asText().equals(metric)
                    && value.path("headline").asBoolean()) {
                return value.path("value").asDouble();
            }
        }
        throw new AssertionError("no " + metric + " in " + result);
    }

    private Path kept(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache/hub"))) {
            return files.filter(file -> file.getFileName().toString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PAPERZOO_CACHE", folder.resolve("cache").toString());
        environment.put("PAPERZOO_CLASSPATH", folder.resolve("more").toString());
        environment.put("HF_ENDPOINT", server.endpoint());
        environment.put("DJL_OFFLINE", "false"); // The build's tests have it set.
        environment.put("HF_HUB_CACHE", folder.resolve("none").toString());
        return environment;
    }

    private static byte[] lines(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void catalogue() throws IOException {
        ObjectNode card = JSON.createObjectNode();
        card.put("id", "tiny-t5").put("title", "A tiny T5");
        card.putObject("paper").put("slug", "t5").put("title", "T5").put("venue", "JMLR 2020");
        card.put("task", "text-generation")
                .put("architecture", "t5")
                .put("naming", "huggingface")
                .put("licence", "none");
        ObjectNode checkpoint = card.putObject("checkpoint").put("repository", REPOSITORY);
        checkpoint.putArray("weights").add("model.safetensors").add("pytorch_model.bin");
        checkpoint.putArray("files").add("config.json").add("vocab.json").add("merges.txt");
        card.putObject("translator")
                .put("max_source_length", 64)
                .putObject("generation")
                .put("max_new_tokens", 12);
        card.putArray("results")
                .addObject()
                .put("benchmark", "tiny-pairs")
                .put("dataset", "pairs")
                .put("metric", "BLEU")
                .put("value", 100)
                .put("source", "here");
        write("catalog/tiny-t5.json", card);

        ObjectNode data = JSON.createObjectNode();
        data.put("kind", "parallel-text")
                .put("id", "tiny-pairs")
                .put("title", "Pairs")
                .put("source", "here")
                .put("licence", "none");
        data.putObject("parts").putObject("test").put("source", "test.source").put("target", "test.target");
        ObjectNode remote = data.putObject("remote");
        remote.putObject("test.source").put("from", server.endpoint() + "/data/test.source");
        remote.putObject("test.target").put("from", server.endpoint() + "/data/test.target");
        write("datasets/tiny-pairs.json", data);

        ObjectNode benchmark = JSON.createObjectNode();
        benchmark
                .put("kind", "text")
                .put("protocol", "none")
                .put("id", "tiny-pairs")
                .put("title", "Pairs")
                .put("dataset", "tiny-pairs")
                .put("split", "test");
        benchmark.putArray("metrics").add("bleu-sacrebleu-13a").add("exact-match-codexglue");
        write("benchmarks/tiny-pairs.json", benchmark);
    }

    private void write(String name, ObjectNode content) throws IOException {
        Path file = folder.resolve("more").resolve(name);
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), content);
    }
}
