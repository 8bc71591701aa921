package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.generation.GeneratedBatch;
import org.paperzoo.zoo.generation.GenerationOptions;
import org.paperzoo.zoo.generation.Generator;

/** Answers the variants of reference cases that call a reference's {@code generate}. */
public final class ReferenceGeneration {

    private ReferenceGeneration() {}

    /**
     * Runs all variants of a case whose inputs are text: {@code input_ids} and, if it is there, {@code attention_mask},
     * both {@code [B, S]}.
     *
     * @return for each variant {@code <variant>.sequences}, {@code [B * num_return_sequences, L]} int64, padded to the
     *     longest, and {@code <variant>.sequences_scores}, {@code [B * num_return_sequences]} float32
     */
    public static Map<String, NDArray> answer(EncoderDecoder network, ReferenceCall call) throws InvalidInputException {
        NDArray ids = int64(call.input("input_ids"));
        NDArray mask = call.find("attention_mask")
                .map(ReferenceGeneration::int64)
                .orElseGet(() -> ids.getManager().ones(ids.getShape(), DataType.INT64));
        return answer(network, new NDList(ids, mask), call);
    }

    /** As {@link #answer(EncoderDecoder, ReferenceCall)}, for other inputs of the encoder. */
    public static Map<String, NDArray> answer(EncoderDecoder network, NDList inputs, ReferenceCall call)
            throws InvalidInputException {
        GenerationOptions configured = GenerationOptions.of(call.configuration());
        NDManager manager = inputs.head().getManager();
        Map<String, NDArray> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> variant : call.variants().entrySet()) {
            String source = "case.json: variants." + variant.getKey();
            GenerationOptions options = configured.overriddenBy(Configuration.of(source, variant.getValue()));
            NDList all;
            try {
                all = GeneratedBatch.of(new Generator(network, options).generate(inputs), options, manager);
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(source + ": " + e.getMessage(), e);
            }
            outputs.put(variant.getKey() + ".sequences", all.get(0));
            outputs.put(variant.getKey() + ".sequences_scores", all.get(1));
        }
        return outputs;
    }

    private static NDArray int64(NDArray array) {
        return array.toType(DataType.INT64, false);
    }
}
