package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Pass;

/**
 * Generalised intersection over union (Rezatofighi et al. 2019, arXiv 1902.09630; facebookresearch/detr,
 * {@code util/box_ops.py}): the intersection over union, less the part of the smallest box around both that belongs to
 * neither. In (-1, 1], 1 for equal boxes. Boxes are centre x, centre y, width and height, all above 0.
 */
final class BoxOverlap {

    /** From centre and size to corners: a row for each of what a box is given by, a column for each of its corners. */
    private static final float[] TO_CORNERS = {
        1, 0, 1, 0, //
        0, 1, 0, 1, //
        -0.5f, 0, 0.5f, 0, //
        0, -0.5f, 0, 0.5f
    };

    private static final NDIndex LEAST = new NDIndex().addAllDim().addSliceDim(0, 2);
    private static final NDIndex MOST = new NDIndex().addAllDim().addSliceDim(2, 4);
    private static final int[] SIDES = {1};

    private BoxOverlap() {}

    /**
     * That of two boxes.
     *
     * @param boxes holds one from {@code at} on
     * @param others holds the other from {@code otherAt} on
     */
    static double generalised(float[] boxes, int at, float[] others, int otherAt) {
        double intersection = 1;
        double hull = 1;
        double area = 1;
        double otherArea = 1;
        for (int axis = 0; axis < 2; axis++) {
            double size = boxes[at + 2 + axis];
            double otherSize = others[otherAt + 2 + axis];
            double least = boxes[at + axis] - size / 2;
            double otherLeast = others[otherAt + axis] - otherSize / 2;
            double most = least + size;
            double otherMost = otherLeast + otherSize;
            intersection *= Math.max(0, Math.min(most, otherMost) - Math.max(least, otherLeast));
            hull *= Math.max(most, otherMost) - Math.min(least, otherLeast);
            area *= size;
            otherArea *= otherSize;
        }
        double union = area + otherArea - intersection;
        return intersection / union - (hull - union) / hull;
    }

    /** That of each row's two boxes, {@code [N, 4], [N, 4] -> [N]}; gradients flow to both. */
    static NDArray generalised(Pass pass, NDArray boxes, NDArray others) {
        return pass.scoped(() -> {
            NDArray turn = pass.constant(boxes.getManager(), TO_CORNERS, new Shape(4, 4));
            NDArray corners = boxes.matMul(turn); // [N, 4]
            NDArray otherCorners = others.matMul(turn);
            NDArray least = corners.get(LEAST); // [N, 2]
            NDArray most = corners.get(MOST);
            NDArray otherLeast = otherCorners.get(LEAST);
            NDArray otherMost = otherCorners.get(MOST);
            NDArray shared = NDArrays.minimum(most, otherMost).sub(NDArrays.maximum(least, otherLeast));
            NDArray intersection = Activation.RELU.apply(pass, shared).prod(SIDES); // [N]
            NDArray areas =
                    most.sub(least).prod(SIDES).add(otherMost.sub(otherLeast).prod(SIDES));
            NDArray union = areas.sub(intersection);
            NDArray hull = NDArrays.maximum(most, otherMost)
                    .sub(NDArrays.minimum(least, otherLeast))
                    .prod(SIDES);
            return intersection.div(union).sub(hull.sub(union).div(hull));
        });
    }
}
