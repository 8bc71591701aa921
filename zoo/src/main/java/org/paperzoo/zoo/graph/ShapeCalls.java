package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.ArrayCalls.axesOf;
import static org.paperzoo.zoo.graph.ArrayCalls.axis;
import static org.paperzoo.zoo.graph.ArrayCalls.axisOf;
import static org.paperzoo.zoo.graph.ArrayCalls.lengths;
import static org.paperzoo.zoo.graph.ArrayCalls.shape;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.ArrayCalls.Call;
import org.paperzoo.zoo.graph.operations.Arranging;
import org.paperzoo.zoo.graph.operations.Shaping;

/** Calls that move elements about: shapes, parts, joints, repetitions, look-ups. */
final class ShapeCalls {

    private ShapeCalls() {}

    static void declare(Map<String, Call> calls) {
        calls.put("reshape(Shape)", (self, given) -> self.view(Shaping.RESHAPE, shape(given[0])));
        calls.put("broadcast(Shape)", (self, given) -> self.view(Shaping.BROADCAST, shape(given[0])));
        calls.put("flatten()", (self, given) -> self.view(Shaping.RESHAPE, shape(new Shape(-1))));
        calls.put(
                "transpose(int[])",
                (self, given) -> self.view(Shaping.TRANSPOSE, Attributes.of("axes", axesOf(self, given[0]))));
        calls.put("transpose()", (self, given) -> {
            int rank = self.entry().shape().dimension();
            int[] axes = new int[rank];
            Arrays.setAll(axes, axis -> rank - 1 - axis);
            return self.view(Shaping.TRANSPOSE, Attributes.of("axes", axes));
        });
        calls.put("expandDims(int)", (self, given) -> {
            return self.view(Shaping.EXPAND_DIMS, Attributes.of("axis", insertion(self, given[0])));
        });
        calls.put("squeeze(int)", (self, given) -> self.view(Shaping.SQUEEZE, axis(self, given[0])));
        calls.put("squeeze(int[])", (self, given) -> {
            int[] axes = axesOf(self, given[0]);
            Arrays.sort(axes);
            NDArray squeezed = self.self();
            for (int i = axes.length - 1; i >= 0; i--) {
                squeezed = squeezed.squeeze(axes[i]);
            }
            return squeezed;
        });
        calls.put("concat(NDList,int)", (self, given) -> joined(self, Shaping.CONCAT, given, axisOf(self, given[1])));
        calls.put("stack(NDList,int)", (self, given) -> joined(self, Shaping.STACK, given, insertion(self, given[1])));
        calls.put("get(NDIndex)", (self, given) -> RecordedIndex.get(self, (NDIndex) given[0]));
        calls.put("get(NDManager,NDIndex)", (self, given) -> RecordedIndex.get(self, (NDIndex) given[1]));
        calls.put(
                "split(long[],int)", (self, given) -> RecordedIndex.split(self, (long[]) given[0], (Integer) given[1]));
        calls.put(
                "flip(int[])",
                (self, given) -> self.apply(Shaping.FLIP, Attributes.of("axes", axesOf(self, given[0]))));
        calls.put(
                "gather(NDArray,int)",
                (self, given) -> self.apply(Shaping.GATHER, axis(self, given[1]), places(given[0])));
        calls.put(
                "scatter(NDArray,NDArray,int)",
                (self, given) ->
                        self.apply(Shaping.SCATTER, axis(self, given[2]), places(given[0]), (NDArray) given[1]));
        calls.put("flatten(int,int)", (self, given) -> flattened(self, given));
        calls.put("tile(long)", (self, given) -> self.self().tile(counts(self, given[0])));
        calls.put("tile(long[])", (self, given) -> self.apply(Arranging.TILE, Attributes.of("counts", given[0])));
        calls.put(
                "repeat(int,long)",
                (self, given) ->
                        self.apply(Arranging.REPEAT, Attributes.of("axis", axisOf(self, given[0]), "count", given[1])));
        calls.put("repeat(long)", (self, given) -> self.self().repeat(counts(self, given[0])));
        calls.put("repeat(long[])", (self, given) -> {
            long[] counts = (long[]) given[0];
            NDArray repeated = self.self();
            for (int axis = 0; axis < counts.length; axis++) {
                repeated = counts[axis] == 1 ? repeated : repeated.repeat(axis, counts[axis]);
            }
            return repeated;
        });
        calls.put(
                "pad(Shape,double)",
                (self, given) -> self.apply(
                        Arranging.PAD,
                        Attributes.of("paddings", lengths(given[0]), "mode", "constant", "value", given[1])));
        calls.put("oneHot(int)", (self, given) -> oneHot(self, (Integer) given[0], DataType.FLOAT32));
        calls.put("oneHot(int,DataType)", (self, given) -> oneHot(self, (Integer) given[0], (DataType) given[1]));
        calls.put("take(NDManager,NDArray)", (self, given) -> {
            NDArray places = places(given[1]);
            return RecordedArray.behind(self.self().flatten())
                    .apply(Shaping.TAKE, Attributes.of("axis", 0), places.flatten())
                    .reshape(places.getShape());
        });
        calls.put("intern(NDArray)", (self, given) -> {
            self.become((NDArray) given[0]);
            return null;
        });
        calls.put("zerosLike()", (self, given) -> filledLike(self, 0));
        calls.put("onesLike()", (self, given) -> filledLike(self, 1));
    }

    /** PyTorch looks up by int64 alone; DJL converts what is not, and so does a graph. */
    private static NDArray places(Object index) {
        return ((NDArray) index).toType(DataType.INT64, false);
    }

    private static NDArray filledLike(RecordedArray self, double value) {
        Shape shape = self.entry().shape();
        return self.apply(
                Shaping.FULL,
                Attributes.of(
                        "shape",
                        shape.getShape(),
                        "value",
                        value,
                        "type",
                        self.array().getDataType()));
    }

    private static NDArray joined(RecordedArray self, Operation operation, Object[] given, int axis) {
        List<NDArray> inputs = new ArrayList<>(List.of(self.self()));
        inputs.addAll((NDList) given[0]);
        return self.recording()
                .apply(operation, inputs, Attributes.of("axis", axis))
                .get(0);
    }

    /** Where a new axis goes, counted from the front. */
    private static int insertion(RecordedArray self, Object axis) {
        int given = (Integer) axis;
        return given < 0 ? given + self.entry().shape().dimension() + 1 : given;
    }

    private static long[] counts(RecordedArray self, Object count) {
        long[] counts = new long[self.entry().shape().dimension()];
        Arrays.fill(counts, (Long) count);
        return counts;
    }

    private static NDArray flattened(RecordedArray self, Object[] given) {
        Shape shape = self.entry().shape();
        int first = axisOf(self, given[0]);
        int last = axisOf(self, given[1]);
        Shape flat =
                shape.slice(0, first).add(shape.slice(first, last + 1).size()).addAll(shape.slice(last + 1));
        return self.self().reshape(flat);
    }

    private static NDArray oneHot(RecordedArray self, int depth, DataType type) {
        NDArray places =
                self.self().getManager().arange(0, depth, 1, self.array().getDataType());
        return self.self().expandDims(-1).eq(places).toType(type, false);
    }
}
