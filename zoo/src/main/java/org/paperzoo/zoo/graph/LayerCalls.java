package org.paperzoo.zoo.graph;

import static org.paperzoo.zoo.graph.ArrayCalls.lengths;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.ArrayCalls.Call;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.graph.operations.Pooling;
import org.paperzoo.zoo.nn.Resizing;

/** Calls that networks are made of: products, convolutions, normalisation, pooling, resizing. */
final class LayerCalls {

    private LayerCalls() {}

    static void declare(Map<String, Call> calls) {
        calls.put("matMul(NDArray)", (self, given) -> self.apply(Networks.MATMUL, Attributes.NONE, (NDArray) given[0]));
        calls.put(
                "batchMatMul(NDArray)",
                (self, given) -> self.apply(Networks.MATMUL, Attributes.NONE, (NDArray) given[0]));
        calls.put(
                "linear(NDArray,NDArray,NDArray)",
                (self, given) -> applied(self, Networks.LINEAR, Attributes.NONE, given, 3));
        calls.put(
                "embedding(NDArray,NDArray,SparseFormat)",
                (self, given) -> applied(self, Networks.EMBEDDING, Attributes.NONE, given, 2));
        calls.put(
                "convolution(NDArray,NDArray,NDArray,Shape,Shape,Shape,int)",
                (self, given) -> applied(
                        self,
                        Networks.CONVOLUTION,
                        Attributes.of(
                                "strides", lengths(given[3]),
                                "paddings", lengths(given[4]),
                                "dilations", lengths(given[5]),
                                "groups", given[6]),
                        given,
                        3));
        calls.put("batchNorm(NDArray,NDArray,NDArray,NDArray,NDArray,int,float,float,boolean)", (self, given) -> {
            if ((Boolean) given[8]) {
                throw new UntraceableException("batch normalisation that trains cannot be written as a graph");
            }
            return applied(self, Networks.BATCH_NORM, Attributes.of("epsilon", given[7]), given, 5);
        });
        calls.put(
                "layerNorm(NDArray,Shape,NDArray,NDArray,float)",
                (self, given) -> applied(
                        self,
                        Networks.LAYER_NORM,
                        Attributes.of("shape", lengths(given[1]), "epsilon", given[4]),
                        new Object[] {given[0], given[2], given[3]},
                        3));
        calls.put("maxPool(Shape,Shape,Shape,boolean)", (self, given) -> self.apply(Pooling.MAX_POOL, window(given)));
        calls.put("avgPool(Shape,Shape,Shape,boolean,boolean)", (self, given) -> {
            if (!(Boolean) given[4] && ((Shape) given[2]).stream().anyMatch(padding -> padding.getKey() != 0)) {
                throw new UntraceableException(
                        "DJL's avgPool counts padded zeros on PyTorch, whatever it is told: use Resizing.averagePool");
            }
            return Resizing.averagePool(
                    self.self(), (Shape) given[0], (Shape) given[1], (Shape) given[2], (Boolean) given[3], true);
        });
        calls.put("globalAvgPool()", (self, given) -> places(self).mean(new int[] {2}));
        calls.put("globalMaxPool()", (self, given) -> places(self).max(new int[] {2}));
        calls.put("dropout(NDArray,float,boolean)", (self, given) -> {
            if ((Boolean) given[2]) {
                throw new UntraceableException("dropout that trains cannot be written as a graph");
            }
            return new NDList((NDArray) given[0]);
        });
        calls.put("dot(NDArray)", (self, given) -> self.apply(Networks.MATMUL, Attributes.NONE, (NDArray) given[0]));
        calls.put(
                "interpolation(long[],int,boolean)",
                (self, given) -> resized(self.self(), (long[]) given[0], (Integer) given[1]));
    }

    /** What DJL's numbers mean on PyTorch: there it aligns no corners, and smooths what it makes smaller. */
    private static NDArray resized(NDArray x, long[] sizes, int mode) {
        return switch (mode) {
            case 0 -> Resizing.nearest(x, sizes);
            case 2 -> Resizing.adaptiveAverage(x, sizes);
            default ->
                throw new UntraceableException("DJL's interpolation by mode " + mode
                        + " smooths what it makes smaller: use Resizing.linear or Resizing.cubic");
        };
    }

    /** {@code [N, C, places]}. */
    private static NDArray places(RecordedArray self) {
        Shape shape = self.entry().shape();
        return self.self().reshape(shape.slice(0, 2).add(shape.slice(2).size()));
    }

    private static Attributes window(Object[] given) {
        return Attributes.of(
                "kernel", lengths(given[0]),
                "strides", lengths(given[1]),
                "paddings", lengths(given[2]),
                "ceil", given[3]);
    }

    /** Applies an operation to the first {@code count} arguments; trailing ones may be null. */
    private static NDList applied(
            RecordedArray self, Operation operation, Attributes attributes, Object[] given, int count) {
        List<NDArray> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add((NDArray) given[i]);
        }
        while (inputs.get(inputs.size() - 1) == null) {
            inputs.remove(inputs.size() - 1);
        }
        return self.recording().apply(operation, inputs, attributes);
    }
}
