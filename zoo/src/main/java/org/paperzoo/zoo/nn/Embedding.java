package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/** A table of vectors looked up by index; the same table may score a vocabulary ({@link #scores}, tied weights). */
public class Embedding extends NamedBlock {

    private final Parameter weight;

    /** A table of {@code size} vectors of {@code width} elements, drawn from N(0, 1) as PyTorch does. */
    public Embedding(long size, long width) {
        this(size, width, InitialValues.normal(1));
    }

    /** A table whose values before training are the paper's own. */
    public Embedding(long size, long width, Initializer initial) {
        weight = weight("weight", initial, size, width);
    }

    /** {@code [...] int64 in [0, size) -> [..., width]}. */
    public final NDArray forward(Pass pass, NDArray indices) {
        return indices.getNDArrayInternal()
                .embedding(indices, pass.value(weight), SparseFormat.DENSE)
                .singletonOrThrow();
    }

    /** Inner products with every vector of the table: {@code [..., width] -> [..., size]}. */
    public final NDArray scores(Pass pass, NDArray x) {
        return x.getNDArrayInternal().linear(x, pass.value(weight), null).singletonOrThrow();
    }
}
