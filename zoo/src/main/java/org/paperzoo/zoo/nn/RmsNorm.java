package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** Normalisation by the root mean square over the last axis: no mean is taken off, no shift added (Zhang and Sennrich 2019). */
public final class RmsNorm extends NamedBlock {

    private static final int[] LAST_AXIS = {-1};

    private final Parameter weight;
    private final float epsilon;

    public RmsNorm(long width, float epsilon) {
        weight = weight("weight", InitialValues.ones(), width);
        this.epsilon = epsilon;
    }

    /** {@code [..., width] -> [..., width]}: {@code weight · x / sqrt(mean(x²) + epsilon)}. */
    public NDArray forward(Pass pass, NDArray x) {
        NDArray size = x.square().mean(LAST_AXIS, true).add(epsilon).sqrt(); // [..., 1]
        return x.div(size).mul(pass.value(weight)); // [..., width]
    }
}
