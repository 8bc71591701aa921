package org.paperzoo.zoo.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.nn.Activation;

/** What the two architectures read from official configurations, and refuse. */
class TextConfigTest {

    private static Configuration configuration(String name) throws IOException {
        return GoldenCase.read(Path.of("src/test/resources/golden", name)).configuration();
    }

    @ParameterizedTest
    @CsvSource({
        "t5-tiny, num_layers, 2000000000",
        "t5-tiny, num_heads, 0",
        "t5-tiny, d_kv, -1",
        "t5-tiny, dense_act_fn, relux",
        "t5-tiny, model_type, umt5",
        "t5-tiny, dropout_rate, 1.5",
        "t5-tiny, layer_norm_epsilon, -1",
        "t5-tiny, relative_attention_num_buckets, 3",
        "t5-tiny, relative_attention_max_distance, 4",
        "t5-tiny, tie_encoder_decoder, true",
        "t5-tiny, tie_word_embeddings, 7",
        "bart-tiny, encoder_attention_heads, 5",
        "bart-tiny, decoder_attention_heads, 64",
        "bart-tiny, max_position_embeddings, 0",
        "bart-tiny, eos_token_id, 96",
        "bart-tiny, activation_function, reluu",
        "bart-tiny, model_type, mbart",
        "bart-tiny, decoder_layers, 1001"
    })
    void aWrongValueIsRefusedWithItsKey(String name, String key, String value) throws IOException {
        Object typed = value.matches("-?\\d+")
                ? (Object) Integer.valueOf(value)
                : value.equals("true")
                        ? (Object) true
                        : value.matches("-?[\\d.]+") ? (Object) Double.valueOf(value) : value;
        Configuration wrong = configuration(name).with(key, typed);
        String slug = name.substring(0, name.indexOf('-'));
        var error = assertThrows(
                InvalidInputException.class, () -> Architectures.named(slug).build(wrong));
        assertTrue(error.getMessage().contains("\"" + key + "\" is "), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @ParameterizedTest
    @CsvSource({"t5-tiny, T5ForTokenClassification", "bart-tiny, BartForCausalLM"})
    void anUnknownClassIsRefused(String name, String official) throws IOException {
        Configuration wrong = configuration(name).with("architectures", List.of(official));
        var error = assertThrows(
                InvalidInputException.class,
                () -> Architectures.named(name.substring(0, name.indexOf('-'))).build(wrong));
        assertTrue(error.getMessage().contains(official), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "relu, RELU, false",
        "gelu, GELU, false",
        "silu, SILU, false",
        "gated-gelu, GELU_TANH, true",
        "gated-silu, SILU, true",
        "gated-gelu_new, GELU_TANH, true"
    })
    void theFeedForwardsNameSaysActivationAndGate(String projection, Activation activation, boolean gated)
            throws IOException {
        T5Config config = T5Config.of(configuration("t5-tiny")
                .with("feed_forward_proj", projection)
                .with("dense_act_fn", null)
                .with("is_gated_act", null));
        assertEquals(activation, config.activation());
        assertEquals(gated, config.gated());
    }

    @Test
    void anEncoderAloneHasNoDecodersParameters() throws IOException {
        var whole = new T5(T5Config.of(configuration("t5-v1_1-tiny")));
        var encoder =
                new T5(T5Config.of(configuration("t5-v1_1-tiny").with("architectures", List.of("T5EncoderModel"))));
        assertTrue(whole.getParameters().contains("lm_head.weight"));
        assertTrue(encoder.getParameters().keys().stream()
                .allMatch(name -> name.startsWith("encoder.") || name.equals("shared.weight")));
    }

    @ParameterizedTest
    @CsvSource({"t5-tiny, T5Model", "t5-tiny, T5EncoderModel", "bart-tiny, BartForSequenceClassification"})
    void aNetworkThatDoesNotScoreAVocabularyDoesNotGenerate(String name, String official) throws IOException {
        var network = (EncoderDecoder) Architectures.named(name.substring(0, name.indexOf('-')))
                .build(configuration(name).with("architectures", List.of(official)));
        var refusal = assertThrows(IllegalStateException.class, () -> network.decode(new NDList(), 1, 5));
        assertTrue(refusal.getMessage().contains("without a head"), refusal::getMessage);
    }

    @Test
    void aBareBartCheckpointHasItsNamesWithoutPrefix() throws IOException {
        Configuration bare = configuration("bart-tiny").with("architectures", List.of("BartModel"));
        var rule = Architectures.named("bart").nameRule("huggingface", bare);
        assertEquals(
                List.of("shared.weight"), rule.source("model.shared.weight").names());
        var block = Architectures.named("bart").build(bare);
        assertTrue(block.computedParameters().containsKey("final_logits_bias"));
    }
}
