package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.generation.CachedEncoderDecoder;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.graph.GraphDefinition;

/** Graphs of networks that read tokens. */
final class TextGraphs {

    /** Source tokens and their mask, all that a classifier is given. */
    static final String FORWARD = "forward";

    /** Source and target, both known. */
    static final String TEACHER_FORCED = "teacher_forced";

    private static final String BATCH = "batch";
    private static final String SOURCE_LENGTH = "source_length";
    private static final String TARGET_LENGTH = "target_length";

    private TextGraphs() {}

    /**
     * All graphs of an encoder-decoder: those of a generation, if it generates, and source and target at once.
     *
     * @param outputs names of what the body gives
     * @param body source tokens, their mask, target tokens, their mask to the outputs
     */
    static List<GraphDefinition> of(
            CachedEncoderDecoder network, List<String> outputs, GraphDefinition.Body body, int vocabulary) {
        GraphDefinition.Builder teacherForced = GraphDefinition.named(TEACHER_FORCED)
                .size(BATCH, 1)
                .size(SOURCE_LENGTH, 1)
                .size(TARGET_LENGTH, 1)
                .inputs("input_ids", "attention_mask", "decoder_input_ids", "decoder_attention_mask")
                .outputs(outputs.toArray(String[]::new))
                .example((manager, sizes) -> {
                    NDList inputs = source(vocabulary, manager, sizes);
                    inputs.addAll(sequences(vocabulary, manager, sizes.get(BATCH), sizes.get(TARGET_LENGTH)));
                    return inputs;
                });
        List<GraphDefinition> graphs = new ArrayList<>();
        if (network.generates()) {
            graphs.addAll(DecodingGraphs.of(
                    network,
                    List.of("input_ids", "attention_mask"),
                    Map.of(SOURCE_LENGTH, 1),
                    (manager, sizes) -> source(vocabulary, manager, sizes)));
            teacherForced.forReference();
        }
        graphs.add(teacherForced.body(body));
        return graphs;
    }

    /** The graph of a network that reads one sequence: tokens and their mask to the outputs. */
    static GraphDefinition ofSource(List<String> outputs, GraphDefinition.Body body, int vocabulary) {
        return GraphDefinition.named(FORWARD)
                .size(BATCH, 1)
                .size(SOURCE_LENGTH, 1)
                .inputs("input_ids", "attention_mask")
                .outputs(outputs.toArray(String[]::new))
                .example((manager, sizes) -> source(vocabulary, manager, sizes))
                .body(body);
    }

    /**
     * What a reference case gives the network: tokens and their mask, and the target's where it is wanted. A mask that is
     * not given is one of ones.
     */
    static NDList inputs(ReferenceCall call, int vocabulary, boolean withTarget) throws InvalidInputException {
        NDArray tokens = call.tokens("input_ids", vocabulary);
        NDList inputs = new NDList(tokens, call.find("attention_mask").orElseGet(tokens::onesLike));
        if (withTarget) {
            NDArray targets = call.tokens("decoder_input_ids", vocabulary);
            inputs.add(targets);
            inputs.add(call.find("decoder_attention_mask").orElseGet(targets::onesLike));
        }
        return inputs;
    }

    private static NDList source(int vocabulary, NDManager manager, Map<String, Integer> sizes) {
        return sequences(vocabulary, manager, sizes.get(BATCH), sizes.get(SOURCE_LENGTH));
    }

    private static NDList sequences(int vocabulary, NDManager manager, int batch, int length) {
        Random random = new Random(31L * batch + length);
        NDArray tokens = DecodingGraphs.tokens(manager, random, vocabulary, new Shape(batch, length));
        return new NDList(tokens, DecodingGraphs.mask(manager, batch, length));
    }
}
