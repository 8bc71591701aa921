package org.paperzoo.zoo.vision;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.TensorSource;

/**
 * Where DETR's parameters lie in checkpoints of HuggingFace transformers ({@code DetrForObjectDetection},
 * {@code DetrForSegmentation}): one matrix for each attention projection, other names for the same layers.
 *
 * @param timmBackbone whether the backbone is timm's, whose names are torchvision's, or transformers' own
 */
record HuggingFaceDetrNames(boolean timmBackbone) implements NameRule {

    private static final String SEGMENTATION = "detr.";
    private static final String BACKBONE = "model.backbone.conv_encoder.model.";

    /** Regular expressions on the authors' names, applied one after another. */
    private static final Map<String, String> LAYERS = replacements(
            "^transformer\\.decoder\\.norm\\.", "model.decoder.layernorm.",
            "^transformer\\.", "model.",
            "\\.multihead_attn\\.", ".encoder_attn.",
            "\\.linear([12])\\.", ".fc$1.",
            "\\.norm1\\.", ".self_attn_layer_norm.",
            "(encoder\\.layers\\.\\d+)\\.norm2\\.", "$1.final_layer_norm.",
            "(decoder\\.layers\\.\\d+)\\.norm2\\.", "$1.encoder_attn_layer_norm.",
            "\\.norm3\\.", ".final_layer_norm.",
            "^class_embed\\.", "class_labels_classifier.",
            "^bbox_embed\\.", "bbox_predictor.",
            "^query_embed\\.", "model.query_position_embeddings.",
            "^input_proj\\.", "model.input_projection.",
            "^backbone\\.0\\.body\\.", BACKBONE,
            "^backbone\\.1\\.row_embed\\.", "model.backbone.position_embedding.row_embeddings.",
            "^backbone\\.1\\.col_embed\\.", "model.backbone.position_embedding.column_embeddings.");

    private static final Map<String, String> OWN_BACKBONE = replacements(
            "\\.model\\.conv1\\.", ".model.embedder.embedder.convolution.",
            "\\.model\\.bn1\\.", ".model.embedder.embedder.normalization.",
            "\\.downsample\\.0\\.", ".shortcut.convolution.",
            "\\.downsample\\.1\\.", ".shortcut.normalization.",
            "\\.conv1\\.", ".layer.0.convolution.",
            "\\.conv2\\.", ".layer.1.convolution.",
            "\\.conv3\\.", ".layer.2.convolution.",
            "\\.bn1\\.", ".layer.0.normalization.",
            "\\.bn2\\.", ".layer.1.normalization.",
            "\\.bn3\\.", ".layer.2.normalization.",
            "\\.layer1\\.(\\d+)\\.", ".encoder.stages.0.layers.$1.",
            "\\.layer2\\.(\\d+)\\.", ".encoder.stages.1.layers.$1.",
            "\\.layer3\\.(\\d+)\\.", ".encoder.stages.2.layers.$1.",
            "\\.layer4\\.(\\d+)\\.", ".encoder.stages.3.layers.$1.");

    @Override
    public TensorSource source(String parameter) {
        boolean inner = parameter.startsWith(SEGMENTATION);
        String name = replace(inner ? parameter.substring(SEGMENTATION.length()) : parameter, LAYERS);
        if (!timmBackbone && name.startsWith(BACKBONE)) {
            name = replace(name, OWN_BACKBONE);
        }
        String whole = inner ? SEGMENTATION + name : name;
        int packed = whole.indexOf(".in_proj_");
        if (packed < 0) {
            return new TensorSource.Whole(whole);
        }
        String attention = whole.substring(0, packed);
        String kind = whole.substring(packed + ".in_proj_".length());
        return new TensorSource.Stacked(Stream.of("q", "k", "v")
                .map(each -> attention + "." + each + "_proj." + kind)
                .toList());
    }

    private static String replace(String name, Map<String, String> replacements) {
        String replaced = name;
        for (var entry : replacements.entrySet()) {
            replaced = replaced.replaceAll(entry.getKey(), entry.getValue());
        }
        return replaced;
    }

    private static Map<String, String> replacements(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
