package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.ArrayCalls.axesOf;
import static org.paperzoo.zoo.graph.ArrayCalls.axis;
import static org.paperzoo.zoo.graph.ArrayCalls.axisOf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.ArrayCalls.Call;
import org.paperzoo.zoo.graph.operations.Arranging;
import org.paperzoo.zoo.graph.operations.Reductions;

/** Calls that run along axes: reductions, running sums, orders. */
final class AxisCalls {

    private AxisCalls() {}

    static void declare(Map<String, Call> calls) {
        reduction(calls, "sum", Reductions.SUM);
        reduction(calls, "mean", Reductions.MEAN);
        reduction(calls, "max", Reductions.MAX);
        reduction(calls, "min", Reductions.MIN);
        reduction(calls, "prod", Reductions.PROD);
        calls.put(
                "all()",
                (self, given) -> truths(self)
                        .logicalNot()
                        .toType(DataType.INT64, false)
                        .sum()
                        .eq(0));
        calls.put(
                "any()",
                (self, given) ->
                        truths(self).toType(DataType.INT64, false).sum().gt(0));
        calls.put(
                "none()",
                (self, given) ->
                        truths(self).toType(DataType.INT64, false).sum().eq(0));
        calls.put("norm(boolean)", (self, given) -> {
            NDArray norm = self.self().square().sum().sqrt();
            return (Boolean) given[0] ? norm.reshape(ones(self)) : norm;
        });
        calls.put("norm(int,int[],boolean)", (self, given) -> norm(self, given));
        calls.put("normalize(double,long,double)", (self, given) -> {
            if ((Double) given[0] != 2) {
                throw new UntraceableException("normalize by another norm than the second: divide by the norm");
            }
            int[] axes = {axisOf(self, Math.toIntExact((Long) given[1]))};
            return self.self().div(self.self().norm(2, axes, true).maximum((Number) given[2]));
        });
        calls.put("sort()", (self, given) -> self.apply(Arranging.SORT, axis(self, -1)));
        calls.put("sort(int)", (self, given) -> self.apply(Arranging.SORT, axis(self, given[0])));
        calls.put("argSort(int,boolean)", (self, given) -> {
            NDArray rising = self.apply(Arranging.ARG_SORT, axis(self, given[0]));
            return (Boolean) given[1] ? rising : rising.flip(axisOf(self, given[0]));
        });
        calls.put("cumProd(int)", (self, given) -> self.apply(Reductions.CUMULATIVE_PRODUCT, axis(self, given[0])));
        calls.put("cumSum()", (self, given) -> self.apply(Reductions.CUMULATIVE_SUM, axis(self, 0)));
        calls.put("argMax()", (self, given) -> self.self().flatten().argMax(0));
        calls.put("argMin()", (self, given) -> self.self().flatten().argMin(0));
        calls.put("cumSum(int)", (self, given) -> self.apply(Reductions.CUMULATIVE_SUM, axis(self, given[0])));
        calls.put("argMax(int)", (self, given) -> self.apply(Reductions.ARG_MAX, axis(self, given[0])));
        calls.put("argMin(int)", (self, given) -> self.apply(Reductions.ARG_MIN, axis(self, given[0])));
        calls.put("softmax(int)", (self, given) -> self.apply(Reductions.SOFTMAX, axis(self, given[0])));
        calls.put("logSoftmax(int)", (self, given) -> self.apply(Reductions.LOG_SOFTMAX, axis(self, given[0])));
        calls.put(
                "topK(int,int,boolean,boolean)",
                (self, given) -> self.recording()
                        .apply(
                                Reductions.TOP_K,
                                List.of(self.self()),
                                Attributes.of(
                                        "k", given[0],
                                        "axis", axisOf(self, given[1]),
                                        "largest", given[2],
                                        "sorted", given[3])));
    }

    private static void reduction(Map<String, Call> calls, String name, Operation operation) {
        calls.put(name + "()", (self, given) -> self.apply(operation, Attributes.NONE));
        calls.put(name + "(int[],boolean)", (self, given) -> {
            int[] axes = axesOf(self, given[0]);
            return self.apply(operation, Attributes.of("axes", axes, "keep", given[1]));
        });
    }

    private static NDArray truths(RecordedArray self) {
        return self.self().toType(DataType.BOOLEAN, false);
    }

    private static Shape ones(RecordedArray self) {
        long[] ones = new long[self.entry().shape().dimension()];
        Arrays.fill(ones, 1);
        return new Shape(ones);
    }

    private static NDArray norm(RecordedArray self, Object[] given) {
        int[] axes = axesOf(self, given[1]);
        boolean keep = (Boolean) given[2];
        return switch ((Integer) given[0]) {
            case 1 -> self.self().abs().sum(axes, keep);
            case 2 -> self.self().square().sum(axes, keep).sqrt();
            default -> throw new UntraceableException("norm " + given[0] + ": compute it of powers and sums");
        };
    }
}
