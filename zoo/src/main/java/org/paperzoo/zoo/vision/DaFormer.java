package org.paperzoo.zoo.vision;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.CategoryMask;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.BatchNorm;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Convolution2d.Form;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Resizing;
import org.paperzoo.zoo.task.PixelClasses;
import org.paperzoo.zoo.task.PixelClassifier;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.vision.DaFormerSettings.Fusion;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.TensorSource;

/**
 * DAFormer: Improving Network Architectures and Training Strategies for Domain-Adaptive Semantic Segmentation (Hoyer et al.,
 * CVPR 2022, arXiv 2111.14887), as the authors' code computes it (lhoyer/DAFormer,
 * {@code mmseg/models/decode_heads/daformer_head.py}).
 *
 * <p>The four maps of a {@link MixTransformer} are brought to one width and to the size of the first, and fused by
 * convolutions of several dilations side by side.
 *
 * <p>As a DJL block: pixels {@code [B, 3, H, W]}, normalised, to logits {@code [B, classes, ⌈H / 4⌉, ⌈W / 4⌉]}; the paper
 * reads labels off the logits brought to the size of the picture.
 */
public final class DaFormer extends NamedBlock implements PixelClassifier {

    /** Name of the classifier's biases {@code [classes]} among the network's parameters. */
    static final String CLASSIFIER_BIAS = "decode_head.conv_seg.bias";

    private final DaFormerSettings settings;
    private final MixTransformer backbone;
    private final Head head;
    private final int leastSide;

    public DaFormer(DaFormerSettings settings) {
        this.settings = settings;
        backbone = child(
                "backbone", new MixTransformer(settings.stages(), settings.queryKeyValueBias(), settings.dropPath()));
        head = child("decode_head", new Head(settings));
        leastSide = MixTransformer.leastSide(settings.stages());
    }

    /** What this network was built from. */
    public DaFormerSettings settings() {
        return settings;
    }

    @Override
    public int classes() {
        return settings.classes();
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(logits(pass, inputs.singletonOrThrow()));
    }

    /** Logits at a quarter of the size: {@code [B, 3, H, W] -> [B, classes, ⌈H / 4⌉, ⌈W / 4⌉]}. */
    public NDArray logits(Pass pass, NDArray pixels) {
        return head.logits(pass, stages(pass, pixels));
    }

    private NDList stages(Pass pass, NDArray pixels) {
        Shape shape = pixels.getShape();
        if (shape.dimension() != 4
                || shape.get(1) != Picture.CHANNELS
                || shape.get(2) < leastSide
                || shape.get(3) < leastSide) {
            throw new IllegalArgumentException(
                    "pixels are " + shape + "; expected [B, 3, H, W] with sides of at least " + leastSide);
        }
        return backbone.forwardStages(pass, pixels);
    }

    /** The decode head. */
    private static final class Head extends NamedBlock {

        private final List<Integer> levels;
        private final List<Linear> embeddings = new ArrayList<>();
        private final Pyramid fusion;
        private final Convolution2d classifier;
        private final float dropout;

        Head(DaFormerSettings settings) {
            levels = settings.levels();
            int fused = 0;
            for (int i = 0; i < levels.size(); i++) {
                int level = levels.get(i);
                int width = settings.embedding().get(i);
                embeddings.add(child(
                        "embed_layers." + level + ".proj",
                        Linear.of(settings.stages().get(level).width(), width)));
                fused += width;
            }
            fusion = child("fuse_layer", new Pyramid(settings.fusion(), fused, settings.channels()));
            classifier = child(
                    "conv_seg",
                    Convolution2d.of(
                            Form.same(settings.channels(), settings.classes(), 1),
                            InitialValues.normal(0.01),
                            InitialValues.zeros()));
            dropout = settings.dropout();
        }

        NDArray logits(Pass pass, NDList stages) { // -> [B, classes, h, w]
            return pass.scoped(() -> {
                Shape finest = stages.get(0).getShape(); // [B, C, h, w]
                NDArray x = pass.scoped(() -> {
                    NDList embedded = new NDList();
                    for (int i = 0; i < embeddings.size(); i++) {
                        embedded.add(embed(pass, embeddings.get(i), stages.get(levels.get(i)), finest));
                    }
                    NDArray joined = embedded.get(0); // [B, embedding, h, w]
                    if (embedded.size() > 1) {
                        joined = joined.concat(embedded.get(1), 1);
                    }
                    for (NDArray further : embedded.subList(Math.min(2, embedded.size()), embedded.size())) {
                        joined = joined.concat(further, 1);
                    }
                    return fusion.forward(pass, joined); // [B, channels, h, w]
                });
                return classifier.forward(pass, dropped(pass, x));
            });
        }

        /** A level in the head's width and at the size of the first. */
        private static NDArray embed(Pass pass, Linear embedding, NDArray map, Shape finest) {
            return pass.scoped(() -> {
                Shape shape = map.getShape();
                NDArray tokens = map.reshape(shape.get(0), shape.get(1), -1).transpose(0, 2, 1); // [B, N, C]
                NDArray own = embedding
                        .forward(pass, tokens) // [B, N, embedding]
                        .transpose(0, 2, 1)
                        .reshape(shape.get(0), -1, shape.get(2), shape.get(3));
                return shape.get(2) == finest.get(2) && shape.get(3) == finest.get(3)
                        ? own
                        : Resizing.linear(own, false, finest.get(2), finest.get(3));
            });
        }

        /** Drops whole channels while training (Tompson et al. 2015). */
        private NDArray dropped(Pass pass, NDArray x) {
            if (!pass.isTraining() || dropout == 0) {
                return x;
            }
            Shape channels = new Shape(x.getShape().get(0), x.getShape().get(1), 1, 1);
            return x.mul(pass.dropout(x.getManager().ones(channels, x.getDataType()), dropout));
        }
    }

    /** Convolutions of several dilations side by side, then one that joins them (Chen et al. 2018). */
    private static final class Pyramid extends NamedBlock {

        private final Unit pool;
        private final List<List<Unit>> branches = new ArrayList<>();
        private final Unit bottleneck;

        Pyramid(Fusion fusion, int in, int out) {
            pool = fusion.pool() ? child("image_pool.1", Unit.of(Form.same(in, out, 1))) : null;
            for (int i = 0; i < fusion.dilations().size(); i++) {
                branches.add(branch("aspp_modules." + i, fusion.dilations().get(i), fusion.separable(), in, out));
            }
            int joined = (branches.size() + (pool == null ? 0 : 1)) * out;
            bottleneck = child("bottleneck", Unit.of(Form.same(joined, out, 3)));
        }

        private List<Unit> branch(String name, int dilation, boolean separable, int in, int out) {
            if (dilation == 1) {
                return List.of(child(name, Unit.of(Form.same(in, out, 1))));
            }
            if (!separable) {
                return List.of(child(name, Unit.of(new Form(in, out, 3, 1, dilation, dilation))));
            }
            return List.of(
                    child(name + ".depthwise_conv", Unit.depthwise(new Form(in, in, 3, 1, dilation, dilation))),
                    child(name + ".pointwise_conv", Unit.of(Form.same(in, out, 1))));
        }

        NDArray forward(Pass pass, NDArray x) { // [B, in, h, w] -> [B, out, h, w]
            return pass.scoped(() -> {
                NDArray joined = pool == null ? null : pooled(pass, x);
                for (List<Unit> branch : branches) {
                    NDArray y = pass.scoped(() -> {
                        NDArray own = branch.get(0).forward(pass, x);
                        return branch.size() == 1 ? own : branch.get(1).forward(pass, own);
                    });
                    joined = joined == null ? y : joined.concat(y, 1);
                }
                return bottleneck.forward(pass, joined);
            });
        }

        /** The mean of all places, at each place. */
        private NDArray pooled(Pass pass, NDArray x) {
            return pass.scoped(() -> {
                Shape shape = x.getShape();
                NDArray mean = x.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2}, true); // [B, in, 1]
                NDArray own = pool.forward(pass, mean.expandDims(3)); // [B, out, 1, 1]
                return own.broadcast(new Shape(shape.get(0), own.getShape().get(1), shape.get(2), shape.get(3)));
            });
        }
    }

    /** A convolution without bias, batch normalisation, ReLU: mmcv's {@code ConvModule}. */
    private static final class Unit extends NamedBlock {

        private final Convolution2d convolution;
        private final BatchNorm norm;

        private Unit(Convolution2d convolution, long channels) {
            this.convolution = child("conv", convolution);
            norm = child("bn", new BatchNorm(channels));
        }

        static Unit of(Form form) {
            double outputs = (double) form.kernel() * form.kernel() * form.out();
            return new Unit(Convolution2d.withoutBias(form, InitialValues.normal(Math.sqrt(2 / outputs))), form.out());
        }

        static Unit depthwise(Form form) {
            // PyTorch counts the outputs of one group.
            double outputs = (double) form.kernel() * form.kernel() * form.out();
            return new Unit(
                    Convolution2d.depthwise(form, InitialValues.normal(Math.sqrt(2 / outputs)), null), form.out());
        }

        NDArray forward(Pass pass, NDArray x) {
            return pass.scoped(() -> Activation.RELU.apply(pass, norm.forward(pass, convolution.forward(pass, x))));
        }
    }

    /** DAFormer in the catalogue. */
    @AutoService(Architecture.class)
    public static final class Definition implements Architecture {

        private static final String STAGES = "stages";
        private static final String RESIZED = "resized_logits";

        @Override
        public String slug() {
            return "daformer";
        }

        @Override
        public NamedBlock build(Configuration configuration) throws InvalidInputException {
            return new DaFormer(DaFormerSettings.of(configuration));
        }

        /** Checkpoints of adaptation to another domain hold the trained network as {@code model.} beside two others. */
        @Override
        public List<String> namings() {
            return List.of("official", "uda");
        }

        @Override
        public NameRule nameRule(String naming, Configuration configuration) {
            return naming.equals("uda") ? name -> new TensorSource.Whole("model." + name) : NameRule.IDENTITY;
        }

        /** Counters of batch normalisation, and the teacher and the ImageNet network of domain adaptation. */
        @Override
        public List<Pattern> ignorable() {
            return List.of(Pattern.compile(".*\\.num_batches_tracked"), Pattern.compile("(ema|imnet)_model\\..*"));
        }

        @Override
        public List<GraphDefinition> graphs(NamedBlock network) {
            DaFormer daFormer = (DaFormer) network;
            return List.of(
                    definition(daFormer, "forward")
                            .outputs("logits")
                            .body((pass, inputs) -> daFormer.forward(pass, inputs)),
                    definition(daFormer, STAGES)
                            .forReference()
                            .outputs("logits", RESIZED, "feature0", "feature1", "feature2", "feature3")
                            .body((pass, inputs) -> stages(daFormer, pass, inputs.singletonOrThrow())));
        }

        private static GraphDefinition.Builder definition(DaFormer network, String name) {
            return GraphDefinition.named(name)
                    .size("batch", 1)
                    .size("height", network.leastSide)
                    .size("width", network.leastSide)
                    .inputs("pixel_values")
                    .example(Definition::example);
        }

        private static NDList example(NDManager manager, Map<String, Integer> sizes) {
            return new NDList(manager.randomNormal(
                    new Shape(sizes.get("batch"), Picture.CHANNELS, sizes.get("height"), sizes.get("width"))));
        }

        private static NDList stages(DaFormer network, Pass pass, NDArray pixels) {
            NDList maps = network.stages(pass, pixels);
            NDArray logits = network.head.logits(pass, maps);
            Shape size = pixels.getShape();
            NDList outputs = new NDList(logits, Resizing.linear(logits, false, size.get(2), size.get(3)));
            outputs.addAll(maps);
            return outputs;
        }

        @Override
        public Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException {
            NDList outputs = backend.run(STAGES, new NDList(call.input("pixel_values")));
            List<String> names =
                    GraphDefinition.find(graphs(backend.network()), STAGES).outputs();
            Map<String, NDArray> answers = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                answers.put(names.get(i), outputs.get(i));
            }
            return answers;
        }

        /** Of the large map a case stores every third place of two classes. */
        @Override
        public NDArray stored(String output, NDArray value, Shape expected) {
            return output.equals(RESIZED)
                    ? value.get(new NDIndex(":, :2, ::3, ::3"))
                    : Architecture.super.stored(output, value, expected);
        }

        @Override
        public Block runner(Backend backend, ModelFiles files) {
            return new EachPictureAlone(backend);
        }

        @Override
        public Optional<PictureInput> pictureInput(ModelFiles files) throws InvalidInputException {
            return Optional.of(SegmentationTranslator.input(files));
        }

        @Override
        public List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
            SegmentationTranslator raw =
                    new SegmentationTranslator(SegmentationTranslator.input(files), MixTransformer::mapSide);
            return List.of(
                    new TaskTranslator<>(Task.SEMANTIC_SEGMENTATION, Picture.class, PixelClasses.class, raw),
                    new TaskTranslator<>(
                            Task.SEMANTIC_SEGMENTATION,
                            Image.class,
                            CategoryMask.class,
                            CategoryMasks.translator(
                                    raw,
                                    DetectionLabels.of(files),
                                    DaFormerSettings.of(files.configuration()).classes())));
        }
    }
}
