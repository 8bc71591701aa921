package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** Layer normalisation over the last axis with scale and shift (Ba et al. 2016). */
public final class LayerNorm extends NamedBlock {

    /** PyTorch's default, which most papers use without saying so. */
    public static final float DEFAULT_EPSILON = 1e-5f;

    private final Parameter weight;
    private final Parameter bias;
    private final Shape normalized;
    private final float epsilon;

    public LayerNorm(long width) {
        this(width, DEFAULT_EPSILON);
    }

    public LayerNorm(long width, float epsilon) {
        weight = weight("weight", InitialValues.ones(), width);
        bias = weight("bias", InitialValues.zeros(), width);
        normalized = new Shape(width);
        this.epsilon = epsilon;
    }

    /** {@code [..., width] -> [..., width]}. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .layerNorm(x, normalized, pass.value(weight), pass.value(bias), epsilon)
                .singletonOrThrow();
    }
}
