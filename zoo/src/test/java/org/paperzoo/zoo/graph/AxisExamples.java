package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.OperationExample.N;
import static org.paperzoo.zoo.graph.OperationExample.among;
import static org.paperzoo.zoo.graph.OperationExample.between;
import static org.paperzoo.zoo.graph.OperationExample.distinct;
import static org.paperzoo.zoo.graph.OperationExample.lists;
import static org.paperzoo.zoo.graph.OperationExample.longs;
import static org.paperzoo.zoo.graph.OperationExample.of;
import static org.paperzoo.zoo.graph.OperationExample.reals;
import static org.paperzoo.zoo.graph.OperationExample.truths;
import static org.paperzoo.zoo.graph.OperationExample.whole;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Examples of what runs along axes. */
final class AxisExamples {

    private static final float[] FEW = {0, 1, 2};

    private AxisExamples() {}

    static List<OperationExample> all() {
        return List.of(
                of("sum", x -> x.get(0).sum(), reals(2, N)).within(1e-5, 2e-2),
                of("sum over axes", x -> x.get(0).sum(new int[] {0, 2}), reals(2, N, 3)),
                of("sum over a free axis", x -> x.get(0).sum(new int[] {-1}, true), reals(2, N))
                        .within(1e-5, 2e-2),
                of("sum of whole numbers", x -> x.get(0).sum(new int[] {0}), whole(DataType.INT32, -9, 9, N, 2)),
                of("sum of truths", x -> x.get(0).sum(new int[] {1}), truths(2, N)),
                of("mean", x -> x.get(0).mean(), reals(2, N)).from(1),
                of("mean over an axis", x -> x.get(0).mean(new int[] {-1}, true), reals(2, N))
                        .from(1),
                of("max", x -> x.get(0).max(), reals(2, N)).from(1),
                of("max over an axis", x -> x.get(0).max(new int[] {-1}), reals(2, N))
                        .from(1),
                of("max of whole numbers", x -> x.get(0).max(new int[] {0}, true), longs(-9, 9, N, 2))
                        .from(1),
                of("min", x -> x.get(0).min(), reals(2, N)).from(1),
                of("min over an axis", x -> x.get(0).min(new int[] {0}, true), reals(3, N)),
                of("prod", x -> x.get(0).prod(), among(new float[] {0.5f, 1, 2, -1}, N)),
                of("prod over an axis", x -> x.get(0).prod(new int[] {-1}), among(new float[] {0.5f, 2, -1}, N, 3)),
                of("prod of whole numbers", x -> x.get(0).prod(new int[] {0}), longs(-2, 3, 3, N)),
                of("all", x -> x.get(0).all(), truths(N)),
                of("any", x -> x.get(0).any(), truths(N)),
                of("none", x -> x.get(0).none(), truths(N)),
                of("countNonzero", x -> x.get(0).countNonzero(), longs(0, 3, N)),
                of("norm", x -> x.get(0).norm(true), reals(2, N)).within(1e-5, 2e-2),
                of("norm over an axis", x -> x.get(0).norm(new int[] {-1}, true), reals(N, 3)),
                of("first norm", x -> x.get(0).norm(1, new int[] {1}, false), reals(N, 3)),
                of("normalize", x -> x.get(0).normalize(2, 1, 1e-12), between(0.1, 2, N, 3)),
                of("cumSum", x -> x.get(0).cumSum(1), among(FEW, 2, N)).within(1e-5, 2e-2),
                of("cumSum of whole numbers", x -> x.get(0).cumSum(-1), whole(DataType.INT32, 0, 5, 2, N)),
                of("cumSum of truths", x -> x.get(0).cumSum(0), truths(N, 2)),
                of("cumProd", x -> x.get(0).cumProd(1), among(new float[] {0.5f, 2, -1}, 2, N, 2)),
                of("argMax", x -> x.get(0).argMax(-1), distinct(2, N)).from(1),
                of("argMax of equal numbers", x -> x.get(0).argMax(0), among(FEW, N, 3))
                        .from(1),
                of("argMax of whole numbers", x -> x.get(0).argMax(1), longs(0, 50, 2, N))
                        .from(1),
                of("argMax over all", x -> x.get(0).argMax(), distinct(2, N)).from(1),
                of("argMin", x -> x.get(0).argMin(1), distinct(2, N)).from(1),
                lists("topK", x -> x.get(0).topK(2, 1), distinct(2, N)).from(2),
                lists("topK least", x -> x.get(0).topK(2, 0, false, true), distinct(N, 2))
                        .from(2),
                lists(
                        "topK of all",
                        x -> x.get(0).topK((int) x.get(0).getShape().get(-1 + 2), -1),
                        distinct(2, N)),
                lists(
                                "topK of equal numbers",
                                x -> new NDList(x.get(0).topK(2, 1).get(0)),
                                among(FEW, 2, N))
                        .from(2),
                of("sort", x -> x.get(0).sort(0), among(FEW, N, 2)),
                of("sort of whole numbers", x -> x.get(0).sort(), longs(-9, 9, 2, N)),
                of("argSort", x -> x.get(0).argSort(-1), distinct(2, N)),
                of("argSort falling", x -> x.get(0).argSort(1, false), distinct(2, N)),
                of("softmax", x -> x.get(0).softmax(-1), reals(2, N)),
                of("softmax over the first axis", x -> x.get(0).softmax(0), reals(3, N)),
                of("logSoftmax", x -> x.get(0).logSoftmax(1), reals(2, N)));
    }
}
