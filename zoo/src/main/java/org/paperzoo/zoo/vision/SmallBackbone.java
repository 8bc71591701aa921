package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.TorchOperators;

/**
 * A backbone of this project's own for small pictures and few objects, which is trained from nothing: a stem of stride 2,
 * and stages of residual blocks (He et al. 2016), each but the first halving the resolution. Groups of channels are
 * normalised (Wu and He 2018, arXiv 1803.08494), which needs no statistics of a large batch. Rows and columns enter the
 * last stage as two channels from -1 to 1 (Liu et al. 2018, arXiv 1807.03247): DETR adds positions to what is compared
 * and not to what is carried, and a net this shallow cannot tell where it is from the border alone.
 */
public final class SmallBackbone extends Backbone {

    /**
     * Its form.
     *
     * @param widths channels of the stages, multiples of 8
     * @param blocks residual blocks of each stage, at least 1
     */
    public record Widths(List<Integer> stages, List<Integer> blocks) implements Backbone.Design {

        /** The name in configuration files. */
        static final String LABEL = "small";

        public Widths {
            stages = List.copyOf(stages);
            blocks = List.copyOf(blocks);
        }

        @Override
        public int[] widths() {
            return stages.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        public Backbone build(int channels, boolean dilated) {
            return new SmallBackbone(this, channels);
        }
    }

    private static final int GROUPS = 8;
    private static final int COORDINATES = 2;

    private final Unit stem;
    private final List<List<Residual>> stages = new ArrayList<>();

    private SmallBackbone(Widths form, int channels) {
        int[] widths = form.widths();
        int in = widths[0];
        stem = new Unit(
                child("stem.conv", convolution(new Convolution2d.Form(channels, in, 5, 2, 2, 1))),
                child("stem.norm", new GroupNorm(in)));
        for (int stage = 0; stage < widths.length; stage++) {
            List<Residual> blocks = new ArrayList<>();
            for (int i = 0; i < form.blocks().get(stage); i++) {
                boolean placed = i == 0 && stage == widths.length - 1;
                int stride = i == 0 && stage > 0 ? 2 : 1;
                blocks.add(child(
                        "stages." + stage + "." + i,
                        new Residual(placed ? in + COORDINATES : in, widths[stage], stride)));
                in = widths[stage];
            }
            stages.add(blocks);
        }
    }

    /** The stages' feature maps, s = 2, 4, 8, …. */
    @Override
    public NDList forwardStages(Pass pass, NDArray pixels) {
        NDArray x =
                pass.scoped(() -> Activation.RELU.apply(pass, stem.forward(pass, pixels))); // [B, width, H / 2, W / 2]
        NDList maps = new NDList();
        for (int i = 0; i < stages.size(); i++) {
            NDArray input = x;
            boolean last = i == stages.size() - 1;
            List<Residual> blocks = stages.get(i);
            x = pass.scoped(() -> {
                NDArray y = last ? input.concat(coordinates(input), 1) : input;
                for (Residual block : blocks) {
                    y = block.forward(pass, y);
                }
                return y;
            });
            maps.add(x);
        }
        return maps;
    }

    /** Centres of rows and columns, from -1 to 1: {@code [B, C, h, w] -> [B, 2, h, w]}. */
    private static NDArray coordinates(NDArray map) {
        Shape shape = map.getShape();
        NDArray ones = map.getManager().ones(new Shape(shape.get(0), 1, shape.get(2), shape.get(3)));
        NDIndex lastRow = new NDIndex().addAllDim().addAllDim().addSliceDim(shape.get(2) - 1, shape.get(2));
        NDIndex lastColumn =
                new NDIndex().addAllDim().addAllDim().addAllDim().addSliceDim(shape.get(3) - 1, shape.get(3));
        return centres(ones.cumSum(2), lastRow).concat(centres(ones.cumSum(3), lastColumn), 1);
    }

    /** Numbers from 1 on become the centres of equal parts of the way from -1 to 1; the last number tells how many parts. */
    private static NDArray centres(NDArray counts, NDIndex last) {
        return counts.sub(0.5f).div(counts.get(last)).mul(2f).sub(1f);
    }

    private static Convolution2d convolution(Convolution2d.Form form) {
        return Convolution2d.withoutBias(
                form, InitialValues.normal(Math.sqrt(2.0 / (form.out() * form.kernel() * form.kernel()))));
    }

    /** Two convolutions around which the input is carried on. */
    private static final class Residual extends NamedBlock {

        private final Unit first;
        private final Unit second;
        private final Unit carrying;

        Residual(int in, int width, int stride) {
            first = new Unit(
                    child("conv1", convolution(new Convolution2d.Form(in, width, 3, stride, 1, 1))),
                    child("norm1", new GroupNorm(width)));
            second = new Unit(
                    child("conv2", convolution(Convolution2d.Form.same(width, width, 3))),
                    child("norm2", new GroupNorm(width)));
            carrying = stride == 1 && in == width
                    ? null
                    : new Unit(
                            child("downsample.conv", convolution(new Convolution2d.Form(in, width, 1, stride, 0, 1))),
                            child("downsample.norm", new GroupNorm(width)));
        }

        NDArray forward(Pass pass, NDArray x) { // [B, in, H, W] -> [B, width, H / stride, W / stride]
            return pass.scoped(() -> {
                NDArray carried = carrying == null ? x : carrying.forward(pass, x);
                NDArray inner = Activation.RELU.apply(pass, first.forward(pass, x));
                return Activation.RELU.apply(pass, second.forward(pass, inner).add(carried));
            });
        }
    }

    /** A convolution and the normalisation after it. */
    private record Unit(Convolution2d convolution, GroupNorm norm) {

        NDArray forward(Pass pass, NDArray x) {
            return pass.scoped(() -> norm.forward(pass, convolution.forward(pass, x)));
        }
    }

    private static final class GroupNorm extends NamedBlock {

        private final Parameter weight;
        private final Parameter bias;

        GroupNorm(int width) {
            weight = weight("weight", InitialValues.ones(), width);
            bias = weight("bias", InitialValues.zeros(), width);
        }

        NDArray forward(Pass pass, NDArray x) {
            return TorchOperators.groupNorm(x, GROUPS, pass.value(weight), pass.value(bias), LayerNorm.DEFAULT_EPSILON);
        }
    }
}
