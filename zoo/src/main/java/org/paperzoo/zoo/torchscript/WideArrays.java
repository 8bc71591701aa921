package org.paperzoo.zoo.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** What a method gives in a type that DJL may not know. */
public final class WideArrays {

    private WideArrays() {}

    /**
     * An array of floating-point numbers as float32. To ask a bfloat16 array for its type ends the process, so this does
     * not ask; the array that was given is closed.
     */
    public static NDArray of(NDArray array) {
        PtNDArray narrow = TorchScriptModule.requireNative(array);
        try (narrow) {
            return JniUtils.to(narrow, DataType.FLOAT32, narrow.getDevice());
        }
    }
}
