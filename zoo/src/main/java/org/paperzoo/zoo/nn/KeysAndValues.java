package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What queries attend to.
 *
 * @param keys {@code [B, H, S, d]}
 * @param values {@code [B, H, S, d]}
 */
public record KeysAndValues(NDArray keys, NDArray values) {

    /** Pairs up a list of keys, values, keys, values and so on. */
    public static List<KeysAndValues> pairs(NDList list) {
        return IntStream.range(0, list.size() / 2)
                .mapToObj(i -> new KeysAndValues(list.get(2 * i), list.get(2 * i + 1)))
                .toList();
    }

    /** Number of rows {@code B}. */
    public long rows() {
        return keys.getShape().get(0);
    }
}
