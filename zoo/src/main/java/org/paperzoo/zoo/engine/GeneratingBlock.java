package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.paperzoo.zoo.generation.Generated;
import org.paperzoo.zoo.generation.GenerationOptions;
import org.paperzoo.zoo.generation.Generator;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * An encoder-decoder as a block that generates, which is what DJL's predictors run: from the encoder's inputs to the
 * sequences found.
 */
public final class GeneratingBlock extends NamedBlock {

    private final Generator generator;
    private final long padToken;

    /** A generating block over a network on any engine; its parameters keep their names below {@code network}. */
    public GeneratingBlock(Backend backend, GenerationOptions options) {
        child("network", backend.network());
        generator = new Generator(backend.generator(), options);
        padToken = options.padTokenId().orElse(0);
    }

    /**
     * Generates for a batch.
     *
     * @param inputs token ids and attention mask, both {@code [B, S]}
     * @return the sequences {@code [B * R, L]} int64, padded, the R ones of each member together, best first; and their
     *     scores {@code [B * R]} float32
     */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        List<List<Generated>> found = generator.generate(inputs);
        List<Generated> rows = found.stream().flatMap(List::stream).toList();
        int longest = rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
        long[] tokens = new long[rows.size() * longest];
        float[] scores = new float[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            long[] sequence = rows.get(row).tokens();
            for (int i = 0; i < longest; i++) {
                tokens[row * longest + i] = i < sequence.length ? sequence[i] : padToken;
            }
            scores[row] = (float) rows.get(row).score();
        }
        NDManager manager = inputs.head().getManager();
        NDArray sequences = manager.create(tokens, new Shape(rows.size(), longest)); // [B * R, L]
        return new NDList(sequences, manager.create(scores));
    }
}
