package org.paperzoo.zoo.vision;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Convolution2d.Form;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.task.Detections;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.vision.DetrSettings.Dropout;
import org.paperzoo.zoo.vision.DetrSettings.Positions;
import org.paperzoo.zoo.vision.DetrSettings.Stack;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.WeightLoader;

/**
 * End-to-End Object Detection with Transformers (Carion et al., ECCV 2020, arXiv 2005.12872), as the authors' code
 * computes it (facebookresearch/detr, {@code models/}). HuggingFace's port gives the same numbers for the same weights.
 *
 * <p>A ResNet's last feature map is read by a transformer encoder as a sequence of places; a decoder turns learned
 * queries into one proposal each: a class (the last stands for "no object") and a box.
 *
 * <p>As a DJL block: input pixels {@code [B, 3, H, W]}, normalised, and optionally a mask {@code [B, H, W]} of any number
 * type that is not 0 where a smaller picture was padded. Output class logits {@code [B, queries, classes + 1]} and boxes
 * {@code [B, queries, 4]}: centre x, centre y, width, height as parts of the padded picture in [0, 1]. While training, the
 * same two of every earlier decoder layer follow, from the first layer on (the paper's auxiliary losses).
 */
public final class Detr extends NamedBlock {

    /** Added to the scores of padded places: e to this power is 0 in float32. */
    private static final float NEVER = -1e9f;

    /** Of a classifier that holds a backbone, what the backbone lacks. */
    private static final List<Pattern> CLASSIFIER = List.of(Pattern.compile("fc\\..*|.*\\.num_batches_tracked"));

    private final DetrSettings settings;
    private final Encoder encoder;
    private final Decoder decoder;
    private final Linear classes;
    private final BoxHead boxes;
    private final Table queries;
    private final Convolution2d projection;
    private final Backbone backbone;
    private final LearnedPositions learnedPositions;

    public Detr(DetrSettings settings) {
        this.settings = settings;
        int width = settings.width();
        encoder = child("transformer.encoder", new Encoder(settings));
        decoder = child("transformer.decoder", new Decoder(settings));
        classes = child("class_embed", Linear.of(width, settings.classes() + 1));
        boxes = child("bbox_embed", new BoxHead(width));
        queries = child("query_embed", new Table(InitialValues.normal(1), settings.queries(), width));
        int[] widths = settings.backbone().widths();
        projection = child("input_proj", Convolution2d.of(Form.same(widths[widths.length - 1], width, 1)));
        backbone = child("backbone.0.body", settings.backbone().build(settings.channels(), settings.dilation()));
        learnedPositions =
                settings.positions() == Positions.LEARNED ? child("backbone.1", new LearnedPositions(width / 2)) : null;
    }

    /**
     * Gives the backbone weights of its own, with which the training of a whole detector begins, and freezes them.
     *
     * @param checkpoint a classifier of pictures under torchvision's names; its last layer is left out
     * @param manager owns the backbone's parameters from now on
     * @throws InvalidInputException if it is of another network; the message names what does not fit
     */
    public void fillBackbone(Checkpoint checkpoint, NDManager manager) throws IOException {
        WeightLoader.load(backbone, checkpoint, NameRule.IDENTITY, CLASSIFIER, manager);
    }

    /** What this network was built from. */
    public DetrSettings settings() {
        return settings;
    }

    /**
     * What the encoder makes of a batch.
     *
     * @param stages the backbone's four feature maps
     * @param projected the last of them in the transformer's width: {@code [B, C, h, w]}
     * @param padding 1 where a place is padding, else 0: {@code [B, h, w]} float32; null where nothing is padded
     * @param positions {@code [B or 1, h, w, C]}
     * @param memory the encoder's output: {@code [B, h w, C]}
     */
    record Encoded(NDList stages, NDArray projected, NDArray padding, NDArray positions, NDArray memory) {

        /** What is added to attention scores {@code [B, H, T, h w]}: {@code [B, 1, 1, h w]}; null where nothing is padded. */
        NDArray forbidding() {
            return Detr.forbidding(padding);
        }
    }

    /** Class logits {@code [B, Q, classes + 1]} and boxes {@code [B, Q, 4]}. */
    record Proposals(NDArray logits, NDArray boxes) {}

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        checkInputs(inputs);
        Encoded encoded = encode(pass, inputs.get(0), inputs.size() > 1 ? inputs.get(1) : null);
        NDList states = decode(pass, encoded, pass.isTraining());
        NDList outputs = new NDList();
        Proposals last = propose(pass, states.get(states.size() - 1));
        outputs.add(last.logits());
        outputs.add(last.boxes());
        for (NDArray state : states.subList(0, states.size() - 1)) {
            Proposals auxiliary = propose(pass, state);
            outputs.add(auxiliary.logits());
            outputs.add(auxiliary.boxes());
        }
        return outputs;
    }

    void checkInputs(NDList inputs) {
        Shape pixels = inputs.get(0).getShape();
        if (pixels.dimension() != 4 || pixels.get(1) != settings.channels() || pixels.size() == 0) {
            throw new IllegalArgumentException(
                    "pixels are " + pixels + "; expected [B, " + settings.channels() + ", H, W]");
        }
        Shape mask = new Shape(pixels.get(0), pixels.get(2), pixels.get(3));
        if (inputs.size() > 2 || inputs.size() == 2 && !inputs.get(1).getShape().equals(mask)) {
            throw new IllegalArgumentException("expected pixels and at most a padding mask " + mask + ", not "
                    + inputs.size() + " arrays, the second " + inputs.get(1).getShape());
        }
    }

    /** Runs backbone and encoder. */
    Encoded encode(Pass pass, NDArray pixels, NDArray mask) {
        NDList stages = backbone.forwardStages(pass, pixels);
        NDArray features = stages.get(stages.size() - 1); // [B, backbone, h, w]
        NDArray padding = mask == null ? null : shrink(mask, features.getShape()); // [B, h, w]
        NDArray positions = settings.positions() == Positions.LEARNED
                ? learnedPositions.forward(pass, features.getShape()) // [1, h, w, C]
                : sinePositions(pass, features, padding); // [B or 1, h, w, C]
        NDArray projected = projection.forward(pass, features); // [B, C, h, w]
        NDArray places = projected
                .reshape(projected.getShape().get(0), settings.width(), -1)
                .transpose(0, 2, 1); // [B, h w, C]
        NDArray memory = encoder.forward(pass, places, flat(positions), forbidding(padding)); // [B, h w, C]
        return new Encoded(stages, projected, padding, positions, memory);
    }

    /** Runs the decoder: the normalised states {@code [B, Q, C]} of every layer, or of the last one alone. */
    NDList decode(Pass pass, Encoded encoded, boolean everyLayer) {
        NDArray memory = encoded.memory();
        NDArray keys = memory.add(flat(encoded.positions())); // [B, h w, C]
        NDArray questions = queries.first(pass, settings.queries()).expandDims(0); // [1, Q, C]
        NDArray start = memory.getManager()
                .zeros(new Shape(memory.getShape().get(0), settings.queries(), settings.width()), memory.getDataType());
        return decoder.forward(pass, start, questions, keys, memory, encoded.forbidding(), everyLayer);
    }

    /** Reads class and box off decoder states {@code [B, Q, C]}. */
    Proposals propose(Pass pass, NDArray states) {
        return new Proposals(classes.forward(pass, states), boxes.forward(pass, states));
    }

    /** A mask at the size of a feature map, by PyTorch's nearest neighbours: {@code [B, H, W] -> [B, h, w]}, 0 or 1. */
    private static NDArray shrink(NDArray mask, Shape features) {
        NDArray padded = mask.neq(0).toType(DataType.FLOAT32, false).expandDims(1); // [B, 1, H, W]
        return padded.getNDArrayInternal()
                .interpolation(new long[] {features.get(2), features.get(3)}, 0, false)
                .squeeze(1); // [B, h, w]
    }

    private static NDArray forbidding(NDArray padding) { // [B, h, w] -> [B, 1, 1, h w]
        return padding == null
                ? null
                : padding.reshape(padding.getShape().get(0), 1, 1, -1).mul(NEVER);
    }

    private NDArray flat(NDArray positions) { // [B, h, w, C] -> [B, h w, C]
        return positions.reshape(positions.getShape().get(0), -1, settings.width());
    }

    /** Reference: {@code PositionEmbeddingSine}, {@code models/position_encoding.py}: first the rows' half, then the columns'. */
    private NDArray sinePositions(Pass pass, NDArray features, NDArray padding) {
        return pass.scoped(() -> {
            Shape shape = features.getShape();
            NDArray valid = padding == null
                    ? features.getManager().ones(new Shape(1, shape.get(2), shape.get(3)))
                    : padding.mul(-1).add(1); // [B, h, w]
            float[] periods = new float[settings.width() / 4];
            for (int i = 0; i < periods.length; i++) {
                periods[i] = (float) Math.pow(10000, 2.0 * i / (settings.width() / 2));
            }
            NDArray divisors = features.getManager().create(periods);
            NDArray rows = waves(valid.cumSum(1), shape.get(2), 1, divisors); // [B, h, w, C / 2]
            NDArray columns = waves(valid.cumSum(2), shape.get(3), 2, divisors); // [B, h, w, C / 2]
            return rows.concat(columns, 3); // [B, h, w, C]
        });
    }

    /** Sines and cosines in turn of counts, scaled so that the last along the axis is 2π. */
    private static NDArray waves(NDArray counts, long length, int axis, NDArray divisors) {
        NDIndex last = new NDIndex();
        for (int i = 0; i < axis; i++) {
            last.addAllDim();
        }
        NDArray total = counts.get(last.addSliceDim(length - 1, length)).add(1e-6f);
        NDArray angles =
                counts.div(total).mul((float) (2 * Math.PI)).expandDims(3).div(divisors); // [B, h, w, C / 4]
        Shape shape = counts.getShape();
        return angles.sin()
                .stack(angles.cos(), 4) // [B, h, w, C / 4, 2]
                .reshape(shape.get(0), shape.get(1), shape.get(2), -1);
    }

    /** Trained vectors. */
    private static final class Table extends NamedBlock {

        private final Parameter weight;

        Table(Initializer initial, long count, long width) {
            weight = weight("weight", initial, count, width);
        }

        /** The first vectors: {@code [count, width]}. */
        NDArray first(Pass pass, long count) {
            return pass.value(weight).get(new NDIndex().addSliceDim(0, count));
        }
    }

    /** Trained vectors of columns and rows (reference: {@code PositionEmbeddingLearned}); padding is not looked at. */
    private static final class LearnedPositions extends NamedBlock {

        private static final int MOST = 50;

        private final Table rows;
        private final Table columns;
        private final int half;

        LearnedPositions(int half) {
            rows = child("row_embed", new Table(InitialValues.uniformUnit(), MOST, half));
            columns = child("col_embed", new Table(InitialValues.uniformUnit(), MOST, half));
            this.half = half;
        }

        /** Unlike the sines, the columns' half comes first: {@code [1, h, w, C]}. */
        NDArray forward(Pass pass, Shape features) {
            long height = features.get(2);
            long width = features.get(3);
            if (height > MOST || width > MOST) {
                throw new IllegalArgumentException("the feature map is " + height + " by " + width
                        + "; learned positions reach to " + MOST + " by " + MOST);
            }
            return pass.scoped(() -> {
                NDArray across = columns.first(pass, width).reshape(1, 1, width, half);
                NDArray down = rows.first(pass, height).reshape(1, height, 1, half);
                Shape all = new Shape(1, height, width, half);
                return across.broadcast(all).concat(down.broadcast(all), 3); // [1, h, w, C]
            });
        }
    }

    private static final class Encoder extends NamedBlock {

        private final List<EncoderLayer> layers = new ArrayList<>();
        private final LayerNorm norm;

        Encoder(DetrSettings settings) {
            for (int i = 0; i < settings.encoder().layers(); i++) {
                layers.add(child("layers." + i, new EncoderLayer(settings)));
            }
            norm = settings.preNorm() ? child("norm", new LayerNorm(settings.width())) : null;
        }

        NDArray forward(Pass pass, NDArray x, NDArray positions, NDArray mask) { // [B, S, C]
            for (EncoderLayer layer : layers) {
                x = layer.forward(pass, x, positions, mask);
            }
            return norm == null ? x : norm.forward(pass, x);
        }
    }

    private static final class EncoderLayer extends NamedBlock {

        private final Attention attention;
        private final FeedForward feedForward;
        private final LayerNorm norm1;
        private final LayerNorm norm2;
        private final boolean preNorm;
        private final float dropout;

        EncoderLayer(DetrSettings settings) {
            attention = child("self_attn", new Attention(settings, settings.encoder()));
            feedForward = FeedForward.of(settings, settings.encoder(), this::child);
            norm1 = child("norm1", new LayerNorm(settings.width()));
            norm2 = child("norm2", new LayerNorm(settings.width()));
            preNorm = settings.preNorm();
            dropout = settings.dropout().residual();
        }

        NDArray forward(Pass pass, NDArray x, NDArray positions, NDArray mask) { // [B, S, C]
            return pass.scoped(() -> {
                NDArray input = preNorm ? norm1.forward(pass, x) : x;
                NDArray placed = input.add(positions);
                NDArray y = x.add(pass.dropout(attention.forward(pass, placed, placed, input, mask), dropout));
                if (preNorm) {
                    return y.add(feedForward.forward(pass, norm2.forward(pass, y)));
                }
                NDArray normalised = norm1.forward(pass, y);
                return norm2.forward(pass, normalised.add(feedForward.forward(pass, normalised)));
            });
        }
    }

    private static final class Decoder extends NamedBlock {

        private final List<DecoderLayer> layers = new ArrayList<>();
        private final LayerNorm norm;

        Decoder(DetrSettings settings) {
            for (int i = 0; i < settings.decoder().layers(); i++) {
                layers.add(child("layers." + i, new DecoderLayer(settings)));
            }
            norm = child("norm", new LayerNorm(settings.width()));
        }

        NDList forward(
                Pass pass,
                NDArray x,
                NDArray questions,
                NDArray keys,
                NDArray memory,
                NDArray mask,
                boolean everyLayer) { // [B, Q, C]
            NDList states = new NDList();
            for (int i = 0; i < layers.size(); i++) {
                x = layers.get(i).forward(pass, x, questions, keys, memory, mask);
                if (everyLayer || i == layers.size() - 1) {
                    states.add(norm.forward(pass, x));
                }
            }
            return states;
        }
    }

    private static final class DecoderLayer extends NamedBlock {

        private final Attention selfAttention;
        private final Attention crossAttention;
        private final FeedForward feedForward;
        private final LayerNorm norm1;
        private final LayerNorm norm2;
        private final LayerNorm norm3;
        private final boolean preNorm;
        private final float dropout;

        DecoderLayer(DetrSettings settings) {
            selfAttention = child("self_attn", new Attention(settings, settings.decoder()));
            crossAttention = child("multihead_attn", new Attention(settings, settings.decoder()));
            feedForward = FeedForward.of(settings, settings.decoder(), this::child);
            norm1 = child("norm1", new LayerNorm(settings.width()));
            norm2 = child("norm2", new LayerNorm(settings.width()));
            norm3 = child("norm3", new LayerNorm(settings.width()));
            preNorm = settings.preNorm();
            dropout = settings.dropout().residual();
        }

        NDArray forward(
                Pass pass, NDArray x, NDArray questions, NDArray keys, NDArray memory, NDArray mask) { // [B, Q, C]
            return pass.scoped(() -> {
                NDArray input = preNorm ? norm1.forward(pass, x) : x;
                NDArray asked = input.add(questions);
                NDArray y = x.add(pass.dropout(selfAttention.forward(pass, asked, asked, input, null), dropout));
                y = preNorm ? y : norm1.forward(pass, y);
                NDArray looking = (preNorm ? norm2.forward(pass, y) : y).add(questions);
                NDArray z = y.add(pass.dropout(crossAttention.forward(pass, looking, keys, memory, mask), dropout));
                if (preNorm) {
                    return z.add(feedForward.forward(pass, norm3.forward(pass, z)));
                }
                NDArray normalised = norm2.forward(pass, z);
                return norm3.forward(pass, normalised.add(feedForward.forward(pass, normalised)));
            });
        }
    }

    /** Adds a child to the layer that owns it. */
    @FunctionalInterface
    private interface Owner {
        Linear child(String name, Linear block);
    }

    /** Two maps of each place by itself. They are children of the layer. */
    private record FeedForward(Linear linear1, Linear linear2, Activation activation, Dropout dropout) {

        static FeedForward of(DetrSettings settings, Stack stack, Owner owner) {
            return new FeedForward(
                    owner.child("linear1", glorot(settings.width(), stack.feedForward())),
                    owner.child("linear2", glorot(stack.feedForward(), settings.width())),
                    settings.activation(),
                    settings.dropout());
        }

        NDArray forward(Pass pass, NDArray x) { // [B, L, C]
            return pass.scoped(() -> {
                NDArray inner = activation.apply(pass, linear1.forward(pass, x)); // [B, L, feed-forward]
                NDArray outer = linear2.forward(pass, pass.dropout(inner, dropout.activation())); // [B, L, C]
                return pass.dropout(outer, dropout.residual());
            });
        }
    }

    /** The transformer's matrices start as Glorot's (reference: {@code _reset_parameters}), biases as PyTorch's. */
    private static Linear glorot(long in, long out) {
        return Linear.of(in, out, InitialValues.xavierUniform(in, out), InitialValues.torchDefault(in));
    }

    /** Multi-head attention with the three projections in one matrix, as {@code torch.nn.MultiheadAttention}. */
    private static final class Attention extends NamedBlock {

        private final Parameter weight;
        private final Parameter bias;
        private final Linear out;
        private final int heads;
        private final int size;
        private final float dropout;

        Attention(DetrSettings settings, Stack stack) {
            int width = settings.width();
            weight = weight("in_proj_weight", InitialValues.xavierUniform(width, 3L * width), 3L * width, width);
            bias = weight("in_proj_bias", InitialValues.zeros(), 3L * width);
            out = child(
                    "out_proj",
                    Linear.of(width, width, InitialValues.xavierUniform(width, width), InitialValues.zeros()));
            heads = stack.heads();
            size = width / heads;
            dropout = settings.dropout().attention();
        }

        /** {@code [B, T, C], [B, S, C], [B, S, C] -> [B, T, C]}; the mask is added to the scores {@code [B, H, T, S]}. */
        NDArray forward(Pass pass, NDArray queries, NDArray keys, NDArray values, NDArray mask) {
            return pass.scoped(() -> {
                NDList weights = pass.value(weight).split(3); // [C, C] each
                NDList biases = pass.value(bias).split(3); // [C] each
                NDArray q = pass.scale(project(queries, weights.get(0), biases.get(0)), (float) (1 / Math.sqrt(size)));
                NDArray k = project(keys, weights.get(1), biases.get(1)); // [B, H, S, D]
                NDArray v = project(values, weights.get(2), biases.get(2)); // [B, H, S, D]
                NDArray attended = pass.scoped(() -> {
                    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)); // [B, H, T, S]
                    NDArray allowed = mask == null ? scores : scores.add(mask);
                    return pass.dropout(allowed.softmax(-1), dropout).matMul(v); // [B, H, T, D]
                });
                Shape shape = queries.getShape();
                NDArray joined = attended.transpose(0, 2, 1, 3)
                        .reshape(shape.get(0), shape.get(1), (long) heads * size); // [B, T, C]
                return out.forward(pass, joined);
            });
        }

        private NDArray project(NDArray x, NDArray matrix, NDArray shift) { // [B, L, C] -> [B, H, L, D]
            Shape shape = x.getShape();
            return x.getNDArrayInternal()
                    .linear(x, matrix, shift)
                    .singletonOrThrow()
                    .reshape(shape.get(0), shape.get(1), heads, size)
                    .transpose(0, 2, 1, 3);
        }
    }

    /** Three maps to a box in [0, 1]. */
    private static final class BoxHead extends NamedBlock {

        private final List<Linear> layers = new ArrayList<>();

        BoxHead(long width) {
            for (int i = 0; i < 3; i++) {
                layers.add(child("layers." + i, Linear.of(width, i < 2 ? width : 4)));
            }
        }

        NDArray forward(Pass pass, NDArray x) { // [B, Q, C] -> [B, Q, 4]
            return pass.scoped(() -> {
                NDArray y = Activation.RELU.apply(pass, layers.get(0).forward(pass, x));
                y = Activation.RELU.apply(pass, layers.get(1).forward(pass, y));
                return layers.get(2).forward(pass, y).getNDArrayInternal().sigmoid();
            });
        }
    }

    /** DETR in the catalogue. */
    @AutoService(Architecture.class)
    public static final class Definition implements Architecture {

        @Override
        public String slug() {
            return "detr";
        }

        @Override
        public NamedBlock build(Configuration configuration) throws InvalidInputException {
            DetrSettings settings = DetrSettings.of(configuration);
            return settings.masks() ? new DetrSegmentation(settings) : new Detr(settings);
        }

        @Override
        public List<String> namings() {
            return List.of("official", "huggingface");
        }

        @Override
        public NameRule nameRule(String naming, Configuration configuration) {
            return naming.equals("huggingface")
                    ? new HuggingFaceDetrNames(DetrSettings.isTimm(configuration))
                    : NameRule.IDENTITY;
        }

        @Override
        public List<Pattern> ignorable() {
            // Counters of batch normalisation, which is frozen.
            return List.of(Pattern.compile(".*\\.num_batches_tracked"));
        }

        @Override
        public List<GraphDefinition> graphs(NamedBlock network) {
            return DetrGraphs.of(network);
        }

        /**
         * A block for detections: pictures of a batch do not influence each other, unless the card's setting
         * {@code padded_batches} asks for the authors' way.
         */
        @Override
        public Block runner(Backend backend, ModelFiles files) {
            return files.settings().path("padded_batches").asBoolean()
                    ? new PaddedBatch(backend)
                    : new EachPictureAlone(backend);
        }

        @Override
        public Optional<PictureInput> pictureInput(ModelFiles files) throws InvalidInputException {
            return Optional.of(DetrTranslator.input(files));
        }

        @Override
        public List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
            DetrTranslator raw = DetrTranslator.of(files);
            return List.of(
                    new TaskTranslator<>(Task.OBJECT_DETECTION, Picture.class, Detections.class, raw),
                    new TaskTranslator<>(
                            Task.OBJECT_DETECTION,
                            Image.class,
                            DetectedObjects.class,
                            DetectedObjectsTranslator.of(raw, files)));
        }

        static Detr detector(NamedBlock network) {
            return network instanceof DetrSegmentation segmentation ? segmentation.detr() : (Detr) network;
        }

        /**
         * Inputs {@code pixel_values}, and {@code padding_mask} (1: padded) or HuggingFace's {@code pixel_mask} (1: valid);
         * where {@code original_sizes} (height, width) are given, the answer holds the authors' post-processing too.
         */
        @Override
        public Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException {
            NDArray pixels = call.input("pixel_values");
            NDArray sizes = call.find("original_sizes").orElse(null);
            Optional<NDArray> valid = call.find("pixel_mask");
            if (call.find("padding_mask").isPresent() || valid.isEmpty()) {
                return DetrAnswers.of(backend, pixels, call.find("padding_mask").orElse(null), sizes);
            }
            try (NDArray padding = valid.get().eq(0)) {
                return DetrAnswers.of(backend, pixels, padding, sizes);
            }
        }
    }
}
