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
        NDArray before = Informer.last(x, 1).concat(x.get(steps(0, length - 1)), 1); // [B, L, in]
        NDArray after = x.get(steps(1, length)).concat(x.get(steps(0, 1)), 1); // [B, L, in]
        NDArray around = NDArrays.concat(new NDList(before, x, after), 2); // [B, L, 3 in]
        NDArray kernel = pass.value(weight).transpose(0, 2, 1).reshape(matrix); // [out, 3 in]
        return x.getNDArrayInternal().linear(around, kernel, pass.value(bias)).singletonOrThrow();
    }

    private static NDIndex steps(long from, long to) {
        return new NDIndex().addAllDim().addSliceDim(from, to);
    }
}
