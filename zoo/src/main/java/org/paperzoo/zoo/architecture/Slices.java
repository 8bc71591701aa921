package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/** Parts of outputs that reference cases store. */
public final class Slices {

    private Slices() {}

    /** The leading elements of every axis: {@code [:n0, :n1, ...]}; the value itself where the shapes agree. */
    public static NDArray leading(NDArray value, Shape expected) {
        return along(value, expected, -1);
    }

    /** The trailing elements of one axis and the leading ones of the others: {@code [:n0, -n1:, :n2]} for axis 1. */
    public static NDArray trailing(NDArray value, Shape expected, int trailingAxis) {
        return along(value, expected, trailingAxis);
    }

    private static NDArray along(NDArray value, Shape expected, int trailingAxis) {
        Shape actual = value.getShape();
        if (actual.equals(expected) || actual.dimension() != expected.dimension()) {
            return value;
        }
        NDIndex index = new NDIndex();
        for (int axis = 0; axis < expected.dimension(); axis++) {
            long wanted = expected.get(axis);
            long have = actual.get(axis);
            if (wanted > have) {
                return value;
            }
            if (wanted == have) {
                index.addAllDim();
            } else if (axis == trailingAxis) {
                index.addSliceDim(have - wanted, have);
            } else {
                index.addSliceDim(0, wanted);
            }
        }
        return value.get(index);
    }
}
