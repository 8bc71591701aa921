package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * A convolution of width 3 over a sequence whose ends are joined: one step of circular padding on either side. (The
 * reference pads by two on PyTorch releases whose version it misreads as a string; see {@code models/embed.py}.)
 */
final class CircularConvolution extends NamedBlock {

    private final Parameter weight;
    private final Parameter bias;
    private final Shape matrix;

    CircularConvolution(long in, long out, Initializer initial) {
        weight = weight("weight", initial, out, in, 3);
        bias = weight("bias", InitialValues.torchDefault(3 * in), out);
        matrix = new Shape(out, 3 * in);
    }

    /** One matrix product over each step beside its neighbours: faster than a convolution with its transpositions. */
    NDArray forward(Pass pass, NDArray x) { // [B, L, in] -> [B, L, out]
        long length = x.getShape().get(1);
        NDArray around = x; // [B, L, 3 in]
        if (length > 1) {
            NDArray first = x.get(new NDIndex().addAllDim().addSliceDim(0, 1));
            NDArray others = x.get(new NDIndex().addAllDim().addSliceDim(1, length));
            NDArray end = Informer.last(x, 1);
            NDArray before = x.get(new NDIndex().addAllDim().addSliceDim(0, length - 1));
            around = NDArrays.concat(new NDList(end.concat(before, 1), x, others.concat(first, 1)), 2);
        } else {
            around = NDArrays.concat(new NDList(x, x, x), 2);
        }
        NDArray kernel = pass.value(weight).transpose(0, 2, 1).reshape(matrix); // [out, 3 in]
        return x.getNDArrayInternal().linear(around, kernel, pass.value(bias)).singletonOrThrow();
    }
}
