package org.paperzoo.evaluation.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.ReportedResult;
import org.paperzoo.zoo.catalogue.ResourceFolder;

/** The benchmarks, one JSON file each in the folder {@code benchmarks} of the class path. */
public final class Benchmarks {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<String, Benchmark> BY_ID = load();

    private Benchmarks() {}

    /** All benchmarks in the order of their IDs. */
    public static Collection<Benchmark> all() {
        return BY_ID.values();
    }

    /**
     * Finds a benchmark.
     *
     * @throws NoSuchElementException if there is none of that ID; the message names those of a like beginning
     */
    public static Benchmark named(String id) {
        Benchmark benchmark = BY_ID.get(id);
        if (benchmark == null) {
            String alike = BY_ID.keySet().stream()
                    .filter(known -> known.startsWith(id.substring(0, Math.min(3, id.length()))))
                    .collect(Collectors.joining(", "));
            throw new NoSuchElementException(
                    "no benchmark " + id + (alike.isEmpty() ? "" : "; did you mean one of " + alike + "?")
                            + " (paperzoo benchmarks lists all)");
        }
        return benchmark;
    }

    /**
     * The benchmark on which a model is measured when none is named: the one that its recipe trains for, or the first that
     * its paper reports and the project has.
     */
    public static Optional<Benchmark> usual(ModelCard card) {
        if (card.training() != null && card.training().hasNonNull("benchmark")) {
            return Optional.ofNullable(
                    BY_ID.get(card.training().get("benchmark").asText()));
        }
        return card.results().stream()
                .map(ReportedResult::benchmark)
                .filter(id -> id != null && BY_ID.containsKey(id))
                .findFirst()
                .map(BY_ID::get);
    }

    private static Benchmark read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), Benchmark.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("benchmark " + file + ": " + JsonFault.of(e), e);
        }
    }

    private static Map<String, Benchmark> load() {
        Map<String, Benchmark> benchmarks = new TreeMap<>();
        try {
            ResourceFolder.visit("benchmarks", ".json", file -> {
                Benchmark benchmark = read(file);
                if (!file.getFileName().toString().equals(benchmark.id() + ".json")) {
                    throw new IOException("benchmark " + file + ": its \"id\" is " + benchmark.id());
                }
                benchmarks.put(benchmark.id(), benchmark);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(benchmarks);
    }
}
