package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Activation functions, under the names that configuration files give them. */
public enum Activation {
    RELU("relu") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x.getNDArrayInternal().relu();
        }
    },
    /** Exact: x · Φ(x). */
    GELU("gelu") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x.getNDArrayInternal().gelu();
        }
    },
    /** The tanh approximation of GPT-2 and T5 v1.1 ({@code gelu_new}): differs from the exact one by up to 5e-4. */
    GELU_TANH("gelu_new") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            NDArray cubic = pass.scale(x.mul(x), 0.044715f).add(1f).mul(x); // x + 0.044715 x³
            NDArray curve = pass.scale(cubic, (float) Math.sqrt(2 / Math.PI)).tanh();
            return pass.scale(curve.add(1f).mul(x), 0.5f);
        }
    },
    SILU("silu") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return swish(pass, x, 1f);
        }
    },
    TANH("tanh") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x.tanh();
        }
    },
    SIGMOID("sigmoid") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x.getNDArrayInternal().sigmoid();
        }
    },
    /** x · sigmoid(1.702 x), an approximation of GELU. */
    GELU_SIGMOID("quick_gelu") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return swish(pass, x, 1.702f);
        }
    },
    /** x itself. */
    LINEAR("linear") {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x;
        }
    };

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /** {@code x · sigmoid(beta x)}. While training, DJL's own would leave autograd a number that is gone: see {@link Pass#scale}. */
    private static NDArray swish(Pass pass, NDArray x, float beta) {
        return pass.isTraining()
                ? pass.scale(x, beta).getNDArrayInternal().sigmoid().mul(x)
                : x.getNDArrayInternal().swish(beta);
    }

    /** The function, element by element. */
    public abstract NDArray apply(Pass pass, NDArray x);

    /** The name in configuration files. */
    public String label() {
        return label;
    }

    /** Finds a function by its name in configuration files. */
    public static Optional<Activation> named(String label) {
        return Arrays.stream(values())
                .filter(activation -> activation.label.equals(canonical(label)))
                .findFirst();
    }

    /** Configuration files have several names for the same function. */
    private static String canonical(String label) {
        return switch (label) {
            case "swish" -> "silu";
            case "gelu_python" -> "gelu";
            case "gelu_fast", "gelu_pytorch_tanh", "gelu_accurate" -> "gelu_new";
            case "identity" -> "linear";
            default -> label;
        };
    }

    /** All names, for messages. */
    public static String labels() {
        return Arrays.stream(values()).map(Activation::label).collect(Collectors.joining(", "));
    }
}
