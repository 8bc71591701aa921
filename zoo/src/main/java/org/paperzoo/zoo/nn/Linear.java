package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** An affine map of the last axis: {@code y = x · weightᵀ + bias}, weight {@code [out, in]} as PyTorch stores it. */
public final class Linear extends NamedBlock {

    private final Parameter weight;
    private final Parameter bias;

    private Linear(long in, long out, boolean biased) {
        weight = weight("weight", InitialValues.torchDefault(in), out, in);
        bias = biased ? weight("bias", InitialValues.torchDefault(in), out) : null;
    }

    /** A map with bias. */
    public static Linear of(long in, long out) {
        return new Linear(in, out, true);
    }

    /** A map without bias. */
    public static Linear withoutBias(long in, long out) {
        return new Linear(in, out, false);
    }

    /** {@code [..., in] -> [..., out]}. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .linear(x, pass.value(weight), bias == null ? null : pass.value(bias))
                .singletonOrThrow();
    }
}
