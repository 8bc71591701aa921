package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.generation.GeneratedBatch;
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
    private final GenerationOptions options;

    /** A generating block over a network on any engine; its parameters keep their names below {@code network}. */
    public GeneratingBlock(Backend backend, GenerationOptions options) {
        child("network", backend.network());
        generator = new Generator(backend.generator(), options);
        this.options = options;
    }

    /**
     * Generates for a batch.
     *
     * @param inputs token ids and attention mask, both {@code [B, S]}
     * @return the sequences and their scores, the R ones of each member together, best first: see {@link GeneratedBatch}
     */
    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return GeneratedBatch.of(
                generator.generate(inputs), options, inputs.head().getManager());
    }
}
