package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.torchscript.ScriptOperator;

/**
 * An array that records what is done with it. DJL's interface has some two hundred methods, most of which no graph can
 * hold, so the array is a proxy: {@link ArrayCalls} says which calls become operations, calls with a default in terms of
 * others are left to it, and the rest is refused by name.
 */
final class RecordedArray implements InvocationHandler {

    private static final Class<?>[] ARRAY = {NDArray.class, ScriptOperator.Recorder.class};
    private static final Class<?>[] EXTENDED = {NDArrayEx.class};

    private final Recording recording;
    private final NDArray self;
    private final NDArrayEx extended;
    private Recording.Entry entry;
    private boolean shared;

    private RecordedArray(Recording recording, Recording.Entry entry) {
        this.recording = recording;
        this.entry = entry;
        ClassLoader loader = RecordedArray.class.getClassLoader();
        self = (NDArray) Proxy.newProxyInstance(loader, ARRAY, this);
        extended = (NDArrayEx) Proxy.newProxyInstance(loader, EXTENDED, this);
    }

    static NDArray of(Recording recording, Recording.Entry entry) {
        return new RecordedArray(recording, entry).self;
    }

    /** What is behind an array, or null where it does not record. */
    static RecordedArray behind(NDArray array) {
        return array != null
                        && Proxy.isProxyClass(array.getClass())
                        && Proxy.getInvocationHandler(array) instanceof RecordedArray recorded
                ? recorded
                : null;
    }

    NDArray self() {
        return self;
    }

    NDArrayEx extended() {
        return extended;
    }

    Recording recording() {
        return recording;
    }

    Recording.Entry entry() {
        return entry;
    }

    /** Its array in this run. */
    NDArray array() {
        return entry.array();
    }

    NDArray apply(Operation operation, Attributes attributes, NDArray... others) {
        List<NDArray> inputs = new ArrayList<>();
        inputs.add(self);
        inputs.addAll(Arrays.asList(others));
        return recording.apply(operation, inputs, attributes).get(0);
    }

    /** As {@link #apply}, for a result that shares this array's memory. */
    NDArray view(Operation operation, Attributes attributes) {
        NDArray result = apply(operation, attributes);
        shared = true;
        behind(result).shared = true;
        return result;
    }

    /** Lets this array stand for another value from now on: what a change in place means. */
    NDArray become(NDArray other) {
        if (shared || entry.origin() != Recording.Origin.OPERATION) {
            throw new UntraceableException("an array is changed in place that others may share ("
                    + (entry.origin() == Recording.Origin.OPERATION ? "a view" : entry.name())
                    + "): use the call that makes a new array, such as add for addi");
        }
        entry = behind(other).entry;
        return self;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return ArrayCalls.call(this, proxy, method, arguments == null ? new Object[0] : arguments);
    }

    @Override
    public String toString() {
        return "recorded " + entry.array().getDataType() + entry.shape();
    }
}
