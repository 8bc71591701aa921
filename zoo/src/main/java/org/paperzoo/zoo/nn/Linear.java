package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** An affine map of the last axis: {@code y = x · weightᵀ + bias}, weight {@code [out, in]} as PyTorch stores it. */
public final class Linear extends NamedBlock {

    private final Parameter weight;
    private final Parameter bias;

    private Linear(long in, long out, Initializer initialWeight, Initializer initialBias) {
        weight = weight("weight", initialWeight, out, in);
        bias = initialBias == null ? null : weight("bias", initialBias, out);
    }

    /** A map with bias. */
    public static Linear of(long in, long out) {
        return of(in, out, InitialValues.torchDefault(in), InitialValues.torchDefault(in));
    }

    /** A map with bias whose values before training are the paper's own. */
    public static Linear of(long in, long out, Initializer initialWeight, Initializer initialBias) {
        return new Linear(in, out, initialWeight, initialBias);
    }

    /** A map without bias. */
    public static Linear withoutBias(long in, long out) {
        return withoutBias(in, out, InitialValues.torchDefault(in));
    }

    /** A map without bias whose values before training are the paper's own. */
    public static Linear withoutBias(long in, long out, Initializer initialWeight) {
        return new Linear(in, out, initialWeight, null);
    }

    /** {@code [..., in] -> [..., out]}. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .linear(x, pass.value(weight), bias == null ? null : pass.value(bias))
                .singletonOrThrow();
    }
}
