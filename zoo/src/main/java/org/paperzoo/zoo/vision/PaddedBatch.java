package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * Runs a detector on padded batches as the authors evaluate: pictures of a batch share one size, and features near the
 * border of a smaller one see its padding.
 *
 * <p>As a DJL block: inputs and outputs as {@link Detr}.
 */
final class PaddedBatch extends NamedBlock {

    private final Backend backend;

    PaddedBatch(Backend backend) {
        this.backend = backend;
        child("detector", backend.network());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        Detr.Definition.detector(backend.network()).checkInputs(inputs);
        return inputs.size() == 1
                ? backend.run(DetrGraphs.FORWARD, inputs)
                : backend.run(
                        DetrGraphs.PADDED,
                        new NDList(inputs.get(0), inputs.get(1).neq(0).toType(DataType.FLOAT32, false)));
    }
}
