package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.paperzoo.zoo.graph.operations.Shaping;

/** The manager of a recorded array: it records the arrays that it makes by rule, and holds those made of values as constants. */
final class RecordedCreation implements InvocationHandler {

    private static final Class<?>[] MANAGER = {NDManager.class};

    private final RecordedArray beside;

    private RecordedCreation(RecordedArray beside) {
        this.beside = beside;
    }

    /** A manager whose arrays live on the array's device. */
    static NDManager beside(RecordedArray array) {
        return (NDManager)
                Proxy.newProxyInstance(RecordedCreation.class.getClassLoader(), MANAGER, new RecordedCreation(array));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        return switch (method.getName()) {
            case "zeros" -> full((Shape) given[0], 0, type(given));
            case "ones" -> full((Shape) given[0], 1, type(given));
            case "full" -> full((Shape) given[0], ((Number) given[1]).doubleValue(), typeOfFull(given));
            case "arange" -> arange(method, given);
            case "eye" -> eye(given);
            case "linspace" -> linspace(given);
            case "create" -> create(method, given);
            case "from" -> given[0];
            case "getDevice", "defaultDevice", "getEngine", "isOpen", "getName" -> call(method, given);
            case "newSubManager" -> proxy;
            case "close", "setName", "cap", "attachInternal", "detachInternal", "tempAttachInternal" -> null;
            case "hashCode" -> System.identityHashCode(this);
            case "equals" -> proxy == given[0];
            case "toString" -> "manager beside " + beside;
            default ->
                throw new UntraceableException(
                        "a manager's " + method.getName()
                                + " has no operation: arrays of a graph are made by zeros, ones, full, arange, linspace, eye or create");
        };
    }

    private NDArray full(Shape shape, double value, DataType type) {
        return beside.apply(
                Shaping.FULL,
                Attributes.of(
                        "shape", shape.getShape(), "value", value, "type", type == null ? DataType.FLOAT32 : type));
    }

    private static DataType type(Object[] given) {
        return given.length > 1 ? (DataType) given[1] : null;
    }

    /** {@code (shape, number)}, perhaps with a type; DJL makes whole numbers of a whole one. */
    private static DataType typeOfFull(Object[] given) {
        if (given.length > 2) {
            return (DataType) given[2];
        }
        return given[1] instanceof Integer ? DataType.INT32 : DataType.FLOAT32;
    }

    /** {@code (stop)}, {@code (start, stop)} or {@code (start, stop, step)}, then perhaps a type and a device. */
    private NDArray arange(Method method, Object[] given) {
        int numbers =
                (int) Arrays.stream(given).filter(Number.class::isInstance).count();
        boolean whole = method.getParameterTypes()[0] == int.class;
        DataType type = given.length > numbers ? (DataType) given[numbers] : whole ? DataType.INT32 : DataType.FLOAT32;
        return range(
                numbers == 1 ? 0 : ((Number) given[0]).doubleValue(),
                ((Number) given[numbers == 1 ? 0 : 1]).doubleValue(),
                numbers < 3 ? 1 : ((Number) given[2]).doubleValue(),
                type);
    }

    private NDArray range(double start, double stop, double step, DataType type) {
        return beside.apply(Shaping.ARANGE, Attributes.of("start", start, "stop", stop, "step", step, "type", type));
    }

    /** {@code (rows)}, {@code (rows, diagonal)} or {@code (rows, columns, diagonal)}, the last perhaps with a type. */
    private NDArray eye(Object[] given) {
        int rows = (Integer) given[0];
        int columns = given.length < 3 ? rows : (Integer) given[1];
        int diagonal = given.length < 2 ? 0 : (Integer) given[given.length < 3 ? 1 : 2];
        if (diagonal != 0) {
            throw new UntraceableException("eye beside the main diagonal: PyTorch's has none; compare ranges");
        }
        DataType type = given.length < 4 ? DataType.FLOAT32 : (DataType) given[3];
        NDArray down = range(0, rows, 1, DataType.INT64).expandDims(1);
        return down.eq(range(0, columns, 1, DataType.INT64)).toType(type, false);
    }

    /** {@code (start, stop, number)}, perhaps with whether the stop is the last. */
    private NDArray linspace(Object[] given) {
        if (given.length > 3 && !(Boolean) given[3]) {
            throw new UntraceableException("linspace without its end: PyTorch's always has it; use arange");
        }
        double start = ((Number) given[0]).doubleValue();
        double stop = ((Number) given[1]).doubleValue();
        int number = (Integer) given[2];
        NDArray places = range(0, number, 1, DataType.FLOAT32);
        // As an array, so that one place, without a step to divide by, is right at run time too.
        NDArray steps = full(new Shape(1), number - 1, DataType.FLOAT32).maximum(1);
        return places.mul(stop - start).div(steps).add(start);
    }

    private NDArray create(Method method, Object[] given) throws Throwable {
        if (given[0] instanceof Shape) {
            throw new UntraceableException("an array is made without values: use zeros");
        }
        return beside.recording().constant((NDArray) call(method, given));
    }

    private Object call(Method method, Object[] given) throws Throwable {
        try {
            return method.invoke(beside.recording().manager(), given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
