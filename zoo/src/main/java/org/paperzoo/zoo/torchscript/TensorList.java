package org.paperzoo.zoo.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/**
 * A TorchScript {@code List[Tensor]} that lives in native memory from one call to the next, such as the keys and values of
 * a decoding. Lists are references: a method that is given this one may change what it holds (append, set an item), and
 * the next call sees the change, without a single array coming to Java. The tensors stay until the list is closed, unless
 * something else holds them too.
 *
 * <p>Calls that change a list must not run at the same time as others that use it.
 */
public final class TensorList implements AutoCloseable {

    private final IValue value;

    private TensorList(IValue value) {
        this.value = value;
    }

    /** A list of the given tensors, which it shares with the arrays; a list of none is good to be filled by a method. */
    public static TensorList of(NDArray... arrays) {
        return new TensorList(fromArrays(arrays));
    }

    /** Takes over what a method gave back; frees it if it is no list of tensors. */
    static TensorList owning(IValue value, String method) {
        if (!value.isTensorList()) {
            value.close();
            throw new IllegalArgumentException(method + " gives no List[Tensor]");
        }
        return new TensorList(value);
    }

    static IValue fromArrays(NDArray... arrays) {
        PtNDArray[] tensors = new PtNDArray[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            tensors[i] = TorchScriptModule.requireNative(arrays[i]);
        }
        return IValue.listFrom(tensors);
    }

    /** The tensors as arrays of a manager: they share memory with what the list holds now. */
    public NDList toArrays(NDManager manager) {
        return new NDList(value.toTensorArray(TorchScriptModule.requireNative(manager)));
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
    }
}
