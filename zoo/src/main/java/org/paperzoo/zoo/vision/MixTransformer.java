package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Convolution2d.Form;
import org.paperzoo.zoo.nn.DotProductAttention;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.KeysAndValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * The Mix Transformer, SegFormer's hierarchical encoder (Xie et al., NeurIPS 2021, arXiv 2105.15203), under the names of
 * mmsegmentation's {@code MixVisionTransformer}.
 *
 * <p>Four stages, each of an overlapping patch embedding and of transformer layers whose keys and values come from a map
 * that a strided convolution made smaller. There are no position embeddings: the depthwise convolution between the two
 * linear maps of a feed-forward tells places apart.
 */
public final class MixTransformer extends NamedBlock {

    /**
     * A stage.
     *
     * @param width channels
     * @param depth number of layers
     * @param heads of the attention; divides the width
     * @param expansion the feed-forward's inner width over {@code width}
     * @param reduction by how much each side of the map is made smaller for keys and values ({@code sr_ratio}); 1: not at all
     */
    public record Stage(int width, int depth, int heads, int expansion, int reduction) {}

    private static final Form FIRST_PATCHES = new Form(3, 0, 7, 4, 3, 1);
    private static final Form LATER_PATCHES = new Form(0, 0, 3, 2, 1, 1);
    private static final float EPSILON = 1e-6f;

    private final List<StageBlock> stages = new ArrayList<>();

    /**
     * An encoder.
     *
     * @param queryKeyValueBias whether the projections to queries, keys and values have a bias
     * @param dropPath rate at which the last layer is skipped for an example while training; that of the others grows evenly
     *     from 0
     */
    public MixTransformer(List<Stage> stages, boolean queryKeyValueBias, float dropPath) {
        int layers = stages.stream().mapToInt(Stage::depth).sum();
        int layer = 0;
        int in = 3;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            Patches patches = child("patch_embed" + (i + 1), new Patches(patches(i), in, stage.width()));
            List<Layer> blocks = new ArrayList<>();
            for (int j = 0; j < stage.depth(); j++, layer++) {
                float rate = layers == 1 ? 0 : dropPath * layer / (layers - 1);
                blocks.add(child("block" + (i + 1) + "." + j, new Layer(stage, queryKeyValueBias, rate)));
            }
            LayerNorm norm = child("norm" + (i + 1), new LayerNorm(stage.width(), EPSILON));
            this.stages.add(new StageBlock(patches, blocks, norm));
            in = stage.width();
        }
    }

    private static Form patches(int stage) {
        return stage == 0 ? FIRST_PATCHES : LATER_PATCHES;
    }

    /** Height or width of the first stage's map of a picture's side: a quarter, rounded up. */
    static int mapSide(int side) {
        return patched(side, FIRST_PATCHES);
    }

    private static int patched(int side, Form patches) {
        return (side + 2 * patches.padding() - patches.kernel()) / patches.stride() + 1;
    }

    /** The least height and width of a picture: each stage's map must hold one window of the reduction at least. */
    static int leastSide(List<Stage> stages) {
        int side = 1;
        while (!isLargeEnough(side, stages)) {
            side++;
        }
        return side;
    }

    private static boolean isLargeEnough(int picture, List<Stage> stages) {
        int side = picture;
        for (int i = 0; i < stages.size(); i++) {
            side = patched(side, patches(i));
            if (side < stages.get(i).reduction()) {
                return false;
            }
        }
        return true;
    }

    /** The maps of the stages: {@code [B, 3, H, W] -> [B, width, ⌈H / s⌉, ⌈W / s⌉]}, s = 4, 8, 16, 32. */
    public NDList forwardStages(Pass pass, NDArray pixels) {
        NDList maps = new NDList();
        NDArray x = pixels;
        for (StageBlock stage : stages) {
            x = stage.forward(pass, x);
            maps.add(x);
        }
        return maps;
    }

    private static NDArray tokens(NDArray map) { // [B, C, h, w] -> [B, h w, C]
        Shape shape = map.getShape();
        return map.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1);
    }

    private static NDArray map(NDArray tokens, Shape map) { // [B, h w, C] -> [B, C, h, w]
        Shape shape = tokens.getShape();
        return tokens.transpose(0, 2, 1).reshape(shape.get(0), shape.get(2), map.get(2), map.get(3));
    }

    private static Initializer normalOfOutputs(Form form, long groups) {
        return InitialValues.normal(Math.sqrt(2.0 * groups / (form.kernel() * form.kernel() * form.out())));
    }

    private static Convolution2d convolution(Form form) {
        return Convolution2d.of(form, normalOfOutputs(form, 1), InitialValues.zeros());
    }

    private static Linear linear(long in, long out) {
        return Linear.of(in, out, InitialValues.normal(0.02), InitialValues.zeros());
    }

    /** A stage's parts. They are children of the encoder, which names them by the stage's number. */
    private record StageBlock(Patches patches, List<Layer> layers, LayerNorm norm) {

        NDArray forward(Pass pass, NDArray x) { // [B, C, H, W] -> [B, width, h, w]
            return pass.scoped(() -> {
                NDArray embedded = patches.proj.forward(pass, x); // [B, width, h, w]
                Shape shape = embedded.getShape();
                NDArray y = patches.norm.forward(pass, tokens(embedded)); // [B, h w, width]
                for (Layer layer : layers) {
                    y = pass.replace(y, state -> layer.forward(pass, state, shape));
                }
                return map(norm.forward(pass, y), shape);
            });
        }
    }

    /** Overlapping patches of a map. */
    private static final class Patches extends NamedBlock {

        private final Convolution2d proj;
        private final LayerNorm norm;

        Patches(Form form, int in, int width) {
            proj = child(
                    "proj",
                    convolution(new Form(in, width, form.kernel(), form.stride(), form.padding(), form.dilation())));
            norm = child("norm", new LayerNorm(width));
        }
    }

    private static final class Layer extends NamedBlock {

        private final LayerNorm norm1;
        private final Attention attention;
        private final LayerNorm norm2;
        private final FeedForward feedForward;
        private final float dropPath;

        Layer(Stage stage, boolean bias, float dropPath) {
            norm1 = child("norm1", new LayerNorm(stage.width(), EPSILON));
            attention = child("attn", new Attention(stage, bias));
            norm2 = child("norm2", new LayerNorm(stage.width(), EPSILON));
            feedForward = child("mlp", new FeedForward(stage));
            this.dropPath = dropPath;
        }

        NDArray forward(Pass pass, NDArray x, Shape map) { // [B, N, C]
            NDArray attended = attention.forward(pass, norm1.forward(pass, x), map); // [B, N, C]
            NDArray y = x.add(dropped(pass, attended));
            return y.add(dropped(pass, feedForward.forward(pass, norm2.forward(pass, y), map)));
        }

        /** Leaves the whole branch out for some examples (stochastic depth, Huang et al. 2016). */
        private NDArray dropped(Pass pass, NDArray branch) {
            if (!pass.isTraining() || dropPath == 0) {
                return branch;
            }
            Shape examples = new Shape(branch.getShape().get(0), 1, 1);
            return branch.mul(pass.dropout(branch.getManager().ones(examples, branch.getDataType()), dropPath));
        }
    }

    /** Attention to a map of fewer places. */
    private static final class Attention extends NamedBlock {

        private final Linear queries;
        private final Linear keysAndValues;
        private final Linear out;
        private final Convolution2d reduction;
        private final LayerNorm norm;
        private final int heads;
        private final float scale;

        Attention(Stage stage, boolean bias) {
            int width = stage.width();
            queries = child("q", projection(width, width, bias));
            keysAndValues = child("kv", projection(width, 2L * width, bias));
            out = child("proj", linear(width, width));
            boolean reduced = stage.reduction() > 1;
            Form windows = new Form(width, width, stage.reduction(), stage.reduction(), 0, 1);
            reduction = reduced ? child("sr", convolution(windows)) : null;
            norm = reduced ? child("norm", new LayerNorm(width)) : null;
            heads = stage.heads();
            scale = (float) (1 / Math.sqrt((double) width / heads));
        }

        private static Linear projection(long in, long out, boolean bias) {
            return bias ? linear(in, out) : Linear.withoutBias(in, out, InitialValues.normal(0.02));
        }

        NDArray forward(Pass pass, NDArray x, Shape map) { // [B, N, C]
            return pass.scoped(() -> {
                NDArray q =
                        pass.scale(DotProductAttention.split(queries.forward(pass, x), heads), scale); // [B, H, N, d]
                NDArray seen = reduction == null
                        ? x
                        : norm.forward(pass, tokens(reduction.forward(pass, map(x, map)))); // [B, S, C]
                NDList halves = keysAndValues.forward(pass, seen).split(2, 2); // [B, S, C] each
                KeysAndValues memory = new KeysAndValues(
                        DotProductAttention.split(halves.get(0), heads),
                        DotProductAttention.split(halves.get(1), heads)); // [B, H, S, d] each
                NDArray attended = DotProductAttention.attend(pass, q, memory, 0); // [B, H, N, d]
                return out.forward(pass, DotProductAttention.merge(attended)); // [B, N, C]
            });
        }
    }

    /** Two maps of each place by itself, between them a look at its neighbours ("Mix-FFN"). */
    private static final class FeedForward extends NamedBlock {

        private final Linear fc1;
        private final Convolution2d neighbours;
        private final Linear fc2;

        FeedForward(Stage stage) {
            int inner = stage.width() * stage.expansion();
            fc1 = child("fc1", linear(stage.width(), inner));
            Form form = Form.same(inner, inner, 3);
            neighbours = child(
                    "dwconv.dwconv",
                    Convolution2d.depthwise(form, normalOfOutputs(form, inner), InitialValues.zeros()));
            fc2 = child("fc2", linear(inner, stage.width()));
        }

        NDArray forward(Pass pass, NDArray x, Shape map) { // [B, N, C]
            return pass.scoped(() -> {
                NDArray inner = map(fc1.forward(pass, x), map); // [B, inner, h, w]
                NDArray mixed = tokens(neighbours.forward(pass, inner)); // [B, N, inner]
                return fc2.forward(pass, Activation.GELU.apply(pass, mixed)); // [B, N, C]
            });
        }
    }
}
