package org.paperzoo.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** Cases that the reference implementations computed: copies in the project, the full set beside it. */
public final class ReferenceCases {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceCases() {}

    /** Opens a file of the project's copies. */
    public static InputStream open(String path) {
        return Objects.requireNonNull(ReferenceCases.class.getResourceAsStream("/metrics/" + path), path);
    }

    /** A file of the project's copies. */
    public static Path path(String path) {
        try {
            return Path.of(Objects.requireNonNull(ReferenceCases.class.getResource("/metrics/" + path), path)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads JSON of the project's copies. */
    public static JsonNode json(String path) {
        try (InputStream in = open(path)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads JSON from a file, unpacking {@code .gz}. */
    public static JsonNode json(Path file) {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return JSON.readTree(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number, which is a string where JSON has none such. */
    public static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    /** A list of numbers. */
    public static double[] numbers(JsonNode node) {
        return IntStream.range(0, node.size())
                .mapToDouble(i -> number(node.get(i)))
                .toArray();
    }

    /** A list of texts, null where there is none. */
    public static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    /** Writes the state out as text, and reads it back. */
    public static <P, R> Accumulator<P, R> throughJson(Metric<P, R> metric, Accumulator<P, R> accumulator) {
        try {
            return metric.restore(JSON.readTree(JSON.writeValueAsString(accumulator.state())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks that examples split at random, shuffled, merged at random and sent through JSON give the same result and the
     * same state as the whole.
     */
    public static <P, R> void assertMergesExactly(
            Metric<P, R> metric, List<? extends P> predictions, List<? extends R> references, long seed) {
        Accumulator<P, R> whole = metric.newAccumulator();
        for (int i = 0; i < predictions.size(); i++) {
            whole.update(predictions.get(i), references.get(i));
        }
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            List<Integer> order = new ArrayList<>(
                    IntStream.range(0, predictions.size()).boxed().toList());
            Collections.shuffle(order, random);
            List<Accumulator<P, R>> parts = new ArrayList<>();
            for (int part = 0; part < 1 + random.nextInt(6); part++) {
                parts.add(metric.newAccumulator());
            }
            order.forEach(i -> parts.get(random.nextInt(parts.size())).update(predictions.get(i), references.get(i)));
            while (parts.size() > 1) {
                Accumulator<P, R> taken = parts.remove(random.nextInt(parts.size()));
                parts.get(random.nextInt(parts.size()))
                        .merge(random.nextBoolean() ? taken : throughJson(metric, taken));
            }
            assertEquals(whole.result(), parts.get(0).result());
            assertEquals(whole.state(), parts.get(0).state());
            assertEquals(whole.size(), parts.get(0).size());
        }
    }
}
