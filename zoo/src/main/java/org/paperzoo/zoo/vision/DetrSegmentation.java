package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Convolution2d.Form;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.vision.Detr.Encoded;
import org.paperzoo.zoo.vision.Detr.Proposals;

/**
 * DETR with a mask for each query (section 4.4 of the paper; facebookresearch/detr, {@code models/segmentation.py}): every
 * query's attention over the places is refined to a quarter of the picture's resolution by a small convolutional head that
 * reads the backbone's earlier feature maps.
 *
 * <p>As a DJL block: inputs as {@link Detr}; outputs class logits, boxes, and mask logits {@code [B, queries, H / 4, W / 4]}.
 */
public final class DetrSegmentation extends NamedBlock {

    private final DetrSettings settings;
    private final Detr detr;
    private final AttentionMap attention;
    private final MaskHead head;

    public DetrSegmentation(DetrSettings settings) {
        this.settings = settings;
        detr = child("detr", new Detr(settings));
        attention = child("bbox_attention", new AttentionMap(settings.width(), settings.maskHeads()));
        head = child("mask_head", new MaskHead(settings));
    }

    /** The detector itself. */
    public Detr detr() {
        return detr;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        detr.checkInputs(inputs);
        Encoded encoded = detr.encode(pass, inputs.get(0), inputs.size() > 1 ? inputs.get(1) : null);
        NDArray states = detr.decode(pass, encoded, false).singletonOrThrow();
        Proposals proposals = detr.propose(pass, states);
        return new NDList(proposals.logits(), proposals.boxes(), masks(pass, encoded, states));
    }

    /** Mask logits of every query: {@code [B, Q, H / 4, W / 4]}. */
    NDArray masks(Pass pass, Encoded encoded, NDArray states) {
        return pass.scoped(() -> {
            NDArray maps = attention.forward(pass, states, encoded); // [B, Q, heads, h, w]
            NDArray logits = head.forward(pass, encoded, maps); // [B Q, 1, H / 4, W / 4]
            Shape shape = logits.getShape();
            return logits.reshape(-1, settings.queries(), shape.get(2), shape.get(3));
        });
    }

    /** How much each query looks at each place. The softmax runs over all heads and places together, as the reference's. */
    private static final class AttentionMap extends NamedBlock {

        private final Linear queryMap;
        private final Linear keyMap;
        private final int heads;
        private final int size;

        AttentionMap(int width, int heads) {
            queryMap = child("q_linear", glorot(width));
            keyMap = child("k_linear", glorot(width));
            this.heads = heads;
            size = width / heads;
        }

        private static Linear glorot(int width) {
            return Linear.of(width, width, InitialValues.xavierUniform(width, width), InitialValues.zeros());
        }

        NDArray forward(Pass pass, NDArray states, Encoded encoded) { // [B, Q, C], memory [B, h w, C]
            return pass.scoped(() -> {
                NDArray queries = pass.scale(split(queryMap.forward(pass, states)), (float) (1 / Math.sqrt(size)));
                NDArray keys = split(keyMap.forward(pass, encoded.memory())); // [B, heads, h w, D]
                NDArray scores = queries.matMul(keys.transpose(0, 1, 3, 2)); // [B, heads, Q, h w]
                NDArray forbidden = encoded.forbidding(); // [B, 1, 1, h w]
                NDArray allowed = forbidden == null ? scores : scores.add(forbidden);
                Shape shape = scores.getShape();
                Shape map = encoded.projected().getShape();
                return allowed.transpose(0, 2, 1, 3) // [B, Q, heads, h w]
                        .reshape(shape.get(0), shape.get(2), -1)
                        .softmax(-1)
                        .reshape(shape.get(0), shape.get(2), heads, map.get(2), map.get(3));
            });
        }

        private NDArray split(NDArray x) { // [B, L, C] -> [B, heads, L, D]
            Shape shape = x.getShape();
            return x.reshape(shape.get(0), shape.get(1), heads, size).transpose(0, 2, 1, 3);
        }
    }

    /** Convolutions that refine the attention maps, from stage to stage of the backbone upwards. */
    private static final class MaskHead extends NamedBlock {

        private static final int LAYERS = 5;

        private final List<Convolution2d> layers = new ArrayList<>();
        private final List<GroupNorm> norms = new ArrayList<>();
        private final List<Convolution2d> adapters = new ArrayList<>();
        private final Convolution2d out;

        MaskHead(DetrSettings settings) {
            int first = settings.width() + settings.maskHeads();
            int[] backbone = settings.backbone().widths();
            int in = first;
            for (int i = 1; i <= LAYERS; i++) {
                int width = i == 1 ? first : settings.width() >> (i - 1);
                layers.add(child("lay" + i, convolution(in, width, 3)));
                norms.add(child("gn" + i, new GroupNorm(width)));
                in = width;
            }
            out = child("out_lay", convolution(in, 1, 3));
            for (int i = 1; i < backbone.length; i++) {
                int from = backbone[backbone.length - 1 - i];
                adapters.add(child("adapter" + i, convolution(from, settings.width() >> i, 1)));
            }
        }

        private static Convolution2d convolution(int in, int out, int kernel) {
            // Kaiming uniform with a = 1.
            double bound = Math.sqrt(3.0 / ((double) in * kernel * kernel));
            return Convolution2d.of(Form.same(in, out, kernel), InitialValues.uniform(bound), InitialValues.zeros());
        }

        NDArray forward(Pass pass, Encoded encoded, NDArray maps) { // maps [B, Q, heads, h, w]
            Shape shape = maps.getShape();
            long queries = shape.get(1);
            NDArray joined = each(encoded.projected(), queries) // [B Q, C, h, w]
                    .concat(maps.reshape(shape.get(0) * queries, shape.get(2), shape.get(3), shape.get(4)), 1);
            NDArray x = refine(pass, 1, refine(pass, 0, joined)); // [B Q, C / 2, h, w]
            joined.close();
            NDList stages = encoded.stages();
            for (int i = 0; i < adapters.size(); i++) {
                NDArray coarse = x;
                NDArray adapted = adapters.get(i).forward(pass, stages.get(stages.size() - 2 - i)); // [B, c, 2h, 2w]
                long[] size = {adapted.getShape().get(2), adapted.getShape().get(3)};
                int layer = i + 2;
                x = pass.scoped(() -> refine(
                        pass,
                        layer,
                        each(adapted, queries).add(coarse.getNDArrayInternal().interpolation(size, 0, false))));
            }
            return out.forward(pass, x); // [B Q, 1, H / 4, W / 4]
        }

        private NDArray refine(Pass pass, int layer, NDArray x) { // [N, in, h, w] -> [N, out, h, w]
            return pass.scoped(() -> Activation.RELU.apply(
                    pass, norms.get(layer).forward(pass, layers.get(layer).forward(pass, x))));
        }

        /** Repeats each member of a batch for every query: {@code [B, c, h, w] -> [B Q, c, h, w]}. */
        private static NDArray each(NDArray x, long queries) {
            Shape shape = x.getShape();
            return x.expandDims(1)
                    .broadcast(new Shape(shape.get(0), queries, shape.get(1), shape.get(2), shape.get(3)))
                    .reshape(shape.get(0) * queries, shape.get(1), shape.get(2), shape.get(3));
        }
    }

    /** Group normalisation with at most 8 groups (Wu and He 2018). */
    private static final class GroupNorm extends NamedBlock {

        private static final int[] LAST_AXIS = {-1};

        private final Parameter weight;
        private final Parameter bias;
        private final int width;
        private final int groups;

        GroupNorm(int width) {
            weight = weight("weight", InitialValues.ones(), width);
            bias = weight("bias", InitialValues.zeros(), width);
            this.width = width;
            // The authors' widths are all multiples of 8; HuggingFace allows narrower ones.
            groups = Math.min(8, width);
        }

        NDArray forward(Pass pass, NDArray x) { // [N, width, h, w]
            return pass.scoped(() -> {
                Shape shape = x.getShape();
                NDArray rows = x.reshape(shape.get(0), groups, -1); // [N, groups, width h w / groups]
                NDArray centred = rows.sub(rows.mean(LAST_AXIS, true));
                NDArray variance = pass.scoped(() -> centred.square().mean(LAST_AXIS, true)); // [N, groups, 1]
                NDArray scale = pass.value(weight)
                        .reshape(1, groups, width / groups)
                        .div(variance.add(LayerNorm.DEFAULT_EPSILON).sqrt()) // [N, groups, width / groups]
                        .reshape(-1, width, 1, 1);
                return centred.reshape(shape).mul(scale).add(pass.value(bias).reshape(1, width, 1, 1));
            });
        }
    }
}
