package org.paperzoo.zoo.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.initializer.UniformInitializer;

/** The initial values that reference implementations give their parameters before training. */
public final class InitialValues {

    private InitialValues() {}

    /** Uniform in [-bound, bound]. */
    public static Initializer uniform(double bound) {
        return new UniformInitializer((float) bound);
    }

    /** Uniform in [0, 1). */
    public static Initializer uniformUnit() {
        return (manager, shape, type) -> manager.randomUniform(0, 1, shape, type);
    }

    /** Normal with mean 0. */
    public static Initializer normal(double standardDeviation) {
        return new NormalInitializer((float) standardDeviation);
    }

    /**
     * What PyTorch gives a linear or convolutional layer, weight and bias alike: uniform in ±1/sqrt(fanIn)
     * (torch/nn/modules/linear.py, {@code reset_parameters}: Kaiming uniform with a = sqrt(5)).
     */
    public static Initializer torchDefault(long fanIn) {
        return uniform(1 / Math.sqrt(fanIn));
    }

    /** Uniform in ±sqrt(6 / (fanIn + fanOut)) (Glorot and Bengio 2010). */
    public static Initializer xavierUniform(long fanIn, long fanOut) {
        return uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    }

    public static Initializer zeros() {
        return Initializer.ZEROS;
    }

    public static Initializer ones() {
        return Initializer.ONES;
    }

    public static Initializer constant(double value) {
        return new ConstantInitializer((float) value);
    }

    /** A 64-bit integer zero, whatever type the network computes in: PyTorch's {@code num_batches_tracked}. */
    public static Initializer counter() {
        return (manager, shape, type) -> manager.zeros(shape, DataType.INT64);
    }

    /** Values computed by the network itself in row-major order, such as a sinusoid table. */
    public static Initializer values(float[] values) {
        return (manager, shape, type) -> {
            var array = manager.create(values, shape);
            return type == DataType.FLOAT32 ? array : array.toType(type, false);
        };
    }
}
