package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/**
 * Batch normalisation of channels with scale and shift (Ioffe and Szegedy 2015), as PyTorch computes it. While training it
 * normalises by the batch's statistics and moves the running ones by a tenth of the way towards them; otherwise it uses the
 * running ones.
 */
public final class BatchNorm extends NamedBlock {

    private static final float EPSILON = 1e-5f;
    /** What the running statistics keep in a step. DJL counts it so; PyTorch counts what is new, 0.1 by default. */
    private static final float MOMENTUM = 0.9f;

    private final Parameter weight;
    private final Parameter bias;
    private final Parameter mean;
    private final Parameter variance;

    public BatchNorm(long channels) {
        weight = weight("weight", InitialValues.ones(), channels);
        bias = weight("bias", InitialValues.zeros(), channels);
        mean = buffer("running_mean", InitialValues.zeros(), channels);
        variance = buffer("running_var", InitialValues.ones(), channels);
    }

    /** {@code [B, channels, ...] -> [B, channels, ...]}. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .batchNorm(
                        x,
                        pass.value(mean),
                        pass.value(variance),
                        pass.value(weight),
                        pass.value(bias),
                        -1,
                        MOMENTUM,
                        EPSILON,
                        pass.isTraining())
                .singletonOrThrow();
    }
}
