package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;

/** An array of a graph: an input, a constant, or what a node gives. Compared by identity. */
public final class Value {

    private final String name;
    private final DataType type;
    private final List<Size> shape;

    /**
     * Declares an array.
     *
     * @param name unique in its graph
     * @param rank number of axes
     * @param sizes gives the size of each axis; it may name this very array
     */
    Value(String name, DataType type, int rank, BiFunction<Value, Integer, Size> sizes) {
        this.name = name;
        this.type = type;
        List<Size> all = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            all.add(sizes.apply(this, axis));
        }
        shape = Collections.unmodifiableList(all);
    }

    /** The name, unique in the graph. */
    public String name() {
        return name;
    }

    /** The type of the elements. */
    public DataType type() {
        return type;
    }

    /** The size of each axis. */
    public List<Size> shape() {
        return shape;
    }

    /** Number of axes. */
    public int rank() {
        return shape.size();
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
