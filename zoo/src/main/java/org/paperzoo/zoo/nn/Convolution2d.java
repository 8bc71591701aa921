package org.paperzoo.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;

/**
 * A convolution of pictures {@code [N, in, H, W]}, weight {@code [out, in / groups, kernel, kernel]} as PyTorch stores it.
 * There is one group, or as many as channels (a depthwise convolution).
 */
public final class Convolution2d extends NamedBlock {

    /**
     * The shape of a convolution with square kernels.
     *
     * @param in channels read
     * @param out channels written
     * @param kernel height and width of the kernel
     * @param stride step of the kernel in both directions
     * @param padding zeros added at each of the four borders
     * @param dilation distance between neighbouring taps of the kernel
     */
    public record Form(long in, long out, int kernel, int stride, int padding, int dilation) {

        /** A kernel of odd size that moves by one and keeps height and width. */
        public static Form same(long in, long out, int kernel) {
            return new Form(in, out, kernel, 1, kernel / 2, 1);
        }
    }

    private final Parameter weight;
    private final Parameter bias;
    private final Shape stride;
    private final Shape padding;
    private final Shape dilation;
    private final int groups;

    private Convolution2d(Form form, int groups, Initializer initial, Initializer initialBias) {
        weight = weight("weight", initial, form.out(), form.in() / groups, form.kernel(), form.kernel());
        bias = initialBias == null ? null : weight("bias", initialBias, form.out());
        stride = new Shape(form.stride(), form.stride());
        padding = new Shape(form.padding(), form.padding());
        dilation = new Shape(form.dilation(), form.dilation());
        this.groups = groups;
    }

    /** A convolution with bias. */
    public static Convolution2d of(Form form, Initializer initial, Initializer initialBias) {
        return new Convolution2d(form, 1, initial, initialBias);
    }

    /** A convolution with bias and PyTorch's initial values. */
    public static Convolution2d of(Form form) {
        Initializer initial = InitialValues.torchDefault(form.in() * form.kernel() * form.kernel());
        return new Convolution2d(form, 1, initial, initial);
    }

    /** A convolution without bias. */
    public static Convolution2d withoutBias(Form form, Initializer initial) {
        return new Convolution2d(form, 1, initial, null);
    }

    /**
     * A convolution of each channel by itself.
     *
     * @param form writes as many channels as it reads
     * @param initialBias null for none
     */
    public static Convolution2d depthwise(Form form, Initializer initial, Initializer initialBias) {
        if (form.in() != form.out()) {
            throw new IllegalArgumentException(
                    "a depthwise convolution writes the " + form.in() + " channels that it reads, not " + form.out());
        }
        return new Convolution2d(form, Math.toIntExact(form.in()), initial, initialBias);
    }

    /** {@code [N, in, H, W] -> [N, out, H', W']}, H' = ⌊(H + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1. */
    public NDArray forward(Pass pass, NDArray x) {
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        pass.value(weight),
                        bias == null ? null : pass.value(bias),
                        stride,
                        padding,
                        dilation,
                        groups)
                .singletonOrThrow();
    }
}
