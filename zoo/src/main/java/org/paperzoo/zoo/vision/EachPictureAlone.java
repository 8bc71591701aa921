package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * Runs a detector on a padded batch so that no picture's result depends on its neighbours. A convolutional backbone sees
 * the padding next to a picture's border (frozen normalisation shifts zeros), so that in a padded batch, as the authors
 * evaluate, features near the border differ from those of the picture alone. Here pictures of a batch run without their
 * padding: all at once where they have one size, else one after another.
 *
 * <p>As a DJL block: inputs as {@link Detr}, where a mask leaves a rectangle at the top left of each picture; outputs class
 * logits and boxes.
 */
final class EachPictureAlone extends NamedBlock {

    private final Backend backend;

    EachPictureAlone(Backend backend) {
        this.backend = backend;
        child("detector", backend.network());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        Detr.Definition.detector(backend.network()).checkInputs(inputs);
        NDArray pixels = inputs.get(0); // [B, 3, H, W]
        if (inputs.size() == 1) {
            return backend.run(DetrGraphs.FORWARD, inputs);
        }
        NDArray valid = inputs.get(1).eq(0); // [B, H, W]
        long[] heights = extents(valid, new NDIndex().addAllDim().addAllDim().addSliceDim(0, 1));
        long[] widths =
                extents(valid, new NDIndex().addAllDim().addSliceDim(0, 1).addAllDim());
        if (whole(heights, pixels.getShape().get(2))
                && whole(widths, pixels.getShape().get(3))) {
            return backend.run(DetrGraphs.FORWARD, new NDList(pixels));
        }
        NDList logits = new NDList();
        NDList boxes = new NDList();
        for (int i = 0; i < heights.length; i++) {
            NDIndex alone = new NDIndex()
                    .addSliceDim(i, i + 1)
                    .addAllDim()
                    .addSliceDim(0, Math.max(1, heights[i]))
                    .addSliceDim(0, Math.max(1, widths[i]));
            NDList found = pass.scopedList(() -> backend.run(DetrGraphs.FORWARD, new NDList(pixels.get(alone))));
            logits.add(found.get(0));
            boxes.add(found.get(1));
        }
        return new NDList(NDArrays.concat(logits, 0), NDArrays.concat(boxes, 0));
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
