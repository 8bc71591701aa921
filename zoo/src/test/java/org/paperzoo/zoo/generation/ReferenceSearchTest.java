package org.paperzoo.zoo.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * Searches over table networks against what the reference's own classes answered for the same tables: 400 random
 * settings, each with its arguments as {@code generate} takes them. The cases were made with huggingface/transformers'
 * {@code logits_process.py} and {@code BeamSearchScorer} (torch 2.13.0, float32), driven by the loops of version 4.45;
 * a score of null is negative infinity.
 */
class ReferenceSearchTest {

    private static final String CASES = "/generation/table-networks.jsonl";
    private static final double RELATIVE = 2e-6;

    @TestFactory
    Stream<DynamicTest> tokensAndScoresAreTheReferences() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(getClass().getResourceAsStream(CASES), StandardCharsets.UTF_8))) {
            ObjectMapper json = new ObjectMapper();
            List<String> lines = reader.lines().toList();
            return lines.stream().map(line -> {
                try {
                    JsonNode node = json.readTree(line);
                    return DynamicTest.dynamicTest(node.get("options").toString(), () -> check(node));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static double tolerance(double score) {
        return Double.isInfinite(score) ? 0 : RELATIVE * Math.max(1, Math.abs(score));
    }

    private static void check(JsonNode node) throws IOException {
        GenerationOptions options = GenerationOptions.of(Configuration.of(CASES, node.get("options")));
        TableNetwork network = TableNetwork.hashed(
                node.get("vocabulary").intValue(),
                node.get("scale").doubleValue(),
                node.get("order").intValue());
        long[] members = StreamSupport.stream(node.get("members").spliterator(), false)
                .mapToLong(name -> Long.parseLong(name.textValue().substring("toy".length())))
                .toArray();
        List<Generated> answers;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            answers = new Generator(network, options)
                    .generate(TableNetwork.members(manager, members)).stream()
                            .flatMap(List::stream)
                            .toList();
        }
        JsonNode sequences = node.get("sequences");
        assertEquals(sequences.size(), answers.size());
        int longest =
                answers.stream().mapToInt(one -> one.tokens().length).max().orElseThrow();
        for (int i = 0; i < sequences.size(); i++) {
            long[] expected = StreamSupport.stream(sequences.get(i).spliterator(), false)
                    .mapToLong(JsonNode::longValue)
                    .toArray();
            long[] padded = Arrays.copyOf(answers.get(i).tokens(), longest);
            Arrays.fill(
                    padded,
                    answers.get(i).tokens().length,
                    longest,
                    options.padTokenId()
                            .orElseGet(() -> options.eosTokenIds().isEmpty()
                                    ? 0
                                    : options.eosTokenIds().get(0)));
            assertArrayEquals(expected, padded, "sequence " + i);
            if (node.has("scores")) {
                JsonNode stored = node.get("scores").get(i);
                double score = stored.isNull() ? Double.NEGATIVE_INFINITY : stored.doubleValue();
                assertEquals(score, answers.get(i).score(), tolerance(score), "score " + i);
            }
        }
    }
}
