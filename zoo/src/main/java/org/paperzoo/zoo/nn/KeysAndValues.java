package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;

/**
 * What queries attend to.
 *
 * @param keys {@code [B, H, S, d]}
 * @param values {@code [B, H, S, d]}
 */
public record KeysAndValues(NDArray keys, NDArray values) {

    /** Number of rows {@code B}. */
    public long rows() {
        return keys.getShape().get(0);
    }
}
