package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/** Which calls of DJL's arrays become which operations, and which are refused. */
final class ArrayCalls {

    /** What a call does with a recording array. */
    @FunctionalInterface
    interface Call {
        Object run(RecordedArray self, Object[] arguments);
    }

    private static final Map<String, Call> CALLS = new HashMap<>();

    /** Calls that give numbers or truth values which follow from shape and type alone. */
    private static final Set<String> SHAPE_QUESTIONS =
            Set.of("size", "isEmpty", "isScalar", "isSparse", "isReleased", "hasGradient", "shapeEquals");

    /** Calls that give arrays whose shapes follow from what an array holds. */
    private static final Set<String> SHAPED_BY_VALUES = Set.of("booleanMask", "nonzero", "unique");

    static {
        answers();
        ElementCalls.declare(CALLS);
        AxisCalls.declare(CALLS);
        ShapeCalls.declare(CALLS);
        LayerCalls.declare(CALLS);
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
        if (method.getReturnType() == void.class || method.getName().equals("put")) {
            throw new UntraceableException(method.getName()
                    + " changes an array in place: use scatter, where or concat, which make a new one");
        }
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        throw new UntraceableException("no operation is declared for " + signature(method)
                + ": write it in terms of calls that have one, or declare it in org.paperzoo.zoo.graph.operations");
    }

    /** Whether a call gives elements to Java ({@code toFloatArray}, {@code getFloat}, …), or an array shaped by them. */
    private static boolean isRead(Method method) {
        Class<?> result = method.getReturnType();
        if (SHAPED_BY_VALUES.contains(method.getName())) {
            return true;
        }
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
        // The same value, but an array of its own: a change of it in place is not seen in the other.
        CALLS.put("duplicate()", (self, given) -> RecordedArray.of(self.recording(), self.entry()));
        CALLS.put("toDevice(Device,boolean)", (self, given) -> self.self());
        CALLS.put(
                "record(ScriptOperator,List,Map)",
                (self, given) -> OperatorCalls.record(
                        self.recording(), (ScriptOperator) given[0], operands(given[1]), settings(given[2])));
    }

    @SuppressWarnings("unchecked") // the parameters of Recorder.record, which reflection hands over
    private static List<NDArray> operands(Object given) {
        return (List<NDArray>) given;
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> settings(Object given) {
        return (Map<String, Object>) given;
    }

    static Attributes axis(RecordedArray self, Object axis) {
        return Attributes.of("axis", axisOf(self, axis));
    }

    /** An axis counted from the front. */
    static int axisOf(RecordedArray self, Object axis) {
        int given = (Integer) axis;
        int rank = self.entry().shape().dimension();
        if (given < -rank || given >= Math.max(rank, 1)) {
            throw new IllegalArgumentException("an array " + self.entry().shape() + " has no axis " + given);
        }
        return given < 0 ? given + rank : given;
    }

    /** Axes counted from the front. */
    static int[] axesOf(RecordedArray self, Object axes) {
        return Arrays.stream((int[]) axes).map(axis -> axisOf(self, axis)).toArray();
    }

    static Attributes shape(Object shape) {
        return Attributes.of("shape", lengths(shape));
    }

    static long[] lengths(Object shape) {
        return ((Shape) shape).getShape();
    }
}
