package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.graph.operations.Networks;
import org.paperzoo.zoo.graph.operations.Reductions;
import org.paperzoo.zoo.graph.operations.Shaping;

/** Which calls of DJL's arrays become which operations. */
final class ArrayCalls {

    /** What a call does with a recording array. */
    @FunctionalInterface
    private interface Call {
        Object run(RecordedArray self, Object[] arguments);
    }

    private static final Map<String, Call> CALLS = new HashMap<>();

    /** Calls that give numbers or truth values which follow from shape and type alone. */
    private static final Set<String> SHAPE_QUESTIONS =
            Set.of("size", "isEmpty", "isScalar", "isSparse", "isReleased", "hasGradient", "shapeEquals");

    static {
        answers();
        arithmetic();
        reductions();
        shaping();
        networks();
    }

    private ArrayCalls() {}

    /** Answers one call. */
    static Object call(RecordedArray self, Object proxy, Method method, Object[] arguments) throws Throwable {
        Call call = CALLS.get(signature(method));
        if (call != null) {
            return call.run(self, arguments);
        }
        // Before what has a default, or a read would be named after the call that the default leads to.
        if (isRead(method)) {
            throw new UntraceableException(
                    method.getName()
                            + " reads values, and a graph has none before it runs: compute with comparisons, where and the like,"
                            + " give what decides as an input, and make arrays by the manager of an input, so that they record too");
        }
        if (method.getReturnType() == void.class) {
            throw new UntraceableException(method.getName()
                    + " changes an array in place: use where, scatter or concat, which make a new one");
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new UntraceableException("no operation is declared for " + signature(method)
                + ": write it in terms of calls that have one, or declare it in org.paperzoo.zoo.graph.operations");
    }

    /** Whether a call gives elements to Java: {@code toFloatArray}, {@code getFloat}, {@code contentEquals} and so on. */
    private static boolean isRead(Method method) {
        Class<?> result = method.getReturnType();
        boolean ofShape = SHAPE_QUESTIONS.contains(method.getName());
        return !ofShape
                && method.getDeclaringClass() != Object.class
                && (result.isPrimitive() && result != void.class
                        || result.isArray() && !NDArray.class.isAssignableFrom(result.getComponentType())
                        || Number.class.isAssignableFrom(result)
                        || Buffer.class.isAssignableFrom(result)
                        || result == String.class);
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    private static void answers() {
        CALLS.put("getShape()", (self, given) -> self.entry().shape());
        CALLS.put("getDataType()", (self, given) -> self.array().getDataType());
        CALLS.put("getDevice()", (self, given) -> self.array().getDevice());
        CALLS.put("getName()", (self, given) -> self.array().getName());
        CALLS.put("getUid()", (self, given) -> self.array().getUid());
        CALLS.put("getSparseFormat()", (self, given) -> self.array().getSparseFormat());
        CALLS.put("getManager()", (self, given) -> RecordedCreation.beside(self));
        CALLS.put("getNDArrayInternal()", (self, given) -> self.extended());
        CALLS.put("getArray()", (self, given) -> self.self());
        CALLS.put("isReleased()", (self, given) -> false);
        CALLS.put("hashCode()", (self, given) -> System.identityHashCode(self));
        CALLS.put("equals(Object)", (self, given) -> self.self() == given[0]);
        CALLS.put("toString()", (self, given) -> self.toString());
        CALLS.put("hasGradient()", (self, given) -> false);
        CALLS.put("setRequiresGradient(boolean)", (self, given) -> null);
        CALLS.put("setName(String)", (self, given) -> null);
        // The recording's manager owns all arrays of the run until the graph is made.
        CALLS.put("close()", (self, given) -> null);
        CALLS.put("attach(NDManager)", (self, given) -> null);
        CALLS.put("detach()", (self, given) -> null);
        CALLS.put("tempAttach(NDManager)", (self, given) -> null);
        CALLS.put("stopGradient()", (self, given) -> self.self());
        CALLS.put("duplicate()", (self, given) -> self.self());
        CALLS.put("toDevice(Device,boolean)", (self, given) -> self.self());
    }

    private static void arithmetic() {
        binary("add", Arithmetic.ADD);
        binary("sub", Arithmetic.SUB);
        binary("mul", Arithmetic.MUL);
        binary("div", Arithmetic.DIV);
        binary("pow", Arithmetic.POW);
        operands("minimum", Arithmetic.MINIMUM);
        operands("maximum", Arithmetic.MAXIMUM);
        operands("eq", Arithmetic.EQ);
        operands("neq", Arithmetic.NEQ);
        operands("lt", Arithmetic.LT);
        operands("lte", Arithmetic.LTE);
        operands("gt", Arithmetic.GT);
        operands("gte", Arithmetic.GTE);
        operands("logicalAnd", Arithmetic.AND);
        operands("logicalOr", Arithmetic.OR);
        operands("logicalXor", Arithmetic.XOR);
        unary("logicalNot", Arithmetic.NOT);
        unary("neg", Arithmetic.NEG);
        unary("abs", Arithmetic.ABS);
        unary("exp", Arithmetic.EXP);
        unary("log", Arithmetic.LOG);
        unary("sqrt", Arithmetic.SQRT);
        unary("square", Arithmetic.SQUARE);
        unary("floor", Arithmetic.FLOOR);
        unary("ceil", Arithmetic.CEIL);
        unary("round", Arithmetic.ROUND);
        unary("sign", Arithmetic.SIGN);
        unary("sin", Arithmetic.SIN);
        unary("cos", Arithmetic.COS);
        unary("tanh", Arithmetic.TANH);
        unary("erf", Arithmetic.ERF);
        unary("relu", Arithmetic.RELU);
        unary("sigmoid", Arithmetic.SIGMOID);
        unary("softPlus", Arithmetic.SOFTPLUS);
        unary("selu", Arithmetic.SELU);
        unary("gelu", Arithmetic.GELU);
        CALLS.put("swish(float)", (self, given) -> self.apply(Arithmetic.SWISH, Attributes.of("beta", given[0])));
        CALLS.put("elu(float)", (self, given) -> self.apply(Arithmetic.ELU, Attributes.of("alpha", given[0])));
        CALLS.put(
                "leakyRelu(float)",
                (self, given) -> self.apply(Arithmetic.LEAKY_RELU, Attributes.of("alpha", given[0])));
        CALLS.put(
                "where(NDArray,NDArray)",
                (self, given) -> self.recording()
                        .apply(
                                Arithmetic.WHERE,
                                List.of((NDArray) given[0], self.self(), (NDArray) given[1]),
                                Attributes.NONE)
                        .get(0));
        CALLS.put(
                "clip(Number,Number)",
                (self, given) -> self.self().maximum((Number) given[0]).minimum((Number) given[1]));
        CALLS.put(
                "toType(DataType,boolean)",
                (self, given) -> self.array().getDataType() == given[0]
                        ? self.self()
                        : self.apply(Arithmetic.CAST, Attributes.of("type", given[0])));
    }

    /** An operation and its form in place, which DJL names with an i at the end. */
    private static void binary(String name, Operation operation) {
        operands(name, operation);
        CALLS.put(name + "i(NDArray)", (self, given) -> self.become(ofArrays(self, operation, given)));
        CALLS.put(name + "i(Number)", (self, given) -> self.become(withNumber(self, operation, given)));
    }

    private static void operands(String name, Operation operation) {
        CALLS.put(name + "(NDArray)", (self, given) -> ofArrays(self, operation, given));
        CALLS.put(name + "(Number)", (self, given) -> withNumber(self, operation, given));
    }

    private static NDArray ofArrays(RecordedArray self, Operation operation, Object[] given) {
        return self.apply(operation, Attributes.NONE, (NDArray) given[0]);
    }

    private static NDArray withNumber(RecordedArray self, Operation operation, Object[] given) {
        return self.apply(operation, Attributes.of(Arithmetic.NUMBER, ((Number) given[0]).doubleValue()));
    }

    private static void unary(String name, Operation operation) {
        CALLS.put(name + "()", (self, given) -> self.apply(operation, Attributes.NONE));
    }

    private static void reductions() {
        reduction("sum", Reductions.SUM);
        reduction("mean", Reductions.MEAN);
        reduction("max", Reductions.MAX);
        reduction("min", Reductions.MIN);
        CALLS.put("cumSum(int)", (self, given) -> self.apply(Reductions.CUMULATIVE_SUM, axis(self, given[0])));
        CALLS.put("argMax(int)", (self, given) -> self.apply(Reductions.ARG_MAX, axis(self, given[0])));
        CALLS.put("argMin(int)", (self, given) -> self.apply(Reductions.ARG_MIN, axis(self, given[0])));
        CALLS.put("softmax(int)", (self, given) -> self.apply(Reductions.SOFTMAX, axis(self, given[0])));
        CALLS.put("logSoftmax(int)", (self, given) -> self.apply(Reductions.LOG_SOFTMAX, axis(self, given[0])));
        CALLS.put(
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

    private static void reduction(String name, Operation operation) {
        CALLS.put(name + "()", (self, given) -> self.apply(operation, Attributes.NONE));
        CALLS.put(name + "(int[],boolean)", (self, given) -> {
            int[] axes = ((int[]) given[0]).clone();
            for (int i = 0; i < axes.length; i++) {
                axes[i] = axisOf(self, axes[i]);
            }
            return self.apply(operation, Attributes.of("axes", axes, "keep", given[1]));
        });
    }

    private static void shaping() {
        CALLS.put("reshape(Shape)", (self, given) -> self.view(Shaping.RESHAPE, shape(given[0])));
        CALLS.put("broadcast(Shape)", (self, given) -> self.view(Shaping.BROADCAST, shape(given[0])));
        CALLS.put("flatten()", (self, given) -> self.view(Shaping.RESHAPE, shape(new Shape(-1))));
        CALLS.put("transpose(int[])", (self, given) -> self.view(Shaping.TRANSPOSE, Attributes.of("axes", given[0])));
        CALLS.put("transpose()", (self, given) -> {
            int rank = self.entry().shape().dimension();
            int[] axes = new int[rank];
            Arrays.setAll(axes, axis -> rank - 1 - axis);
            return self.view(Shaping.TRANSPOSE, Attributes.of("axes", axes));
        });
        CALLS.put("expandDims(int)", (self, given) -> {
            int axis = (Integer) given[0];
            int place = axis < 0 ? axis + self.entry().shape().dimension() + 1 : axis;
            return self.view(Shaping.EXPAND_DIMS, Attributes.of("axis", place));
        });
        CALLS.put("squeeze(int)", (self, given) -> self.view(Shaping.SQUEEZE, axis(self, given[0])));
        CALLS.put("squeeze(int[])", (self, given) -> {
            int[] axes = ((int[]) given[0]).clone();
            Arrays.sort(axes);
            NDArray squeezed = self.self();
            for (int i = axes.length - 1; i >= 0; i--) {
                squeezed = squeezed.squeeze(axes[i]);
            }
            return squeezed;
        });
        CALLS.put("concat(NDList,int)", (self, given) -> joined(self, Shaping.CONCAT, given, axisOf(self, given[1])));
        CALLS.put("stack(NDList,int)", (self, given) -> joined(self, Shaping.STACK, given, (Integer) given[1]));
        CALLS.put("get(NDIndex)", (self, given) -> RecordedIndex.get(self, (NDIndex) given[0]));
        CALLS.put("get(NDManager,NDIndex)", (self, given) -> RecordedIndex.get(self, (NDIndex) given[1]));
        CALLS.put(
                "split(long[],int)", (self, given) -> RecordedIndex.split(self, (long[]) given[0], (Integer) given[1]));
        CALLS.put("flip(int[])", (self, given) -> self.apply(Shaping.FLIP, Attributes.of("axes", given[0])));
        CALLS.put(
                "gather(NDArray,int)",
                (self, given) -> self.apply(Shaping.GATHER, axis(self, given[1]), (NDArray) given[0]));
        CALLS.put(
                "scatter(NDArray,NDArray,int)",
                (self, given) ->
                        self.apply(Shaping.SCATTER, axis(self, given[2]), (NDArray) given[0], (NDArray) given[1]));
        CALLS.put("zerosLike()", (self, given) -> filledLike(self, 0));
        CALLS.put("onesLike()", (self, given) -> filledLike(self, 1));
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

    private static void networks() {
        CALLS.put("matMul(NDArray)", (self, given) -> self.apply(Networks.MATMUL, Attributes.NONE, (NDArray) given[0]));
        CALLS.put(
                "batchMatMul(NDArray)",
                (self, given) -> self.apply(Networks.MATMUL, Attributes.NONE, (NDArray) given[0]));
        CALLS.put(
                "linear(NDArray,NDArray,NDArray)",
                (self, given) -> applied(self, Networks.LINEAR, Attributes.NONE, given, 3));
        CALLS.put(
                "embedding(NDArray,NDArray,SparseFormat)",
                (self, given) -> applied(self, Networks.EMBEDDING, Attributes.NONE, given, 2));
        CALLS.put(
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
        CALLS.put("batchNorm(NDArray,NDArray,NDArray,NDArray,NDArray,int,float,float,boolean)", (self, given) -> {
            if ((Boolean) given[8]) {
                throw new UntraceableException("batch normalisation that trains cannot be written as a graph");
            }
            return applied(self, Networks.BATCH_NORM, Attributes.of("epsilon", given[7]), given, 5);
        });
        CALLS.put(
                "layerNorm(NDArray,Shape,NDArray,NDArray,float)",
                (self, given) -> applied(
                        self,
                        Networks.LAYER_NORM,
                        Attributes.of("shape", lengths(given[1]), "epsilon", given[4]),
                        new Object[] {given[0], given[2], given[3]},
                        3));
        CALLS.put("maxPool(Shape,Shape,Shape,boolean)", (self, given) -> self.apply(Networks.MAX_POOL, window(given)));
        CALLS.put(
                "avgPool(Shape,Shape,Shape,boolean,boolean)",
                (self, given) -> self.apply(
                        Networks.AVG_POOL,
                        Attributes.of(
                                "kernel", lengths(given[0]),
                                "strides", lengths(given[1]),
                                "paddings", lengths(given[2]),
                                "ceil", given[3],
                                "countPadding", given[4])));
        CALLS.put(
                "interpolation(long[],int,boolean)",
                (self, given) -> self.apply(
                        Networks.INTERPOLATE,
                        Attributes.of("sizes", given[0], "mode", mode((Integer) given[1]), "alignCorners", given[2])));
    }

    private static String mode(int number) {
        return switch (number) {
            case 0 -> "nearest";
            case 2 -> "linear";
            case 3 -> "cubic";
            default ->
                throw new UntraceableException("interpolation mode " + number + " has no operation; 0 (nearest), 2"
                        + " (bilinear) and 3 (bicubic) have");
        };
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

    private static Attributes axis(RecordedArray self, Object axis) {
        return Attributes.of("axis", axisOf(self, axis));
    }

    /** An axis counted from the front. */
    private static int axisOf(RecordedArray self, Object axis) {
        int given = (Integer) axis;
        return given < 0 ? given + self.entry().shape().dimension() : given;
    }

    private static Attributes shape(Object shape) {
        return Attributes.of("shape", lengths(shape));
    }

    private static long[] lengths(Object shape) {
        return ((Shape) shape).getShape();
    }
}
