package org.paperzoo.zoo.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One forward pass: where parameters' values come from, whether it trains, and how native memory is freed on the way. It
 * is handed from block to block as their first argument.
 */
public final class Pass {

    private final Function<Parameter, NDArray> values;
    private final boolean training;
    private final boolean scopes;

    private Pass(Function<Parameter, NDArray> values, boolean training, boolean scopes) {
        this.values = values;
        this.training = training;
        this.scopes = scopes;
    }

    /** A pass that reads the parameters where they are, without training. */
    public static Pass inference() {
        return new Pass(Parameter::getArray, false, true);
    }

    /** A training pass over the parameters where they are: dropout is active and running statistics move. */
    public static Pass training() {
        return new Pass(Parameter::getArray, true, true);
    }

    /**
     * A pass whose arrays record what is done with them. What it computes lives until the recording ends.
     *
     * @param values the recording array that stands for a parameter
     */
    public static Pass recording(Function<Parameter, NDArray> values) {
        return new Pass(values, false, false);
    }

    /**
     * A pass that DJL starts. Parameters that lie on another device are copied through the store before any scope opens:
     * a scope would close the copies that the store keeps.
     */
    static Pass over(ParameterStore store, NamedBlock block, Device device, boolean training) {
        Function<Parameter, NDArray> values = parameter -> {
            NDArray array = parameter.getArray();
            return array.getDevice().equals(device) ? array : store.getValue(parameter, device, training);
        };
        Pass pass = new Pass(values, training, true);
        if (block.device().filter(own -> !own.equals(device)).isPresent()) {
            block.getParameters().values().forEach(pass::value);
        }
        return pass;
    }

    /** Whether this pass trains: dropout drops, batch normalisation uses the batch's statistics. */
    public boolean isTraining() {
        return training;
    }

    /** The values of a parameter on this pass's device. They belong to the model: never close or change them. */
    public NDArray value(Parameter parameter) {
        return values.apply(parameter);
    }

    /**
     * Multiplies by a number. While training the number is an array of the engine's own: DJL makes one over memory of
     * Java's, frees it at once, and autograd, which keeps the factor for the way back, would read what is no longer there.
     */
    public NDArray scale(NDArray x, float factor) {
        if (!training) {
            return x.mul(factor);
        }
        return x.mul(x.getManager().full(new Shape(1), factor, x.getDataType()));
    }

    /**
     * Numbers of Java's as an array. While training it is a copy of the engine's own: DJL's lies in memory of Java's, which
     * is freed some time after its scope has closed, and autograd, which may keep it for the way back, would read whatever is
     * there by then.
     *
     * @param manager of the arrays that it is computed with
     */
    public NDArray constant(NDManager manager, float[] numbers, Shape shape) {
        NDArray borrowed = manager.create(numbers, shape);
        if (!training) {
            return borrowed;
        }
        try (borrowed) {
            return borrowed.duplicate();
        }
    }

    /** Drops elements with probability {@code rate} and scales the others while training; otherwise returns the input. */
    public NDArray dropout(NDArray x, float rate) {
        if (!training || rate <= 0) {
            return x;
        }
        return DropoutMask.suits(x, rate)
                ? x.mul(DropoutMask.draw(x, rate))
                : x.getNDArrayInternal().dropout(x, rate, true).singletonOrThrow();
    }

    /**
     * Runs one stretch of a forward (a layer, say) and closes every array made in it but the result, whatever manager it
     * hangs on. While training, autograd keeps what it needs; only the handles are closed. So arrays of Java's numbers
     * that gradients pass by come from {@link #constant}.
     *
     * @param body computes the result; must return an array that it made, not one it was given
     */
    public NDArray scoped(Supplier<NDArray> body) {
        if (!scopes) {
            return body.get();
        }
        NDArray result;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = body.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }

    /**
     * Replaces a state by what a layer makes of it: as {@link #scoped}, and closes the state, so that a stack of layers
     * holds one state at a time.
     *
     * @param state an array of this forward's own making: not an input, not a parameter
     */
    public NDArray replace(NDArray state, UnaryOperator<NDArray> layer) {
        NDArray result = scoped(() -> layer.apply(state));
        state.close();
        return result;
    }

    /** As {@link #scoped}, for several results. */
    public NDList scopedList(Supplier<NDList> body) {
        if (!scopes) {
            return body.get();
        }
        NDList results;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            results = body.get();
            NDScope.unregister(results);
        }
        results.forEach(NDScope::register);
        return results;
    }
}
