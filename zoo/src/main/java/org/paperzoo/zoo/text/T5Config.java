package org.paperzoo.zoo.text;

import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Activation;

/**
 * What an official {@code config.json} says of a T5.
 *
 * @param vocabularySize V
 * @param width D, width of the residual stream
 * @param headWidth d; times heads it need not be the width
 * @param innerWidth F, width inside the feed-forward
 * @param buckets number of distance buckets of the position bias
 * @param maxDistance the distance from which on all share the last bucket
 * @param activation of the feed-forward
 * @param gated whether the feed-forward is gated (v1.1)
 * @param tied whether the embedding scores the vocabulary (v1.0)
 * @param initializerFactor factor of all initial values
 */
public record T5Config(
        int vocabularySize,
        int width,
        int headWidth,
        int innerWidth,
        int heads,
        int encoderLayers,
        int decoderLayers,
        int buckets,
        int maxDistance,
        float dropout,
        float epsilon,
        Activation activation,
        boolean gated,
        boolean tied,
        double initializerFactor,
        Part part) {

    /** How much of the network a checkpoint holds. */
    public enum Part {
        /** {@code T5EncoderModel}. */
        ENCODER,
        /** {@code T5Model}: encoder and decoder. */
        STATES,
        /** {@code T5ForConditionalGeneration}: with scores over the vocabulary. */
        WHOLE
    }

    private static final int MOST = 1 << 24;
    private static final int MOST_LAYERS = 1000;

    /** Reads and checks an official configuration. */
    public static T5Config of(Configuration file) throws InvalidInputException {
        if (file.has("model_type")) {
            file.oneOf("model_type", List.of("t5", "mt5"));
        }
        if (file.flag("tie_encoder_decoder", false)) {
            throw file.wrong("tie_encoder_decoder", "false: a decoder that shares the encoder's weights is not built");
        }
        int encoderLayers = file.size("num_layers", MOST_LAYERS);
        int buckets = file.size("relative_attention_num_buckets", MOST, 32);
        if (buckets < 4) {
            throw file.wrong("relative_attention_num_buckets", "an integer of at least 4");
        }
        int maxDistance = file.size("relative_attention_max_distance", MOST, 128);
        if (maxDistance <= buckets / 2) {
            throw file.wrong(
                    "relative_attention_max_distance", "more than half of the " + buckets + " buckets, " + buckets / 2);
        }
        double epsilon = file.number("layer_norm_epsilon", 1e-6);
        if (epsilon < 0) {
            throw file.wrong("layer_norm_epsilon", "a number of at least 0");
        }
        String projection = file.text("feed_forward_proj", "relu");
        boolean gated = projection.startsWith("gated-");
        String name = gated ? projection.substring("gated-".length()) : projection;
        // "gated-gelu" has always meant the tanh approximation; a file's own dense_act_fn goes before either.
        Activation activation = file.has("dense_act_fn")
                ? file.activation("dense_act_fn", null)
                : Activation.named(gated && name.equals("gelu") ? "gelu_new" : name)
                        .orElseThrow(() -> file.wrong(
                                "feed_forward_proj",
                                "one of " + Activation.labels() + ", perhaps with gated- before it"));
        return new T5Config(
                file.size("vocab_size", MOST),
                file.size("d_model", MOST),
                file.size("d_kv", MOST),
                file.size("d_ff", MOST),
                file.size("num_heads", 1 << 16),
                encoderLayers,
                file.size("num_decoder_layers", MOST_LAYERS, encoderLayers),
                buckets,
                maxDistance,
                file.rate("dropout_rate", 0.1),
                (float) epsilon,
                activation,
                file.flag("is_gated_act", gated),
                file.flag("tie_word_embeddings", true),
                file.number("initializer_factor", 1),
                part(file));
    }

    private static Part part(Configuration file) throws InvalidInputException {
        String name = file.officialClass("T5ForConditionalGeneration");
        return switch (name.replaceFirst("^MT5", "T5")) {
            case "T5EncoderModel" -> Part.ENCODER;
            case "T5Model" -> Part.STATES;
            case "T5ForConditionalGeneration", "T5WithLMHeadModel" -> Part.WHOLE;
            default -> throw file.wrong("architectures", "one of T5ForConditionalGeneration, T5Model, T5EncoderModel");
        };
    }
}
