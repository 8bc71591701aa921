package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.WorkCount;
import org.paperzoo.zoo.graph.WorkCount.Counted;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * The work of generating a number of tokens: the encoder once, and the decoder's step for each token, which reads the
 * decoder's weights and all keys and values anew. What the search does between the steps is not counted.
 */
public final class GenerationWork {

    private final WorkCount encoder;
    private final WorkCount decoder;
    private final CacheLayout layout;

    private GenerationWork(WorkCount encoder, WorkCount decoder, CacheLayout layout) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.layout = layout;
    }

    /**
     * Records encoder and decoder.
     *
     * @param network a {@link CachedEncoderDecoder} with its weights, of which nothing is kept
     * @param definitions the network's graphs, with those of {@link DecodingGraphs}
     * @param manager on the device and engine of the weights
     */
    public static GenerationWork of(NamedBlock network, List<GraphDefinition> definitions, NDManager manager) {
        if (!(network instanceof CachedEncoderDecoder generator)) {
            throw new IllegalArgumentException(network.getClass().getSimpleName() + " does not generate");
        }
        return new GenerationWork(
                WorkCount.of(network, GraphDefinition.find(definitions, DecodingGraphs.ENCODER), manager),
                WorkCount.of(network, GraphDefinition.find(definitions, DecodingGraphs.DECODER), manager),
                generator.cacheLayout());
    }

    /**
     * Counts a generation.
     *
     * @param sources shapes of the encoder's inputs, batch axis first
     * @param beams rows of each member of the batch
     * @param newTokens tokens that are generated, at least 1
     */
    public Counted at(List<Shape> sources, int beams, int newTokens) {
        Counted encoded = encoder.at(sources);
        long rows = sources.get(0).get(0) * beams;
        // A step's work grows by the same amount with each token before it, so the first and the last tell the sum.
        Counted first = step(encoded, rows, 0);
        Counted last = step(encoded, rows, newTokens - 1);
        return new Counted(
                encoded.flops() + newTokens * (first.flops() + last.flops()) / 2,
                encoded.bytes() + newTokens * (first.bytes() + last.bytes()) / 2,
                Map.of());
    }

    private Counted step(Counted encoded, long rows, long past) {
        List<Shape> inputs = new ArrayList<>();
        inputs.add(new Shape(rows, 1));
        inputs.addAll(
                Collections.nCopies(2 * layout.layers(), new Shape(rows, layout.heads(), past, layout.headWidth())));
        inputs.addAll(encoded.outputs().values());
        return decoder.at(inputs);
    }
}
