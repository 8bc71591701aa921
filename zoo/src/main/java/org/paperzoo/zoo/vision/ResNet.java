package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Convolution2d.Form;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * ResNet as a detector's backbone (He et al. 2016, arXiv 1512.03385): no classifier, batch normalisation frozen to the
 * statistics of the checkpoint. Parameters carry torchvision's names, which timm shares; the stride of a bottleneck lies
 * in its 3x3 convolution, as in both libraries and unlike the paper.
 */
public final class ResNet extends Backbone {

    /** The published depths. */
    public enum Depth implements Backbone.Design {
        RESNET18(false, 2, 2, 2, 2),
        RESNET34(false, 3, 4, 6, 3),
        RESNET50(true, 3, 4, 6, 3),
        RESNET101(true, 3, 4, 23, 3),
        RESNET152(true, 3, 8, 36, 3);

        private final boolean bottleneck;
        private final int[] blocks;

        Depth(boolean bottleneck, int... blocks) {
            this.bottleneck = bottleneck;
            this.blocks = blocks;
        }

        /** The name in configuration files, such as {@code resnet50}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Channels of the four stages' outputs. */
        @Override
        public int[] widths() {
            int expansion = bottleneck ? BOTTLENECK_EXPANSION : 1;
            return new int[] {64 * expansion, 128 * expansion, 256 * expansion, 512 * expansion};
        }

        @Override
        public ResNet build(int channels, boolean dilated) {
            return new ResNet(this, channels, dilated);
        }

        /** Whether it has blocks of this kind, so many in each stage. */
        boolean matches(boolean ofBottlenecks, List<Integer> blocksOfStages) {
            return bottleneck == ofBottlenecks
                    && Arrays.stream(blocks).boxed().toList().equals(blocksOfStages);
        }

        /** Finds a depth by its name in configuration files. */
        public static Optional<Depth> named(String label) {
            return Arrays.stream(values())
                    .filter(depth -> depth.label().equals(label))
                    .findFirst();
        }

        /** All names, for messages. */
        public static String labels() {
            return Arrays.stream(values()).map(Depth::label).collect(Collectors.joining(", "));
        }
    }

    private static final int BOTTLENECK_EXPANSION = 4;
    private static final int STEM_WIDTH = 64;

    private final Unit stem;
    private final List<List<Residual>> stages = new ArrayList<>();

    /**
     * A backbone.
     *
     * @param dilated whether the last stage keeps the resolution of the one before and spreads its kernels instead ("DC5"):
     *     its stride becomes 1, and the dilation of all its blocks but the first 2
     */
    public ResNet(Depth depth, int channels, boolean dilated) {
        stem = new Unit(
                child("conv1", convolution(new Form(channels, STEM_WIDTH, 7, 2, 3, 1))),
                child("bn1", new FrozenBatchNorm(STEM_WIDTH)));
        int in = STEM_WIDTH;
        for (int stage = 0; stage < depth.blocks.length; stage++) {
            int width = STEM_WIDTH << stage;
            boolean spread = dilated && stage == depth.blocks.length - 1;
            List<Residual> blocks = new ArrayList<>();
            for (int i = 0; i < depth.blocks[stage]; i++) {
                int stride = i == 0 && stage > 0 && !spread ? 2 : 1;
                int dilation = i > 0 && spread ? 2 : 1;
                // Only resnet18/34 have no library's agreement here: torchvision refuses to dilate them; timm, followed
                // here, spreads the first kernel of a block as its predecessor and the second as its stage.
                int secondDilation = spread ? 2 : 1;
                blocks.add(child(
                        "layer" + (stage + 1) + "." + i,
                        depth.bottleneck
                                ? Residual.bottleneck(in, width, stride, dilation)
                                : Residual.basic(in, width, stride, dilation, secondDilation)));
                in = depth.widths()[stage];
            }
            stages.add(blocks);
        }
    }

    /** The feature maps of the four stages: {@code [B, channels, H, W] -> [B, width, ⌈H / s⌉, ⌈W / s⌉]}, s = 4, 8, 16, 32. */
    @Override
    public NDList forwardStages(Pass pass, NDArray pixels) {
        NDArray x = pass.scoped(() -> Activation.RELU
                .apply(pass, stem.forward(pass, pixels)) // [B, 64, H / 2, W / 2]
                .getNDArrayInternal()
                .maxPool(new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false)); // [B, 64, H / 4, W / 4]
        NDList maps = new NDList();
        for (List<Residual> stage : stages) {
            NDArray input = x;
            x = pass.scoped(() -> {
                NDArray y = input;
                for (Residual block : stage) {
                    NDArray before = y;
                    y = block.forward(pass, before);
                    if (before != input && !pass.isTraining()) {
                        before.close();
                    }
                }
                return y;
            });
            maps.add(x);
        }
        return maps;
    }

    private static Convolution2d convolution(Form form) {
        // Kaiming normal over the outputs (torchvision/models/resnet.py).
        return Convolution2d.withoutBias(
                form, InitialValues.normal(Math.sqrt(2.0 / (form.out() * form.kernel() * form.kernel()))));
    }

    /** Two or three convolutions around which the input is carried on. */
    private static final class Residual extends NamedBlock {

        private final List<Unit> units = new ArrayList<>();
        private final Unit downsample;

        private Residual(List<Form> forms, int in, int out, int stride) {
            for (int i = 0; i < forms.size(); i++) {
                units.add(new Unit(
                        child("conv" + (i + 1), convolution(forms.get(i))),
                        child("bn" + (i + 1), new FrozenBatchNorm(forms.get(i).out()))));
            }
            downsample = stride == 1 && in == out
                    ? null
                    : new Unit(
                            child("downsample.0", convolution(new Form(in, out, 1, stride, 0, 1))),
                            child("downsample.1", new FrozenBatchNorm(out)));
        }

        static Residual basic(int in, int width, int stride, int first, int second) {
            List<Form> forms =
                    List.of(new Form(in, width, 3, stride, first, first), new Form(width, width, 3, 1, second, second));
            return new Residual(forms, in, width, stride);
        }

        static Residual bottleneck(int in, int width, int stride, int dilation) {
            int out = width * BOTTLENECK_EXPANSION;
            List<Form> forms = List.of(
                    new Form(in, width, 1, 1, 0, 1),
                    new Form(width, width, 3, stride, dilation, dilation),
                    new Form(width, out, 1, 1, 0, 1));
            return new Residual(forms, in, out, stride);
        }

        NDArray forward(Pass pass, NDArray x) { // [B, in, H, W] -> [B, out, H / stride, W / stride]
            return pass.scoped(() -> {
                NDArray carried = downsample == null ? x : downsample.forward(pass, x);
                NDArray y = x;
                for (Unit unit : units.subList(0, units.size() - 1)) {
                    NDArray before = y;
                    y = pass.scoped(() -> Activation.RELU.apply(pass, unit.forward(pass, before)));
                }
                NDArray last = units.get(units.size() - 1).forward(pass, y);
                return Activation.RELU.apply(pass, last.add(carried));
            });
        }
    }

    /** A convolution and the normalisation after it. */
    private record Unit(Convolution2d convolution, FrozenBatchNorm norm) {

        NDArray forward(Pass pass, NDArray x) {
            return pass.scoped(() -> norm.forward(pass, convolution.forward(pass, x)));
        }
    }

    /**
     * Batch normalisation whose statistics and affine map never change, during training neither
     * (facebookresearch/detr, {@code FrozenBatchNorm2d}): one fused scale and shift of each channel.
     */
    private static final class FrozenBatchNorm extends NamedBlock {

        private static final float EPSILON = 1e-5f;

        private final Parameter weight;
        private final Parameter bias;
        private final Parameter mean;
        private final Parameter variance;

        FrozenBatchNorm(long width) {
            weight = buffer("weight", InitialValues.ones(), width);
            bias = buffer("bias", InitialValues.zeros(), width);
            mean = buffer("running_mean", InitialValues.zeros(), width);
            variance = buffer("running_var", InitialValues.ones(), width);
        }

        NDArray forward(Pass pass, NDArray x) { // [B, width, H, W]
            return x.getNDArrayInternal()
                    .batchNorm(
                            x,
                            pass.value(mean),
                            pass.value(variance),
                            pass.value(weight),
                            pass.value(bias),
                            -1,
                            1f,
                            EPSILON,
                            false)
                    .singletonOrThrow();
        }
    }
}
