package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Keys and values of all layers' self-attention, for the tokens that a decoding was fed so far. One array holds them
 * all, {@code [2 · layers, N, H, capacity, d]} (a layer's keys, then its values), so that rows of all layers change
 * places in one call. It is written in place and doubles when it is full.
 *
 * <p>A forward over {@code L} tokens is: {@link #reserve} L, {@link #extend} every layer, {@link #advance} by L. Until then
 * {@link #length} is that of the tokens before.
 */
public final class KeyValueCache implements Past, AutoCloseable {

    private static final int FIRST_CAPACITY = 32;

    private final NDManager manager;
    private final int layers;
    private final long rows;
    private final int heads;
    private final int headWidth;
    private final int maxLength;
    private NDArray store;
    private int capacity;
    private int length;

    /**
     * An empty cache.
     *
     * @param manager owns the memory, on the device where the network runs
     * @param rows number of sequences {@code N}
     * @param maxLength the largest number of tokens that a row will hold
     */
    public KeyValueCache(NDManager manager, int layers, long rows, int heads, int headWidth, int maxLength) {
        this.manager = manager;
        this.layers = layers;
        this.rows = rows;
        this.heads = heads;
        this.headWidth = headWidth;
        this.maxLength = maxLength;
    }

    @Override
    public int length() {
        return length;
    }

    /** The largest number of tokens that a row may hold. */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Makes room for further tokens.
     *
     * @throws IllegalArgumentException if they are more than {@code maxLength} allows
     */
    public void reserve(int tokens) {
        if (tokens > maxLength - length) {
            throw new IllegalArgumentException("the decoding was opened for " + maxLength + " tokens; it holds "
                    + length + " and is fed " + tokens + " more");
        }
        if (length + tokens <= capacity) {
            return;
        }
        int wanted = Math.max(length + tokens, Math.max(FIRST_CAPACITY, 2 * capacity));
        int larger = Math.min(maxLength, wanted);
        NDArray grown = manager.zeros(new Shape(2L * layers, rows, heads, larger, headWidth), DataType.FLOAT32);
        NDScope.unregister(grown); // it outlives the step that asks for it
        if (store != null) {
            NDIndex filled = positions(0, length);
            try (NDArray old = store.get(filled)) {
                grown.set(filled, old);
            }
            store.close();
        }
        store = grown;
        capacity = larger;
    }

    @Override
    public KeysAndValues extend(int layer, KeysAndValues fresh) {
        int end = length + (int) fresh.keys().getShape().get(2);
        store.set(layerPositions(2 * layer, length, end), fresh.keys());
        store.set(layerPositions(2 * layer + 1, length, end), fresh.values());
        return new KeysAndValues(
                store.get(layerPositions(2 * layer, 0, end)), store.get(layerPositions(2 * layer + 1, 0, end)));
    }

    /** Counts the tokens that every layer was extended by. */
    public void advance(int tokens) {
        length += tokens;
    }

    /** Lets row {@code i} go on from what row {@code sources[i]} holds. Only rows that moved are copied. */
    public void reorder(int[] sources) {
        if (sources.length != rows) {
            throw new IllegalArgumentException(
                    "a source for each of " + rows + " rows is needed; " + sources.length + " were given");
        }
        long[] targets = IntStream.range(0, sources.length)
                .filter(row -> sources[row] != row)
                .asLongStream()
                .toArray();
        if (targets.length == 0 || length == 0) {
            return;
        }
        long[] origins = Arrays.stream(targets).map(row -> sources[(int) row]).toArray();
        try (NDArray to = manager.create(targets);
                NDArray from = manager.create(origins);
                NDArray filled = store.get(positions(0, length));
                NDArray moved = filled.get(rows(from))) {
            filled.set(rows(to), moved);
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    private static NDIndex rows(NDArray numbers) {
        return new NDIndex(":, {}", numbers);
    }

    private static NDIndex positions(int from, int to) {
        return new NDIndex().addAllDim().addAllDim().addAllDim().addSliceDim(from, to);
    }

    private static NDIndex layerPositions(int part, int from, int to) {
        return new NDIndex(part).addAllDim().addAllDim().addSliceDim(from, to);
    }
}
