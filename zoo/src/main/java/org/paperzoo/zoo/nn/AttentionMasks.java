package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Masks as biases of attention scores: 0 where a query may look, the most negative float32 where it may not. Conditions
 * are combined before they become a bias: a sum of two such biases would be minus infinity, and a row that may look
 * nowhere would be NaN instead of uniform as in the reference implementations.
 */
public final class AttentionMasks {

    private AttentionMasks() {}

    /** Keys that are padding: mask {@code [B, S]} of 0 and 1 {@code -> [B, 1, 1, S]}. */
    public static NDArray padding(NDArray mask) {
        return bias(visible(mask));
    }

    /**
     * Queries that look at themselves and what lies before them, where that is no padding.
     *
     * @param mask {@code [B, T]} of 0 and 1
     * @return {@code [B, 1, T, T]}
     */
    public static NDArray causal(NDArray mask) {
        NDArray past = past(mask, 0, (int) mask.getShape().get(1));
        return bias(visible(mask).mul(past));
    }

    /**
     * Queries {@code first … first + count - 1} that look at themselves and what lies before them.
     *
     * @param like an array on the device wanted
     * @return {@code [1, 1, count, first + count]}
     */
    public static NDArray causal(NDArray like, int first, int count) {
        return bias(past(like, first, count));
    }

    private static NDArray visible(NDArray mask) {
        return mask.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1); // [B, 1, 1, S]
    }

    private static NDArray past(NDArray like, int first, int count) {
        NDArray keys = positions(like, 0, first + count).reshape(1, 1, 1, first + count);
        NDArray queries = positions(like, first, first + count).reshape(1, 1, count, 1);
        return keys.lte(queries).toType(DataType.FLOAT32, false); // [1, 1, count, first + count]
    }

    private static NDArray bias(NDArray visible) {
        return visible.sub(1f).muli(Float.MAX_VALUE);
    }

    /** The integers {@code first … end - 1} as int64 on the device of {@code like}. */
    public static NDArray positions(NDArray like, int first, int end) {
        return like.getManager().arange(first, end, 1, DataType.INT64, like.getDevice());
    }
}
