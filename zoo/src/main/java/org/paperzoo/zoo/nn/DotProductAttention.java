package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** The steps that every multi-head attention shares (Vaswani et al. 2017, section 3.2); projections are the architecture's. */
public final class DotProductAttention {

    private DotProductAttention() {}

    /** Separates the heads: {@code [B, T, H·d] -> [B, H, T, d]}. */
    public static NDArray split(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .swapAxes(1, 2);
    }

    /** Puts the heads beside each other: {@code [B, H, T, d] -> [B, T, H·d]}. */
    public static NDArray merge(NDArray x) {
        Shape shape = x.getShape();
        return x.swapAxes(1, 2).reshape(shape.get(0), shape.get(2), shape.get(1) * shape.get(3));
    }

    /** The same heads in memory of their own, one row after another: {@code [B, H, S, d]}, cheap to multiply many times. */
    public static NDArray contiguous(NDArray heads) {
        Shape shape = heads.getShape();
        return heads.reshape(-1).reshape(shape);
    }

    /**
     * {@code softmax(queries · keysᵀ + biases) · values}. The queries are not scaled here: T5 does not scale at all, and
     * BART scales them before.
     *
     * @param queries {@code [B, H, T, d]}
     * @param memory keys and values {@code [B, H, S, d]}
     * @param dropout rate at which attention weights are dropped while training
     * @param biases masks and position biases, each broadcasting to {@code [B, H, T, S]}
     * @return {@code [B, H, T, d]}
     */
    public static NDArray attend(Pass pass, NDArray queries, KeysAndValues memory, float dropout, NDArray... biases) {
        return pass.scoped(() -> {
            NDArray scores = queries.matMul(memory.keys().swapAxes(2, 3)); // [B, H, T, S]
            for (NDArray bias : biases) {
                scores.addi(bias); // in place: this is the widest array of a layer
            }
            NDArray weights = pass.dropout(scores.softmax(-1), dropout); // [B, H, T, S]
            return weights.matMul(memory.values()); // [B, H, T, d]
        });
    }
}
