package org.paperzoo.evaluation.metric.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;

/** Against torch's cross entropy in double precision, and what is computed of it. */
class PerplexityTest {

    private static final double TOLERANCE = 1e-10;

    private final List<TokenLogits> logits = new ArrayList<>();
    private final List<TokenLabels> labels = new ArrayList<>();
    private final JsonNode expected =
            ReferenceCases.json("language_modelling/expected.json").at("/cases/logits");

    PerplexityTest() throws Exception {
        JsonNode inputs = ReferenceCases.json("language_modelling/inputs.json");
        Path file = Path.of(Objects.requireNonNull(
                        PerplexityTest.class.getResource("/metrics/language_modelling/inputs.safetensors"))
                .toURI());
        try (SafetensorsCheckpoint tensors = SafetensorsCheckpoint.open(file)) {
            List<Long> shape = tensors.info("logits").shape();
            int length = shape.get(1).intValue();
            int vocabulary = shape.get(2).intValue();
            FloatBuffer numbers = tensors.read("logits").asFloatBuffer();
            LongBuffer tokens = tensors.read("labels").asLongBuffer();
            for (int text = 0; text < shape.get(0); text++) {
                float[] rows = new float[length * vocabulary];
                numbers.get(rows);
                int[] right = new int[length];
                Arrays.setAll(right, place -> (int) tokens.get());
                logits.add(TokenLogits.of(rows, vocabulary));
                // Only the sums are known; they stand with the first text.
                labels.add(TokenLabels.of(
                        right,
                        text == 0 ? inputs.get("n_bytes").longValue() : 0,
                        text == 0 ? inputs.get("n_words").longValue() : 0));
            }
        }
    }

    @Test
    void everyHeadlineIsThatOfItsReference() {
        agrees("perplexity_token_weighted", Perplexity.Headline.TOKEN);
        agrees("mean_of_sequence_perplexities(HF evaluate perplexity: mean over texts)", Perplexity.Headline.TEXT);
        agrees("byte_perplexity", Perplexity.Headline.BYTE);
        agrees("word_perplexity", Perplexity.Headline.WORD);
        agrees("bits_per_byte", Perplexity.Headline.BITS_PER_BYTE);
        agrees("label_smoothing_0.1_mean", Perplexity.Headline.SMOOTHED_LOSS);
    }

    private void agrees(String name, Perplexity.Headline headline) {
        MetricResult result = Perplexity.of(headline).evaluate(logits, labels);
        close(expected.get(name).doubleValue(), result.value(), name);
        close(expected.get("sum_nll_float64").doubleValue(), result.number("sum_nll"), name);
    }

    private static void close(double expected, double actual, String name) {
        assertEquals(expected, actual, TOLERANCE * Math.max(1, Math.abs(expected)), name);
    }

    @Test
    void theOtherValuesAreThoseOfTheReference() {
        MetricResult result = Perplexity.of(Perplexity.Headline.TOKEN).evaluate(logits, labels);
        assertEquals(expected.get("n_tokens").doubleValue(), result.number("n_tokens"));
        for (String name : List.of("exp_of_mean_sequence_loss", "bits_per_token", "next_token_accuracy")) {
            close(expected.get(name).doubleValue(), result.number(name), name);
        }
        assertEquals(
                expected.get("torchmetrics_perplexity(float32)").doubleValue(), result.value(), 1e-5 * result.value());
    }

    @Test
    void splitShuffledAndMergedItScoresTheSame() {
        ReferenceCases.assertMergesExactly(Perplexity.of(Perplexity.Headline.WORD), logits, labels, 12);
    }

    @Test
    void logitsThatAreAlikeArePerplexedByAllTokens() {
        Perplexity perplexity = new Perplexity(Perplexity.Headline.SMOOTHED_LOSS, 0.25);
        assertEquals("loss-label-smoothed-0.25", perplexity.definition().id());
        MetricResult result = perplexity.evaluate(
                List.of(TokenLogits.of(new float[30], 10)), List.of(TokenLabels.of(3, TokenLabels.IGNORED, 9)));
        assertEquals(10, result.number("perplexity"), 1e-12);
        assertEquals(Math.log(10), result.value(), 1e-15);
        assertEquals(2, result.number("n_tokens"));
        assertFalse(result.values().containsKey("byte_perplexity"));
    }

    @Test
    void addingToAllLogitsOfAPlaceChangesNothing() {
        Random random = new Random(1);
        float[] rows = new float[60];
        float[] shifted = new float[60];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = random.nextInt(64) / 8f;
            shifted[i] = rows[i] + 1024;
        }
        Perplexity perplexity = Perplexity.of(Perplexity.Headline.TOKEN);
        List<TokenLabels> right = List.of(TokenLabels.of(1, 2, 3, 4, 5, 6));
        assertEquals(
                perplexity.evaluate(List.of(TokenLogits.of(rows, 10)), right).value(),
                perplexity.evaluate(List.of(TokenLogits.of(shifted, 10)), right).value(),
                1e-11);
    }

    @Test
    void tokensThatAreRuledOutHaveNoProbability() {
        float[] rows = {0, Float.NEGATIVE_INFINITY, 0};
        Perplexity perplexity = new Perplexity(Perplexity.Headline.TOKEN, 0);
        assertEquals("perplexity-token-0.0", perplexity.definition().id());
        assertEquals(
                2,
                perplexity
                        .evaluate(List.of(TokenLogits.of(rows, 3)), List.of(TokenLabels.of(2)))
                        .value(),
                1e-15);
        assertEquals(
                Double.POSITIVE_INFINITY,
                perplexity
                        .evaluate(List.of(TokenLogits.of(rows, 3)), List.of(TokenLabels.of(1)))
                        .value());
    }

    @Test
    void aTextWithoutTokensThatCountLeavesTheMeanOverTextsUndefined() {
        Perplexity perplexity = Perplexity.of(Perplexity.Headline.TEXT);
        MetricResult result = perplexity.evaluate(
                List.of(TokenLogits.of(new float[3], 3), TokenLogits.of(new float[3], 3)),
                List.of(TokenLabels.of(0), TokenLabels.of(TokenLabels.IGNORED)));
        assertTrue(Double.isNaN(result.value()));
        assertEquals(3, result.number("perplexity"), 1e-12);
    }

    @Test
    void wrongInputIsRefusedAndLeavesTheStateAsItWas() {
        var accumulator = Perplexity.of(Perplexity.Headline.BYTE).newAccumulator();
        TokenLogits one = TokenLogits.of(new float[3], 3);
        assertEquals(
                "label 3 is no token: expected 0 to 2, or -100 for a place that does not count",
                refusal(() -> accumulator.update(one, TokenLabels.of(new int[] {3}, 1, 1))));
        assertEquals(
                "the text has logits of 1 places and labels of 2",
                refusal(() -> accumulator.update(one, TokenLabels.of(new int[] {1, 2}, 1, 1))));
        assertEquals(
                "perplexity-byte needs to know how many bytes each text has",
                refusal(() -> accumulator.update(one, TokenLabels.of(1))));
        assertEquals(
                "the logits of place 0 give no probabilities: expected numbers, of which some may be -infinity, but not"
                        + " all",
                refusal(() -> accumulator.update(
                        TokenLogits.of(new float[] {0, Float.NaN, 0}, 3), TokenLabels.of(new int[] {1}, 1, 1))));
        assertEquals(0, accumulator.size());
        assertThrows(IllegalArgumentException.class, () -> TokenLogits.of(new float[4], 3));
        assertThrows(IllegalArgumentException.class, () -> new Perplexity(Perplexity.Headline.TOKEN, Double.NaN));
    }

    private static String refusal(Runnable runnable) {
        return assertThrows(IllegalArgumentException.class, runnable::run).getMessage();
    }
}
