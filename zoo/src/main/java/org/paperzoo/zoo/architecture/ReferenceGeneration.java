package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.generation.Generated;
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
            List<Generated> all;
            try {
                all = new Generator(network, options)
                        .generate(inputs).stream().flatMap(List::stream).toList();
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(source + ": " + e.getMessage(), e);
            }
            outputs.put(variant.getKey() + ".sequences", sequences(manager, all, options));
            outputs.put(variant.getKey() + ".sequences_scores", scores(manager, all));
        }
        return outputs;
    }

    private static NDArray int64(NDArray array) {
        return array.toType(DataType.INT64, false);
    }

    private static NDArray sequences(NDManager manager, List<Generated> all, GenerationOptions options) {
        int longest = all.stream().mapToInt(one -> one.tokens().length).max().orElse(0);
        long[] padded = new long[all.size() * longest];
        for (int row = 0; row < all.size(); row++) {
            long[] tokens = all.get(row).tokens();
            System.arraycopy(tokens, 0, padded, row * longest, tokens.length);
            for (int i = tokens.length; i < longest; i++) {
                padded[row * longest + i] = options.padTokenId()
                        .orElseGet(() -> options.eosTokenIds().get(0));
            }
        }
        return manager.create(padded, new Shape(all.size(), longest));
    }

    private static NDArray scores(NDManager manager, List<Generated> all) {
        float[] scores = new float[all.size()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = (float) all.get(row).score();
        }
        return manager.create(scores, new Shape(scores.length));
    }
}
