package org.paperzoo.zoo.vision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.vision.MixTransformer.Stage;

/**
 * What a DAFormer is built from, read from mmsegmentation's dictionary of a model ({@code EncoderDecoder} of a
 * {@code MixVisionTransformer} and a {@code DAFormerHead}), or from a configuration that holds it as {@code model}.
 *
 * @param stages the encoder's four stages
 * @param queryKeyValueBias whether the encoder's projections to queries, keys and values have a bias
 * @param dropPath the encoder's rate of layers left out in training
 * @param levels numbers of the encoder's maps that the head reads, from 0
 * @param embedding channels of each level in the head
 * @param channels channels of the fused map
 * @param fusion how the levels are fused
 * @param dropout rate at which channels of the fused map are dropped in training
 * @param classes number of classes, at most 256: a label is a byte
 */
public record DaFormerSettings(
        List<Stage> stages,
        boolean queryKeyValueBias,
        float dropPath,
        List<Integer> levels,
        List<Integer> embedding,
        int channels,
        Fusion fusion,
        float dropout,
        int classes) {

    /**
     * Atrous spatial pyramid pooling.
     *
     * @param dilations of the branches; 1 is a convolution of single places
     * @param separable whether the other branches' convolutions are depthwise ones and then ones of single places
     * @param pool whether a branch holds the picture's mean
     */
    public record Fusion(List<Integer> dilations, boolean separable, boolean pool) {}

    private static final int STAGES = 4;
    private static final int WIDEST = 1 << 14;
    private static final int MOST_LAYERS = 256;
    private static final int MOST_CLASSES = 256;
    private static final int MOST_DILATIONS = 16;

    /** Reads a configuration. */
    public static DaFormerSettings of(Configuration configuration) throws InvalidInputException {
        Configuration model = configuration.has("model") ? part(configuration, "model") : configuration;
        requireText(model, "type", "EncoderDecoder");
        Configuration backbone = part(model, "backbone");
        Configuration head = part(model, "decode_head");
        requireText(head, "type", "DAFormerHead");
        if (head.flag("align_corners", false)) {
            throw head.wrong("align_corners", "false");
        }
        Configuration decoder = part(head, "decoder_params");
        requireText(part(decoder, "embed_cfg"), "type", "mlp");
        if (!decoder.json().path("embed_neck_cfg").asText().equals("same_as_embed_cfg")) {
            requireText(part(decoder, "embed_neck_cfg"), "type", "mlp");
        }
        Encoder encoder = Encoder.of(backbone);
        List<Integer> levels = levels(head, encoder.stages());
        int classes = head.size("num_classes", MOST_CLASSES);
        return new DaFormerSettings(
                encoder.stages(),
                encoder.bias(),
                encoder.dropPath(),
                levels,
                embedding(decoder, levels.size()),
                head.size("channels", WIDEST),
                fusion(part(decoder, "fusion_cfg")),
                head.rate("dropout_ratio", 0.1),
                classes);
    }

    private record Encoder(List<Stage> stages, boolean bias, float dropPath) {

        /** Depths of the published sizes {@code mit_b0} to {@code mit_b5} (Xie et al. 2021, table 6). */
        private static final List<List<Integer>> DEPTHS = List.of(
                List.of(2, 2, 2, 2),
                List.of(2, 2, 2, 2),
                List.of(3, 4, 6, 3),
                List.of(3, 4, 18, 3),
                List.of(3, 8, 27, 3),
                List.of(3, 6, 40, 3));

        static Encoder of(Configuration backbone) throws InvalidInputException {
            String type = backbone.text("type");
            if (type.matches("mit_b[0-5]")) {
                int size = type.charAt(type.length() - 1) - '0';
                List<Integer> widths = size == 0 ? List.of(32, 64, 160, 256) : List.of(64, 128, 320, 512);
                return new Encoder(
                        stages(widths, DEPTHS.get(size), List.of(1, 2, 5, 8), List.of(4, 4, 4, 4), List.of(8, 4, 2, 1)),
                        true,
                        backbone.rate("drop_path_rate", 0.1));
            }
            if (!type.equals("MixVisionTransformer")) {
                throw backbone.wrong("type", "MixVisionTransformer, or mit_b0 to mit_b5");
            }
            List<Integer> widths = ofStages(backbone, "embed_dims", WIDEST);
            List<Integer> heads = ofStages(backbone, "num_heads", WIDEST);
            for (int i = 0; i < STAGES; i++) {
                if (widths.get(i) % heads.get(i) != 0) {
                    throw backbone.wrong("embed_dims", "multiples of the heads " + heads);
                }
            }
            return new Encoder(
                    stages(
                            widths,
                            ofStages(backbone, "depths", MOST_LAYERS),
                            heads,
                            ofStages(backbone, "mlp_ratios", 64),
                            ofStages(backbone, "sr_ratios", 64)),
                    backbone.flag("qkv_bias", false),
                    backbone.rate("drop_path_rate", 0));
        }

        private static List<Stage> stages(
                List<Integer> widths,
                List<Integer> depths,
                List<Integer> heads,
                List<Integer> expansions,
                List<Integer> reductions) {
            List<Stage> stages = new ArrayList<>();
            for (int i = 0; i < STAGES; i++) {
                stages.add(new Stage(widths.get(i), depths.get(i), heads.get(i), expansions.get(i), reductions.get(i)));
            }
            return List.copyOf(stages);
        }

        private static List<Integer> ofStages(Configuration backbone, String key, int most)
                throws InvalidInputException {
            List<Integer> values = backbone.positives(key);
            if (values.size() != STAGES || values.stream().anyMatch(value -> value > most)) {
                throw backbone.wrong(key, STAGES + " integers from 1 to " + most);
            }
            return values;
        }
    }

    private static List<Integer> levels(Configuration head, List<Stage> stages) throws InvalidInputException {
        List<Integer> levels = new ArrayList<>();
        for (JsonNode level : head.json().path("in_index")) {
            if (!level.isIntegralNumber() || level.longValue() < 0 || level.longValue() >= STAGES) {
                throw head.wrong("in_index", "numbers of the encoder's stages, 0 to " + (STAGES - 1));
            }
            levels.add(level.intValue());
        }
        if (levels.isEmpty() || new HashSet<>(levels).size() != levels.size()) {
            throw head.wrong("in_index", "numbers of the encoder's stages, each at most once");
        }
        List<Integer> widths =
                levels.stream().map(level -> stages.get(level).width()).toList();
        if (!head.positives("in_channels").equals(widths)) {
            throw head.wrong("in_channels", "the widths of the encoder's stages, " + widths);
        }
        return List.copyOf(levels);
    }

    private static List<Integer> embedding(Configuration decoder, int levels) throws InvalidInputException {
        List<Integer> widths = decoder.positives("embed_dims");
        boolean single = decoder.json().get("embed_dims").isIntegralNumber();
        if (!single && widths.size() != levels || widths.stream().anyMatch(width -> width > WIDEST)) {
            throw decoder.wrong("embed_dims", "an integer from 1 to " + WIDEST + ", or one for each level");
        }
        return single ? Collections.nCopies(levels, widths.get(0)) : widths;
    }

    private static Fusion fusion(Configuration fusion) throws InvalidInputException {
        requireText(fusion, "type", "aspp");
        if (fusion.has("context_cfg")) {
            throw fusion.wrong("context_cfg", "null: a context layer is not known here");
        }
        List<Integer> dilations = fusion.positives("dilations");
        if (dilations.size() > MOST_DILATIONS || dilations.stream().anyMatch(dilation -> dilation > WIDEST)) {
            throw fusion.wrong("dilations", "at most " + MOST_DILATIONS + " integers from 1 to " + WIDEST);
        }
        return new Fusion(dilations, fusion.flag("sep", false), fusion.flag("pool", false));
    }

    private static Configuration part(Configuration whole, String key) throws InvalidInputException {
        return Configuration.of(
                whole.source() + ": \"" + key + "\"", whole.json().get(key));
    }

    private static void requireText(Configuration configuration, String key, String value)
            throws InvalidInputException {
        if (!configuration.text(key).equals(value)) {
            throw configuration.wrong(key, value);
        }
    }
}
