package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * Runs a network of pictures on a padded batch so that no picture's result depends on its neighbours. A convolutional
 * network sees the padding next to a picture's border (normalisation shifts zeros), so that in a padded batch, as DETR's
 * authors evaluate, features near the border differ from those of the picture alone. Here pictures of a batch run without
 * their padding: all at once where they have one size, else one after another.
 *
 * <p>As a DJL block: pixels {@code [B, C, H, W]} and optionally a mask {@code [B, H, W]} that leaves a rectangle at the top
 * left of each picture; outputs those of the graph {@code forward}. Where they differ in size from picture to picture, they
 * are filled up with zeros behind their ends.
 */
final class EachPictureAlone extends NamedBlock {

    private static final String FORWARD = "forward";

    private final Backend backend;

    EachPictureAlone(Backend backend) {
        this.backend = backend;
        child("network", backend.network());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray pixels = inputs.get(0); // [B, C, H, W]
        if (inputs.size() == 1) {
            return backend.run(FORWARD, inputs);
        }
        checkMask(pixels.getShape(), inputs);
        NDArray valid = inputs.get(1).eq(0); // [B, H, W]
        long[] heights = extents(valid, new NDIndex().addAllDim().addAllDim().addSliceDim(0, 1));
        long[] widths =
                extents(valid, new NDIndex().addAllDim().addSliceDim(0, 1).addAllDim());
        if (whole(heights, pixels.getShape().get(2))
                && whole(widths, pixels.getShape().get(3))) {
            return backend.run(FORWARD, new NDList(pixels));
        }
        List<NDList> outputs = new ArrayList<>();
        for (int i = 0; i < heights.length; i++) {
            NDIndex alone = new NDIndex()
                    .addSliceDim(i, i + 1)
                    .addAllDim()
                    .addSliceDim(0, Math.max(1, heights[i]))
                    .addSliceDim(0, Math.max(1, widths[i]));
            outputs.add(pass.scopedList(() -> backend.run(FORWARD, new NDList(pixels.get(alone)))));
        }
        NDList joined = new NDList();
        for (int output = 0; output < outputs.get(0).size(); output++) {
            int number = output;
            joined.add(joined(outputs.stream().map(found -> found.get(number)).toList()));
        }
        return joined;
    }

    private static void checkMask(Shape pixels, NDList inputs) {
        Shape mask = new Shape(pixels.get(0), pixels.get(2), pixels.get(3));
        if (inputs.size() > 2 || !inputs.get(1).getShape().equals(mask)) {
            throw new IllegalArgumentException("expected pixels and at most a padding mask " + mask + ", not "
                    + inputs.size() + " arrays, the second " + inputs.get(1).getShape());
        }
    }

    private static NDArray joined(List<NDArray> parts) {
        long[] largest = parts.get(0).getShape().getShape().clone();
        for (NDArray part : parts) {
            for (int axis = 1; axis < largest.length; axis++) {
                largest[axis] = Math.max(largest[axis], part.getShape().get(axis));
            }
        }
        NDList filled = new NDList();
        parts.forEach(part -> filled.add(filled(part, new Shape(largest))));
        return NDArrays.concat(filled, 0);
    }

    private static NDArray filled(NDArray part, Shape size) {
        if (part.getShape().equals(size)) {
            return part;
        }
        NDIndex own = new NDIndex();
        part.getShape().stream().forEach(axis -> own.addSliceDim(0, axis.getKey()));
        NDArray filled = part.getManager().zeros(size, part.getDataType());
        filled.set(own, part);
        return filled;
    }

    /** How many elements of each picture's first row (or column) are no padding. */
    private static long[] extents(NDArray valid, NDIndex firstLine) {
        NDArray line = valid.get(firstLine).toType(DataType.INT64, false);
        return line.reshape(valid.getShape().get(0), -1).sum(new int[] {1}).toLongArray();
    }

    private static boolean whole(long[] extents, long size) {
        for (long extent : extents) {
            if (extent != size) {
                return false;
            }
        }
        return true;
    }
}
