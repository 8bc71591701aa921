package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * What a reference case asks of a network.
 *
 * @param caseClass the reference's class, such as {@code T5ForConditionalGeneration}
 * @param configuration the case's official configuration
 * @param variants the arguments of each variant by its name, in the case's order; empty where the case has none
 * @param inputs the inputs by name
 */
public record ReferenceCall(
        String caseClass, Configuration configuration, Map<String, JsonNode> variants, Map<String, NDArray> inputs) {

    public ReferenceCall {
        variants = new LinkedHashMap<>(variants);
    }

    /**
     * Returns an input.
     *
     * @throws InvalidInputException if the case does not hold it
     */
    public NDArray input(String name) throws InvalidInputException {
        return find(name)
                .orElseThrow(() -> new InvalidInputException(
                        "inputs.safetensors: no tensor " + name + "; it holds " + String.join(", ", inputs.keySet())));
    }

    /** Returns an input that a case may leave out. */
    public Optional<NDArray> find(String name) {
        return Optional.ofNullable(inputs.get(name));
    }

    /**
     * Returns an input of tokens {@code [B, T]}, as int64.
     *
     * @throws InvalidInputException if the case does not hold it, or not as tokens of a vocabulary of that size
     */
    public NDArray tokens(String name, int vocabularySize) throws InvalidInputException {
        NDArray tokens = input(name);
        if (tokens.getShape().dimension() != 2
                || tokens.isEmpty()
                || !tokens.getDataType().isInteger()) {
            throw new InvalidInputException("inputs.safetensors: " + name + " is " + tokens.getDataType() + " "
                    + tokens.getShape() + "; expected integers in rows and columns");
        }
        NDArray wide = tokens.toType(DataType.INT64, false);
        long[] values = wide.toLongArray();
        long least = LongStream.of(values).min().orElseThrow();
        long most = LongStream.of(values).max().orElseThrow();
        if (least < 0 || most >= vocabularySize) {
            throw new InvalidInputException("inputs.safetensors: " + name + " holds the token "
                    + (least < 0 ? least : most) + "; expected 0 to " + (vocabularySize - 1));
        }
        return wide;
    }

    /** An error for a class that the architecture does not have. */
    public InvalidInputException unknownClass(String... known) {
        return new InvalidInputException(
                "case.json: \"class\" is " + caseClass + "; expected one of " + String.join(", ", known));
    }
}
