package org.paperzoo.zoo.text;

import ai.djl.training.initializer.Initializer;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Activation;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.Linear;

/**
 * What an official {@code config.json} says of a BART.
 *
 * @param vocabularySize V
 * @param width D, width of the residual stream
 * @param positions number of positions that source and target may have
 * @param activation of the feed-forward
 * @param classifierDropout dropout before each map of the classification head
 * @param scaleEmbedding whether embedded tokens are multiplied by sqrt(D)
 * @param tied whether the embedding scores the vocabulary
 * @param classes number of classes of the classification head
 * @param startToken what the decoder is fed first
 * @param endToken the token whose state the classification head reads
 * @param initialDeviation standard deviation of initial weights; biases start at zero
 */
public record BartConfig(
        int vocabularySize,
        int width,
        int positions,
        int encoderLayers,
        int encoderHeads,
        int encoderInnerWidth,
        int decoderLayers,
        int decoderHeads,
        int decoderInnerWidth,
        Activation activation,
        float dropout,
        float attentionDropout,
        float activationDropout,
        float classifierDropout,
        boolean scaleEmbedding,
        boolean tied,
        int classes,
        int startToken,
        int endToken,
        double initialDeviation,
        Task task) {

    /** What stands on the network. */
    public enum Task {
        /** {@code BartModel}; it generates where the embedding scores the vocabulary. */
        STATES,
        /** {@code BartForConditionalGeneration}. */
        GENERATION,
        /** {@code BartForSequenceClassification}. */
        CLASSIFICATION,
        /** {@code BartForQuestionAnswering}. */
        QUESTION_ANSWERING
    }

    private static final int MOST = 1 << 24;
    private static final int MOST_LAYERS = 1000;

    /** Reads and checks an official configuration. */
    public static BartConfig of(Configuration file) throws InvalidInputException {
        if (file.has("model_type")) {
            file.oneOf("model_type", List.of("bart"));
        }
        int width = file.size("d_model", MOST);
        for (String heads : List.of("encoder_attention_heads", "decoder_attention_heads")) {
            if (width % file.size(heads, MOST) != 0) {
                throw file.wrong(heads, "a divisor of \"d_model\", " + width);
            }
        }
        int vocabulary = file.size("vocab_size", MOST);
        int classes = Math.max(1, file.json().path("id2label").size());
        return new BartConfig(
                vocabulary,
                width,
                file.size("max_position_embeddings", MOST),
                file.size("encoder_layers", MOST_LAYERS),
                file.positive("encoder_attention_heads"),
                file.size("encoder_ffn_dim", MOST),
                file.size("decoder_layers", MOST_LAYERS),
                file.positive("decoder_attention_heads"),
                file.size("decoder_ffn_dim", MOST),
                file.activation("activation_function", Activation.GELU),
                file.rate("dropout", 0.1),
                file.rate("attention_dropout", 0),
                file.rate("activation_dropout", 0),
                file.rate("classifier_dropout", 0),
                file.flag("scale_embedding", false),
                file.flag("tie_word_embeddings", true),
                file.has("id2label") ? classes : file.size("num_labels", MOST, 3),
                token(file, "decoder_start_token_id", vocabulary),
                token(file, "eos_token_id", vocabulary),
                file.number("init_std", 0.02),
                task(file));
    }

    private static int token(Configuration file, String key, int vocabulary) throws InvalidInputException {
        int token = file.nonNegative(key, 2);
        if (token >= vocabulary) {
            throw file.wrong(key, "a token of the vocabulary, below " + vocabulary);
        }
        return token;
    }

    private static Task task(Configuration file) throws InvalidInputException {
        return switch (file.officialClass("BartForConditionalGeneration")) {
            case "BartModel" -> Task.STATES;
            case "BartForConditionalGeneration" -> Task.GENERATION;
            case "BartForSequenceClassification" -> Task.CLASSIFICATION;
            case "BartForQuestionAnswering" -> Task.QUESTION_ANSWERING;
            default ->
                throw file.wrong(
                        "architectures",
                        "one of BartForConditionalGeneration, BartModel, BartForSequenceClassification,"
                                + " BartForQuestionAnswering");
        };
    }

    /** Whether the network scores the vocabulary. A bare one does where its embedding can. */
    boolean generates() {
        return task == Task.GENERATION || task == Task.STATES && tied;
    }

    Initializer initial() {
        return InitialValues.normal(initialDeviation);
    }

    Linear linear(long in, long out) {
        return Linear.of(in, out, initial(), InitialValues.zeros());
    }

    void checkLength(int tokens) {
        if (tokens > positions) {
            throw new IllegalArgumentException(
                    tokens + " tokens are too many: the network has positions for " + positions);
        }
    }
}
