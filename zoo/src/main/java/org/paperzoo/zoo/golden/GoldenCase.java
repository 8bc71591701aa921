package org.paperzoo.zoo.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * A reference case: what a reference implementation answered for weights computed from their names and for stored inputs.
 *
 * @param folder where the case lies
 * @param architecture slug of the architecture
 * @param naming whose names the weights carry
 * @param caseClass the reference's class
 * @param configuration the official configuration
 * @param variants arguments of each variant of a generation case; empty for a forward
 * @param tolerances the largest absolute difference by output, where the case gives one
 */
public record GoldenCase(
        Path folder,
        String architecture,
        String naming,
        String caseClass,
        Configuration configuration,
        Map<String, JsonNode> variants,
        Map<String, Double> tolerances) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DESCRIPTION = "case.json";
    private static final long MAX_DESCRIPTION_BYTES = 64L << 20;

    /**
     * Finds the cases that paths name: case folders themselves, or folders of them, in the order of their names.
     *
     * @throws NoSuchFileException if a path is not there
     * @throws InvalidInputException if a path neither is nor holds a case
     */
    public static List<Path> find(List<Path> paths) throws IOException {
        List<Path> cases = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString(), null, "no such case folder");
            }
            if (Files.exists(path.resolve(DESCRIPTION))) {
                cases.add(path);
                continue;
            }
            List<Path> below = List.of();
            if (Files.isDirectory(path)) {
                try (Stream<Path> children = Files.list(path)) {
                    below = children.filter(child -> Files.exists(child.resolve(DESCRIPTION)))
                            .sorted()
                            .toList();
                }
            }
            if (below.isEmpty()) {
                throw new InvalidInputException(
                        path + ": neither a case folder (with " + DESCRIPTION + ") nor a folder of case folders");
            }
            cases.addAll(below);
        }
        return cases;
    }

    /** Reads a case's description and configuration; weights, inputs and outputs are read when they are asked for. */
    public static GoldenCase read(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        JsonNode description = json(file);
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        description.path("variants").properties().forEach(entry -> variants.put(entry.getKey(), entry.getValue()));
        Map<String, Double> tolerances = new LinkedHashMap<>();
        for (var entry : description.path("tolerance").properties()) {
            JsonNode atol = entry.getValue().path("atol");
            if (!atol.isNumber() || !(atol.doubleValue() >= 0)) {
                throw new InvalidInputException(
                        file + ": \"tolerance\" of " + entry.getKey() + " lacks an \"atol\" of at least 0");
            }
            tolerances.put(entry.getKey(), atol.doubleValue());
        }
        return new GoldenCase(
                folder,
                text(description, file, "architecture"),
                text(description, file, "naming"),
                text(description, file, "class"),
                configuration(folder, text(description, file, "class")),
                variants,
                tolerances);
    }

    /** The case's name: that of its folder. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** The weights, computed from the names in {@code manifest.json}. */
    public Checkpoint weights() throws IOException {
        Path manifest = folder.resolve("manifest.json");
        return GoldenWeights.of(manifest.toString(), json(manifest));
    }

    /** The inputs by name. */
    public Checkpoint inputs() throws IOException {
        return Checkpoints.open(folder.resolve("inputs.safetensors"));
    }

    /** The reference's outputs by name. */
    public Checkpoint outputs() throws IOException {
        return Checkpoints.open(folder.resolve("outputs.safetensors"));
    }

    /** The largest absolute difference that an output may show, where the case states it. */
    public OptionalDouble tolerance(String output) {
        Double tolerance = tolerances.get(output);
        return tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance);
    }

    /** A configuration made by a reference's library lacks the class that a released checkpoint's carries. */
    private static Configuration configuration(Path folder, String caseClass) throws IOException {
        Configuration configuration = Configuration.read(folder.resolve("config.json"));
        return configuration.has("architectures")
                ? configuration
                : configuration.with("architectures", List.of(caseClass));
    }

    private static String text(JsonNode description, Path file, String key) throws InvalidInputException {
        if (!description.path(key).isTextual()) {
            throw new InvalidInputException(file + ": lacks the string \"" + key + "\"");
        }
        return description.get(key).textValue();
    }

    private static JsonNode json(Path file) throws IOException {
        if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
            throw new InvalidInputException(file + ": larger than a case can be (" + MAX_DESCRIPTION_BYTES + " bytes)");
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": not JSON: " + JsonFault.of(e), e);
        }
    }
}
