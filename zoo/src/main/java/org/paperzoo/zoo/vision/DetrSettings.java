package org.paperzoo.zoo.vision;

import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Activation;

/**
 * What a DETR is built from, read from either official format.
 *
 * @param backbone the backbone: a ResNet, or this project's own
 * @param channels channels of the pictures
 * @param dilation whether the backbone's last stage keeps the resolution (DC5)
 * @param width width of the transformer
 * @param encoder the encoder's stack
 * @param decoder the decoder's stack
 * @param queries number of object queries: the most objects that can be found in a picture
 * @param classes number of classes without "no object"; the authors count up to the largest category number
 * @param positions how places in the picture are told apart
 * @param preNorm whether layers normalise their inputs, not their sums
 * @param activation between the two maps of a feed-forward
 * @param dropout dropout rates in training
 * @param masks whether it has the mask head of panoptic segmentation
 */
public record DetrSettings(
        Backbone.Design backbone,
        int channels,
        boolean dilation,
        int width,
        Stack encoder,
        Stack decoder,
        int queries,
        int classes,
        Positions positions,
        boolean preNorm,
        Activation activation,
        Dropout dropout,
        boolean masks) {

    /** A stack of layers. */
    public record Stack(int layers, int heads, int feedForward) {}

    /** Rates of dropout: of a sublayer's result, of attention weights, between the maps of a feed-forward. */
    public record Dropout(float residual, float attention, float activation) {}

    /** How places in the picture are told apart. */
    public enum Positions {
        /** Sines of the row and column, counted over what is not padding, scaled to 2π. */
        SINE,
        /** Trained vectors of 50 rows and 50 columns. */
        LEARNED
    }

    private static final int MOST_LAYERS = 256;
    private static final int MOST_STAGES = 6;
    private static final int WIDEST = 1 << 16;
    private static final List<String> SINE = List.of("v2", "sine");
    private static final List<String> LEARNED = List.of("v3", "learned");

    /**
     * Reads the authors' arguments ({@code hidden_dim}, {@code enc_layers}, …; facebookresearch/detr, {@code main.py}) or
     * HuggingFace's {@code config.json} ({@code d_model}, {@code encoder_layers}, …).
     */
    public static DetrSettings of(Configuration configuration) throws InvalidInputException {
        DetrSettings settings = isHuggingFace(configuration) ? huggingFace(configuration) : official(configuration);
        settings.check(configuration, isHuggingFace(configuration));
        return settings;
    }

    /** Whether a configuration is HuggingFace's. */
    static boolean isHuggingFace(Configuration configuration) {
        return configuration.has("d_model") || configuration.has("model_type");
    }

    private static DetrSettings official(Configuration configuration) throws InvalidInputException {
        int heads = bounded(configuration, "nheads", WIDEST);
        int feedForward = bounded(configuration, "dim_feedforward", WIDEST);
        float dropout = configuration.rate("dropout", 0.1);
        return new DetrSettings(
                backbone(configuration),
                3,
                configuration.flag("dilation", false),
                bounded(configuration, "hidden_dim", WIDEST),
                new Stack(bounded(configuration, "enc_layers", MOST_LAYERS), heads, feedForward),
                new Stack(bounded(configuration, "dec_layers", MOST_LAYERS), heads, feedForward),
                bounded(configuration, "num_queries", WIDEST),
                bounded(configuration, "num_classes", WIDEST),
                positions(configuration, "position_embedding"),
                configuration.flag("pre_norm", false),
                Activation.RELU,
                new Dropout(dropout, dropout, dropout),
                configuration.flag("masks", false));
    }

    /** Absent keys have the defaults of transformers' {@code DetrConfig}. HuggingFace has post-normalised layers only. */
    private static DetrSettings huggingFace(Configuration configuration) throws InvalidInputException {
        if (configuration.has("model_type") && !configuration.text("model_type").equals("detr")) {
            throw configuration.wrong("model_type", "detr");
        }
        return new DetrSettings(
                backbone(configuration),
                configuration.has("num_channels") ? bounded(configuration, "num_channels", WIDEST) : 3,
                configuration.flag("dilation", false),
                bounded(configuration, "d_model", 256, WIDEST),
                new Stack(
                        bounded(configuration, "encoder_layers", 6, MOST_LAYERS),
                        bounded(configuration, "encoder_attention_heads", 8, WIDEST),
                        bounded(configuration, "encoder_ffn_dim", 2048, WIDEST)),
                new Stack(
                        bounded(configuration, "decoder_layers", 6, MOST_LAYERS),
                        bounded(configuration, "decoder_attention_heads", 8, WIDEST),
                        bounded(configuration, "decoder_ffn_dim", 2048, WIDEST)),
                bounded(configuration, "num_queries", 100, WIDEST),
                labels(configuration),
                positions(configuration, "position_embedding_type"),
                false,
                configuration.activation("activation_function", Activation.RELU),
                new Dropout(
                        configuration.rate("dropout", 0.1),
                        configuration.rate("attention_dropout", 0),
                        configuration.rate("activation_dropout", 0)),
                segmentation(configuration));
    }

    private static Backbone.Design backbone(Configuration configuration) throws InvalidInputException {
        if (configuration.text("backbone", "").equals(SmallBackbone.Widths.LABEL)) {
            return smallBackbone(configuration);
        }
        if (!isTimm(configuration)) {
            return transformersBackbone(configuration);
        }
        String name = configuration.text("backbone", "resnet50");
        // timm's names may end in the training recipe: resnet50.a1_in1k.
        String depth = name.indexOf('.') < 0 ? name : name.substring(0, name.indexOf('.'));
        return ResNet.Depth.named(depth)
                .orElseThrow(() -> configuration.wrong("backbone", "one of " + ResNet.Depth.labels()));
    }

    /** A backbone of this project's own: the widths of its stages, and how many blocks each has. */
    private static SmallBackbone.Widths smallBackbone(Configuration configuration) throws InvalidInputException {
        List<Integer> widths = configuration.positives("backbone_widths");
        if (widths.size() > MOST_STAGES || !widths.stream().allMatch(width -> width % 8 == 0 && width <= WIDEST)) {
            throw configuration.wrong("backbone_widths", "at most " + MOST_STAGES + " multiples of 8");
        }
        List<Integer> blocks = configuration.positives("backbone_blocks");
        if (blocks.size() != widths.size() || !blocks.stream().allMatch(count -> count <= MOST_LAYERS)) {
            throw configuration.wrong("backbone_blocks", "a number of blocks for each of the stages");
        }
        if (configuration.flag("dilation", false)) {
            throw configuration.wrong("dilation", "false with the small backbone");
        }
        if (configuration.flag("masks", false)) {
            throw configuration.wrong("masks", "false with the small backbone");
        }
        return new SmallBackbone.Widths(widths, blocks);
    }

    /** Whether the backbone's parameters carry the names of torchvision and timm, and not those of transformers. */
    static boolean isTimm(Configuration configuration) {
        return configuration.json().path("use_timm_backbone").asBoolean(true);
    }

    /** A backbone of transformers' own: the depth follows from the number of blocks of its four stages. */
    private static ResNet.Depth transformersBackbone(Configuration configuration) throws InvalidInputException {
        String expected = "a \"resnet\" with the stages of one of " + ResNet.Depth.labels();
        if (!configuration.has("backbone_config")) {
            throw new InvalidInputException(configuration.source()
                    + ": \"use_timm_backbone\" is false; expected \"backbone_config\", " + expected);
        }
        if (configuration.flag("dilation", false)) {
            throw configuration.wrong("dilation", "false with a backbone of transformers, which cannot dilate");
        }
        Configuration backbone = Configuration.of(
                configuration.source() + ": \"backbone_config\"",
                configuration.json().get("backbone_config"));
        boolean bottleneck = backbone.text("layer_type", "bottleneck").equals("bottleneck");
        List<Integer> blocks = backbone.has("depths") ? backbone.positives("depths") : List.of(3, 4, 6, 3);
        for (ResNet.Depth depth : ResNet.Depth.values()) {
            if (depth.matches(bottleneck, blocks)
                    && backbone.text("model_type", "resnet").equals("resnet")
                    && !backbone.flag("downsample_in_bottleneck", false)
                    && !backbone.flag("downsample_in_first_stage", false)) {
                return depth;
            }
        }
        throw configuration.wrong("backbone_config", expected);
    }

    private static int labels(Configuration configuration) throws InvalidInputException {
        if (configuration.has("id2label")) {
            int labels = configuration.json().get("id2label").size();
            if (!configuration.json().get("id2label").isObject() || labels < 1 || labels > WIDEST) {
                throw configuration.wrong("id2label", "an object with a name for each class");
            }
            return labels;
        }
        return bounded(configuration, "num_labels", 2, WIDEST);
    }

    private static boolean segmentation(Configuration configuration) {
        if (configuration.has("architectures")) {
            for (var name : configuration.json().get("architectures")) {
                if (name.asText().equals("DetrForSegmentation")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Positions positions(Configuration configuration, String key) throws InvalidInputException {
        String name = configuration.text(key, "sine");
        if (SINE.contains(name)) {
            return Positions.SINE;
        }
        if (LEARNED.contains(name)) {
            return Positions.LEARNED;
        }
        throw configuration.wrong(key, "one of sine (v2), learned (v3)");
    }

    private static int bounded(Configuration configuration, String key, int largest) throws InvalidInputException {
        int value = configuration.positive(key);
        if (value > largest) {
            throw configuration.wrong(key, "at most " + largest);
        }
        return value;
    }

    private static int bounded(Configuration configuration, String key, int fallback, int largest)
            throws InvalidInputException {
        return configuration.has(key) ? bounded(configuration, key, largest) : fallback;
    }

    private void check(Configuration configuration, boolean huggingFace) throws InvalidInputException {
        String key = huggingFace ? "d_model" : "hidden_dim";
        // Sines and cosines alternate in either half of the width.
        int part = positions == Positions.SINE ? 4 : 2;
        if (width % part != 0) {
            throw configuration.wrong(key, "a multiple of " + part);
        }
        for (Stack stack : List.of(encoder, decoder)) {
            if (width % stack.heads() != 0) {
                throw configuration.wrong(key, "a multiple of the " + stack.heads() + " heads");
            }
        }
        // The mask head halves its channels four times and normalises them in up to 8 groups.
        for (int channels = width / 2; masks && channels >= width / 16; channels /= 2) {
            if (width < 16 || channels % Math.min(8, channels) != 0 || (width + maskHeads()) % 8 != 0) {
                throw configuration.wrong(key, "a multiple of 128 for the mask head");
            }
        }
    }

    /** Heads of the attention that the mask head reads: the encoder's in HuggingFace's format, the same in the authors'. */
    int maskHeads() {
        return encoder.heads();
    }
}
