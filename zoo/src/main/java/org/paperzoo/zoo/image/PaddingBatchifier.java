package org.paperzoo.zoo.image;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;

/**
 * Makes a batch of pictures of different sizes: {@code [C, h, w]} each to {@code [B, C, H, W]}, filled up with zeros at
 * the right and the bottom, and a mask {@code [B, H, W]}, int64, 1 where it was filled and else 0
 * (facebookresearch/detr, {@code nested_tensor_from_tensor_list}).
 */
public final class PaddingBatchifier implements Batchifier {

    private static final long serialVersionUID = 1L;

    @Override
    public NDList batchify(NDList[] inputs) {
        long channels = inputs[0].head().getShape().get(0);
        long height = 0;
        long width = 0;
        for (NDList input : inputs) {
            Shape shape = input.head().getShape();
            if (input.size() != 1 || shape.dimension() != 3 || shape.get(0) != channels) {
                throw new IllegalArgumentException("expected one picture [" + channels + ", h, w], not " + input);
            }
            height = Math.max(height, shape.get(1));
            width = Math.max(width, shape.get(2));
        }
        NDManager manager = inputs[0].head().getManager();
        NDArray pixels = manager.zeros(new Shape(inputs.length, channels, height, width));
        NDArray mask = manager.ones(new Shape(inputs.length, height, width), DataType.INT64);
        for (int i = 0; i < inputs.length; i++) {
            NDArray picture = inputs[i].head();
            long rows = picture.getShape().get(1);
            long columns = picture.getShape().get(2);
            pixels.set(
                    new NDIndex().addIndices(i).addAllDim().addSliceDim(0, rows).addSliceDim(0, columns), picture);
            mask.set(new NDIndex().addIndices(i).addSliceDim(0, rows).addSliceDim(0, columns), 0);
        }
        return new NDList(pixels, mask);
    }

    @Override
    public NDList[] unbatchify(NDList inputs) {
        return Batchifier.STACK.unbatchify(inputs);
    }
}
