package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.OperationExample.N;
import static org.paperzoo.zoo.graph.OperationExample.between;
import static org.paperzoo.zoo.graph.OperationExample.longs;
import static org.paperzoo.zoo.graph.OperationExample.of;
import static org.paperzoo.zoo.graph.OperationExample.reals;
import static org.paperzoo.zoo.graph.OperationExample.truths;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.graph.OperationExample.Input;
import org.paperzoo.zoo.nn.TorchOperators;

/** Examples of what networks are made of. */
final class LayerExamples {

    private LayerExamples() {}

    static List<OperationExample> all() {
        List<OperationExample> all = new ArrayList<>();
        products(all);
        convolutions(all);
        normalisations(all);
        return all;
    }

    private static void products(List<OperationExample> all) {
        all.add(of(
                        "linear",
                        x -> x.get(0)
                                .getNDArrayInternal()
                                .linear(x.get(0), x.get(1), x.get(2))
                                .head(),
                        reals(2, N, 4),
                        reals(3, 4),
                        reals(3))
                .within(1e-5, 1e-2));
        all.add(of(
                        "linear without shift",
                        x -> x.get(0)
                                .getNDArrayInternal()
                                .linear(x.get(0), x.get(1), null)
                                .head(),
                        reals(N, 4),
                        reals(3, 4))
                .within(1e-5, 1e-2));
        all.add(of("matMul", x -> x.get(0).matMul(x.get(1)), reals(2, N, 4), reals(2, 4, 3))
                .within(1e-5, 1e-2));
        all.add(of("matMul with vectors", x -> x.get(0).matMul(x.get(1)), reals(N, 4), reals(4))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of("matMul over a free axis", x -> x.get(0).matMul(x.get(1)), reals(2, 3, N), reals(N, 2))
                .within(1e-5, 3e-2));
        all.add(of("batchMatMul", x -> x.get(0).batchMatMul(x.get(1)), reals(N, 3, 4), reals(N, 4, 2))
                .within(1e-5, 1e-2));
        all.add(of("dot", x -> x.get(0).dot(x.get(1)), reals(N), reals(N)).within(1e-5, 5e-2));
        all.add(of(
                "embedding",
                x -> x.get(0)
                        .getNDArrayInternal()
                        .embedding(x.get(0), x.get(1), SparseFormat.DENSE)
                        .head(),
                longs(0, 5, 2, N),
                reals(5, 3)));
        // ONNX Runtime 1.21 ends the process on an Einsum of empty arrays.
        all.add(of(
                        "einsum",
                        x -> TorchOperators.einsum("bij,bjk->bik", x.get(0), x.get(1)),
                        reals(2, N, 3),
                        reals(2, 3, 4))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of(
                        "einsum of three",
                        x -> TorchOperators.einsum("bhd,bh,hd->bd", x.get(0), x.get(1), x.get(2)),
                        reals(N, 2, 3),
                        reals(N, 2),
                        reals(2, 3))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of("einsum with further axes", x -> TorchOperators.einsum("...ij->...ji", x.get(0)), reals(2, N, 3))
                .from(1));
        Input queries = reals(2, 2, N, 4);
        Input keys = reals(2, 2, 5, 4);
        Input values = reals(2, 2, 5, 3);
        all.add(of(
                        "attention",
                        x -> TorchOperators.attention(x.get(0), x.get(1), x.get(2), null, 0.5),
                        queries,
                        keys,
                        values)
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of(
                        "attention with numbers added",
                        x -> TorchOperators.attention(x.get(0), x.get(1), x.get(2), x.get(3), 0.5),
                        queries,
                        keys,
                        values,
                        reals(1, 2, 1, 5))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of(
                        "attention with a mask",
                        x -> TorchOperators.attention(x.get(0), x.get(1), x.get(2), visible(x.get(3)), 0.5),
                        queries,
                        keys,
                        values,
                        truths(2, 1, N, 5))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of(
                        "attention to itself",
                        x -> TorchOperators.attention(x.get(0), x.get(0), x.get(0), null, 0.5),
                        queries)
                .from(1)
                .within(1e-5, 1e-2));
    }

    /** The first key is seen by all. */
    private static NDArray visible(NDArray mask) {
        NDArray first = mask.getManager().arange(5).eq(0);
        return mask.logicalOr(first);
    }

    private static OperationExample convolution(String name, int groups, long dilation, long stride, Input... inputs) {
        return of(
                        name,
                        x -> {
                            int axes = x.get(0).getShape().dimension() - 2;
                            return x.get(0)
                                    .getNDArrayInternal()
                                    .convolution(
                                            x.get(0),
                                            x.get(1),
                                            x.size() > 2 ? x.get(2) : null,
                                            repeated(stride, axes),
                                            repeated(1, axes),
                                            repeated(dilation, axes),
                                            groups)
                                    .head();
                        },
                        inputs)
                .from(3)
                .within(2e-5, 3e-2);
    }

    private static Shape repeated(long number, int axes) {
        long[] all = new long[axes];
        Arrays.fill(all, number);
        return new Shape(all);
    }

    private static OperationExample transposed(
            String name, int groups, long stride, long padding, long output, Input... inputs) {
        return of(
                        name,
                        x -> {
                            int axes = x.get(0).getShape().dimension() - 2;
                            return TorchOperators.transposedConvolution(
                                    x.get(0),
                                    x.get(1),
                                    x.size() > 2 ? x.get(2) : null,
                                    repeated(stride, axes),
                                    repeated(padding, axes),
                                    repeated(output, axes),
                                    groups,
                                    repeated(1, axes));
                        },
                        inputs)
                .from(2)
                .within(2e-5, 3e-2);
    }

    private static void convolutions(List<OperationExample> all) {
        all.add(convolution("conv1d", 1, 1, 1, reals(2, 4, N), reals(6, 4, 3), reals(6)));
        all.add(convolution("conv1d depthwise dilated", 4, 2, 1, reals(2, 4, N), reals(4, 1, 2), reals(4)));
        all.add(convolution("conv2d", 1, 1, 2, reals(N, 3, 6, 5), reals(4, 3, 3, 3)));
        all.add(convolution("conv2d free pictures", 2, 1, 2, reals(1, 4, N, N), reals(4, 2, 3, 3), reals(4)));
        all.add(convolution("conv3d", 1, 1, 1, reals(1, 2, N, 4, 3), reals(3, 2, 3, 3, 3), reals(3)));
        all.add(transposed("transposed1d", 1, 2, 1, 1, reals(2, 4, N), reals(4, 3, 4), reals(3)));
        all.add(transposed("transposed2d", 1, 2, 1, 0, reals(2, 4, N, 3), reals(4, 3, 4, 4)));
        all.add(transposed("transposed2d in groups", 2, 3, 0, 2, reals(2, 4, 3, N), reals(4, 3, 2, 2), reals(6)));
        all.add(transposed("transposed3d", 1, 2, 0, 0, reals(1, 3, 2, N, 2), reals(3, 2, 2, 2, 2), reals(2)));
    }

    private static void normalisations(List<OperationExample> all) {
        Input statistics = between(0.5, 1.5, 4);
        for (Input input : List.of(reals(N, 4), reals(2, 4, N), reals(2, 4, N, 3))) {
            all.add(of(
                            "batchNorm" + all.size(),
                            x -> x.get(0)
                                    .getNDArrayInternal()
                                    .batchNorm(x.get(0), x.get(1), x.get(2), x.get(3), x.get(4), 1, 0.9f, 1e-5f, false)
                                    .head(),
                            input,
                            reals(4),
                            statistics,
                            reals(4),
                            reals(4))
                    .within(1e-5, 1e-2));
        }
        all.add(layerNorm("layerNorm", new Shape(6), reals(2, N, 6), reals(6), reals(6)));
        all.add(layerNorm("layerNorm over two axes", new Shape(3, 4), reals(N, 3, 4), reals(3, 4), reals(3, 4)));
        all.add(of(
                        "groupNorm",
                        x -> TorchOperators.groupNorm(x.get(0), 2, x.get(1), x.get(2), 1e-5),
                        reals(2, 4, N, 3),
                        reals(4),
                        reals(4))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of(
                        "groupNorm of rows",
                        x -> TorchOperators.groupNorm(x.get(0), 3, x.get(1), x.get(2), 1e-5),
                        reals(N, 6),
                        reals(6),
                        reals(6))
                .from(1)
                .within(1e-5, 1e-2));
        all.add(of("instanceNorm", x -> TorchOperators.groupNorm(x.get(0), 4, null, null, 1e-5), reals(2, 4, N))
                .from(2)
                .within(1e-5, 1e-2));
    }

    private static OperationExample layerNorm(String name, Shape shape, Input... inputs) {
        return of(
                        name,
                        x -> x.get(0)
                                .getNDArrayInternal()
                                .layerNorm(x.get(0), shape, x.get(1), x.get(2), 1e-5f)
                                .head(),
                        inputs)
                .within(1e-5, 1e-2);
    }
}
