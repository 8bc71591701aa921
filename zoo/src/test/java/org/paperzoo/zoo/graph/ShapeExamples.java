package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.OperationExample.N;
import static org.paperzoo.zoo.graph.OperationExample.lists;
import static org.paperzoo.zoo.graph.OperationExample.longs;
import static org.paperzoo.zoo.graph.OperationExample.of;
import static org.paperzoo.zoo.graph.OperationExample.places;
import static org.paperzoo.zoo.graph.OperationExample.reals;
import static org.paperzoo.zoo.graph.OperationExample.truths;
import static org.paperzoo.zoo.graph.OperationExample.whole;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.graph.OperationExample.Input;
import org.paperzoo.zoo.nn.ArrayOperators;
import org.paperzoo.zoo.nn.ArrayOperators.Around;

/** Examples of what moves elements about, and of arrays made from nothing. */
final class ShapeExamples {

    private ShapeExamples() {}

    static List<OperationExample> all() {
        List<OperationExample> all = new ArrayList<>();
        shapes(all);
        parts(all);
        lookUps(all);
        arrangements(all);
        creations(all);
        return all;
    }

    private static long length(NDArray x, int axis) {
        return x.getShape().get(axis);
    }

    private static void shapes(List<OperationExample> all) {
        all.add(of("reshape", x -> x.get(0).reshape(length(x.get(0), 0), 2, 3), reals(N, 6)));
        all.add(of("reshape to what is left", x -> x.get(0).reshape(-1, 3), reals(N, 6)));
        all.add(of("reshape of a product", x -> x.get(0).reshape(2 * length(x.get(0), 1), 3), reals(2, N, 3)));
        all.add(of("flatten", x -> x.get(0).flatten(), reals(2, N)));
        all.add(of("flatten some axes", x -> x.get(0).flatten(1, -1), reals(2, N, 3)));
        all.add(of("transpose", x -> x.get(0).transpose(), reals(2, N, 3)));
        all.add(of("transpose axes", x -> x.get(0).transpose(1, 0, -1), reals(2, N, 3)));
        all.add(of("swapAxes", x -> x.get(0).swapAxes(0, 2), reals(2, N, 3)));
        all.add(of("expandDims", x -> x.get(0).expandDims(-1), reals(2, N)));
        all.add(of("squeeze", x -> x.get(0).squeeze(-2), reals(N, 1, 3)));
        all.add(of("squeeze axes", x -> x.get(0).squeeze(new int[] {0, 2}), reals(1, N, 1)));
        all.add(of("broadcast", x -> x.get(0).broadcast(3, length(x.get(0), 1), 2), reals(1, N, 1)));
        all.add(of("broadcast to more axes", x -> x.get(0).broadcast(new Shape(2, length(x.get(0), 0))), reals(N)));
        all.add(of("concat", x -> NDArrays.concat(new NDList(x.get(0), x.get(1)), -1), reals(2, N), reals(2, 3)));
        all.add(of("concat of two types", x -> x.get(0).concat(x.get(1), 0), reals(N), longs(0, 9, 3)));
        all.add(of("stack", x -> NDArrays.stack(new NDList(x.get(0), x.get(1)), -1), reals(2, N), reals(2, N)));
        all.add(of(
                "stack of two types", x -> NDArrays.stack(new NDList(x.get(0), x.get(1))), reals(N), longs(0, 9, N)));
        all.add(of("duplicate", x -> x.get(0).duplicate().add(1), reals(N)));
    }

    private static void parts(List<OperationExample> all) {
        all.add(of("a slice", x -> x.get(0).get("1:3"), reals(N, 2)));
        all.add(of("a slice to the end", x -> x.get(0).get(":, 1:"), reals(2, N)));
        all.add(of("a slice from the end", x -> x.get(0).get(":, -2:"), reals(2, N)));
        all.add(of("a slice up to the last", x -> x.get(0).get(":-1"), reals(N, 2))
                .from(1));
        all.add(of("every second", x -> x.get(0).get("0::2"), reals(N, 2)));
        all.add(of("every second of pictures", x -> x.get(0).get("..., 1::2, 0::2"), reals(2, N, 4)));
        all.add(of("one place", x -> x.get(0).get(":, 1"), reals(N, 3)));
        all.add(of("the last place", x -> x.get(0).get(":, -1"), reals(2, N)).from(1));
        all.add(of("a place and a slice", x -> x.get(0).get("1, :, 0:2"), reals(2, N, 3)));
        all.add(of("a new axis", x -> x.get(0).get(":, null, :"), reals(2, N)));
        all.add(lists("split", x -> x.get(0).split(3, 1), reals(N, 6)));
        all.add(lists("split at places", x -> x.get(0).split(new long[] {1, 3}, 1), reals(N, 6)));
        all.add(lists(
                        "split a free axis in two",
                        x -> x.get(0).split(new long[] {length(x.get(0), 0) / 2}, 0),
                        reals(N, 2))
                .from(2));
        all.add(of("flip", x -> x.get(0).flip(-1), reals(2, N)));
        all.add(of("flip axes", x -> x.get(0).flip(0, 1), reals(2, N)));
    }

    private static Input ints(long... shape) {
        return whole(DataType.INT32, 0, 5, shape);
    }

    private static void lookUps(List<OperationExample> all) {
        all.add(of("gather", x -> x.get(0).gather(x.get(1), 1), reals(2, 5), longs(0, 5, 2, N)));
        all.add(of("gather from a free axis", x -> x.get(0).gather(x.get(1), -1), reals(2, N), places(2, 3))
                .from(1));
        all.add(of("gather by int32", x -> x.get(0).gather(x.get(1), 1), reals(2, 5), ints(2, N)));
        all.add(of("take places by reals", x -> x.get(0).get(x.get(1)), reals(5, 2), whole(DataType.FLOAT32, 0, 5, N)));
        all.add(of(
                "scatter by int32",
                x -> x.get(0).scatter(x.get(1).argSort(1).toType(DataType.INT32, false), x.get(2), 1),
                reals(2, N),
                OperationExample.distinct(2, N),
                reals(2, N)));
        all.add(of("take places", x -> x.get(0).get(x.get(1)), reals(5, 2), longs(0, 5, N)));
        all.add(of(
                "take places of an axis",
                x -> x.get(0).get(new NDIndex().addAllDim().addIndices("{}", x.get(1))),
                reals(2, 5, 3),
                longs(0, 5, N)));
        all.add(of("take", x -> x.get(0).take(x.get(1)), reals(3, 4), longs(0, 12, 2, N)));
        all.add(of(
                "scatter",
                x -> x.get(0).scatter(x.get(1).argSort(1), x.get(2), 1),
                reals(2, N),
                OperationExample.distinct(2, N),
                reals(2, N)));
        all.add(of(
                        "scatterAdd",
                        x -> ArrayOperators.scatterAdd(x.get(0), x.get(1), x.get(2), -1),
                        reals(2, 4),
                        longs(0, 4, 2, N),
                        reals(2, N))
                .within(1e-5, 2e-2));
        all.add(of("oneHot", x -> x.get(0).oneHot(4), longs(0, 4, 2, N)));
        all.add(of("oneHot whole", x -> x.get(0).oneHot(4, DataType.INT64), longs(0, 4, N)));
    }

    private static void arrangements(List<OperationExample> all) {
        all.add(of("roll", x -> ArrayOperators.roll(x.get(0), new long[] {2}, new int[] {1}), reals(2, N)));
        all.add(of(
                "roll axes back",
                x -> ArrayOperators.roll(x.get(0), new long[] {-2, -1}, new int[] {1, -2}),
                reals(2, N, 4, 3)));
        all.add(of(
                "roll by half",
                x -> ArrayOperators.roll(x.get(0), new long[] {length(x.get(0), 0) / 2}, new int[] {0}),
                reals(N, 2)));
        // The first array of that length is dropped: nothing needs it.
        all.add(of(
                        "roll of a length first seen in what is unused",
                        x -> {
                            x.get(0).get(":, 1:").neg();
                            return ArrayOperators.roll(x.get(0).get(":, :-1"), new long[] {1}, new int[] {1});
                        },
                        reals(2, N))
                .from(1));
        all.add(of("pad", x -> ArrayOperators.pad(x.get(0), 0, 1, 2, 0, 1), reals(N, 3)));
        all.add(of("pad with a number", x -> ArrayOperators.pad(x.get(0), -1.5, 1, 2), reals(2, N)));
        all.add(of("pad whole numbers", x -> ArrayOperators.pad(x.get(0), 7, 1, 2), longs(0, 5, N)));
        all.add(of("pad truths", x -> ArrayOperators.pad(x.get(0), 0, 2, 1), truths(N)));
        all.add(of("pad by DJL", x -> x.get(0).pad(new Shape(1, 2, 0, 1), 0.5), reals(N, 3)));
        all.add(of("pad by a size", x -> ArrayOperators.pad(x.get(0), 0, 0, length(x.get(0), 0)), reals(N, 3)));
        all.add(of("cut", x -> ArrayOperators.pad(x.get(0), 0, -1, -1), reals(N, 4)));
        all.add(of("reflect", x -> ArrayOperators.pad(x.get(0), Around.REFLECT, 2, 1, 1, 1), reals(2, N, 4))
                .from(2));
        all.add(of("replicate", x -> ArrayOperators.pad(x.get(0), Around.REPLICATE, 2, 1), reals(2, 3, N))
                .from(1));
        all.add(of("circular", x -> ArrayOperators.pad(x.get(0), Around.CIRCULAR, 2, 1), reals(2, N))
                .from(2));
        all.add(of("tile", x -> x.get(0).tile(new long[] {2, 3}), reals(2, N)));
        all.add(of("tile by a size", x -> x.get(0).tile(new long[] {1, length(x.get(0), 0)}), reals(N, 2)));
        all.add(of("repeat", x -> x.get(0).repeat(1, 3), reals(2, N)));
        all.add(of("repeat by a size", x -> x.get(0).repeat(0, length(x.get(0), 1)), reals(2, N)));
        all.add(of("lowerTriangle", x -> ArrayOperators.lowerTriangle(x.get(0), 0), reals(2, N, N)));
        all.add(of("upperTriangle", x -> ArrayOperators.upperTriangle(x.get(0), 1), reals(N, 4)));
        all.add(of("lowerTriangle of truths", x -> ArrayOperators.lowerTriangle(x.get(0), -1), truths(N, N)));
        all.add(of(
                "lowerTriangle from a size",
                x -> ArrayOperators.lowerTriangle(x.get(0), length(x.get(0), 1) - 3),
                longs(0, 5, 3, N)));
    }

    private static void creations(List<OperationExample> all) {
        all.add(of("zeros", x -> x.get(0).getManager().zeros(new Shape(2, length(x.get(0), 0))), reals(N)));
        all.add(of(
                "ones",
                x -> x.get(0)
                        .getManager()
                        .ones(new Shape(length(x.get(0), 0)), DataType.INT64)
                        .add(x.get(0)),
                reals(N)));
        all.add(of(
                "full",
                x -> x.get(0).getManager().full(x.get(0).getShape(), 1.5f).mul(x.get(0)),
                reals(2, N)));
        all.add(of(
                "full of a whole number",
                x -> x.get(0).getManager().full(x.get(0).getShape(), 3),
                reals(2, N)));
        all.add(of("zerosLike", x -> x.get(0).zerosLike().sub(x.get(0).onesLike()), longs(0, 5, 2, N)));
        all.add(of("arange", x -> x.get(0).getManager().arange((int) length(x.get(0), 0)), reals(N)));
        all.add(of(
                "arange of reals",
                x -> x.get(0)
                        .getManager()
                        .arange(0.5f, 2.5f, 0.25f)
                        .add(x.get(0).expandDims(1)),
                reals(N)));
        all.add(of(
                        "arange to a size",
                        x -> x.get(0)
                                .getManager()
                                .arange(1f, length(x.get(0), 0), 2f)
                                .mul(0.5),
                        reals(N))
                .from(1));
        all.add(of("eye", x -> x.get(0).getManager().eye((int) length(x.get(0), 0)), reals(N)));
        all.add(of(
                "eye of another width",
                x -> x.get(0).getManager().eye((int) length(x.get(0), 0), 3, 0, DataType.INT64),
                reals(N)));
        all.add(of("linspace", x -> x.get(0).getManager().linspace(-1f, 1f, (int) length(x.get(0), 0)), reals(N))
                .from(1));
        all.add(of(
                "a causal mask",
                x -> {
                    NDArray places = x.get(0).getManager().arange((int) length(x.get(0), 0));
                    return places.expandDims(1).gte(places.expandDims(0));
                },
                reals(N)));
    }
}
