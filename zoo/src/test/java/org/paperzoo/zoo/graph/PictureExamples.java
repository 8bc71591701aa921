package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.OperationExample.N;
import static org.paperzoo.zoo.graph.OperationExample.between;
import static org.paperzoo.zoo.graph.OperationExample.of;
import static org.paperzoo.zoo.graph.OperationExample.reals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.paperzoo.zoo.graph.OperationExample.Input;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.nn.TorchOperators;
import org.paperzoo.zoo.nn.TorchOperators.Interpolation;
import org.paperzoo.zoo.nn.TorchOperators.Outside;

/** Examples of what changes the sizes of pictures, or reads them between their elements. */
final class PictureExamples {

    private PictureExamples() {}

    static List<OperationExample> all() {
        List<OperationExample> all = new ArrayList<>();
        pools(all);
        resizing(all);
        return all;
    }

    private static void pools(List<OperationExample> all) {
        for (boolean ceil : new boolean[] {false, true}) {
            String rounded = ceil ? " rounded up" : "";
            all.add(pooled(
                    "maxPool" + rounded,
                    x -> x.get(0).getNDArrayInternal().maxPool(new Shape(3, 2), new Shape(2, 2), new Shape(1, 1), ceil),
                    reals(2, 3, N, 6)));
            all.add(pooled(
                    "maxPool1d" + rounded,
                    x -> x.get(0).getNDArrayInternal().maxPool(new Shape(2), new Shape(2), new Shape(0), ceil),
                    reals(2, 3, N)));
            for (boolean counted : new boolean[] {false, true}) {
                String how = rounded + (counted ? " counting padding" : "");
                all.add(pooled(
                        "avgPool" + how,
                        x -> Resizing.averagePool(
                                x.get(0), new Shape(3, 2), new Shape(2, 2), new Shape(1, 1), ceil, counted),
                        reals(2, 3, N, 6)));
                all.add(pooled(
                        "avgPool1d" + how,
                        x -> x.get(0)
                                .getNDArrayInternal()
                                .avgPool(new Shape(3), new Shape(2), new Shape(0), ceil, counted),
                        reals(2, 3, N)));
            }
        }
        all.add(pooled(
                "maxPool3d",
                x -> x.get(0)
                        .getNDArrayInternal()
                        .maxPool(new Shape(2, 2, 2), new Shape(2, 2, 2), new Shape(0, 0, 0), false),
                reals(1, 2, N, 4, 4)));
        all.add(pooled("globalAvgPool", x -> x.get(0).getNDArrayInternal().globalAvgPool(), reals(2, 3, N, 4)));
        all.add(pooled("globalMaxPool", x -> x.get(0).getNDArrayInternal().globalMaxPool(), reals(2, 3, N, 4)));
        all.add(pooled("adaptive average of one", x -> Resizing.adaptiveAverage(x.get(0), 1, 1), reals(2, 3, N, 4)));
        all.add(pooled("adaptive average", x -> Resizing.adaptiveAverage(x.get(0), 3, 2), reals(2, 3, N, 7)));
        all.add(pooled("adaptive average of lines", x -> Resizing.adaptiveAverage(x.get(0), 5), reals(2, 3, N)));
        all.add(pooled("adaptive average 3d", x -> Resizing.adaptiveAverage(x.get(0), 2, 3, 4), reals(1, 2, 5, N, 4)));
        all.add(pooled(
                "dropout",
                x -> x.get(0)
                        .getNDArrayInternal()
                        .dropout(x.get(0), 0.5f, false)
                        .head()
                        .add(1),
                reals(N)));
    }

    private static OperationExample pooled(String name, Function<NDList, NDArray> body, Input... inputs) {
        return of(name, body, inputs).from(3).within(1e-5, 1e-2);
    }

    private static void resizing(List<OperationExample> all) {
        all.add(resized("nearest", x -> Resizing.nearest(x.get(0), 2 * length(x, 2), 5), reals(2, 3, N, 4)));
        all.add(resized("nearest1d", x -> Resizing.nearest(x.get(0), 7), reals(2, 3, N)));
        all.add(resized("nearest3d", x -> Resizing.nearest(x.get(0), 2 * length(x, 2), 3, 4), reals(1, 2, N, 2, 3)));
        for (boolean corners : new boolean[] {false, true}) {
            String how = corners ? " corners aligned" : "";
            all.add(resized("linear1d" + how, x -> Resizing.linear(x.get(0), corners, 7), reals(2, 3, N)));
            all.add(resized(
                    "bilinear" + how, x -> Resizing.linear(x.get(0), corners, 2 * length(x, 2), 7), reals(2, 3, N, 4)));
            all.add(resized(
                    "bilinear smaller" + how, x -> Resizing.linear(x.get(0), corners, 2, 1), reals(2, 3, N, 5)));
            all.add(resized(
                    "trilinear" + how,
                    x -> Resizing.linear(x.get(0), corners, 2 * length(x, 2), 3, 5),
                    reals(1, 2, N, 2, 3)));
            all.add(resized(
                    "bicubic" + how, x -> Resizing.cubic(x.get(0), corners, 2 * length(x, 2), 7), reals(2, 3, N, 4)));
            all.add(resized("bicubic smaller" + how, x -> Resizing.cubic(x.get(0), corners, 2, 3), reals(2, 3, N, 5)));
            for (Interpolation mode : Interpolation.values()) {
                for (Outside outside : Outside.values()) {
                    String name = "gridSample " + mode + " " + outside + how;
                    all.add(of(
                                    name.toLowerCase(Locale.ROOT),
                                    x -> TorchOperators.gridSample(x.get(0), x.get(1), mode, outside, corners),
                                    reals(2, 3, 4, 5),
                                    between(-1.3, 1.3, 2, N, 2, 2))
                            .within(2e-5, 1e-2)
                            .inFullOnly());
                }
            }
        }
        for (int mode = 0; mode < 3; mode += 2) {
            int number = mode;
            all.add(resized(
                    "interpolation" + mode,
                    x -> x.get(0).getNDArrayInternal().interpolation(new long[] {5, 6}, number, false),
                    reals(2, 3, N, 4)));
        }
    }

    private static OperationExample resized(String name, Function<NDList, NDArray> body, Input... inputs) {
        return of(name, body, inputs).from(1).within(2e-5, 2e-2);
    }

    private static long length(NDList x, int axis) {
        return x.get(0).getShape().get(axis);
    }
}
