package org.paperzoo.evaluation.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.paperzoo.datasets.NewFile;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/** Comparisons as JSON files. Infinite differences are written as the string {@code "Infinity"}, and read from it. */
public final class ComparisonJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ComparisonJson() {}

    /** Writes a comparison, whole or not at all. */
    public static void write(ComparisonReport report, Path file) throws IOException {
        NewFile.write(file, writer -> writer.write(text(report) + "\n"));
    }

    /** The JSON of a comparison. */
    public static String text(ComparisonReport report) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report);
    }

    /**
     * Reads a comparison.
     *
     * @throws InvalidInputException if the file is not one, or of a newer form
     */
    public static ComparisonReport read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            JsonNode tree = JSON.readTree(text);
            int schema = tree.path("schema").asInt();
            if (schema < 1 || schema > ComparisonReport.SCHEMA) {
                throw new InvalidInputException(file + ": not a comparison of schema 1 to " + ComparisonReport.SCHEMA
                        + ", but " + (tree.has("schema") ? "of schema " + tree.get("schema") : "without a schema"));
            }
            return JSON.treeToValue(tree, ComparisonReport.class);
        } catch (ValueInstantiationException e) {
            String reason = e.getCause() instanceof NullPointerException
                    ? "a value is missing in " + e.getPathReference()
                    : e.getCause().getMessage();
            throw new InvalidInputException(file + ": not a comparison: " + reason, e);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": not a comparison: " + JsonFault.of(e), e);
        }
    }
}
