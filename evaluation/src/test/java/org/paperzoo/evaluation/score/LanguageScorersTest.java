package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.ReferenceCases;

class LanguageScorersTest {

    private final JsonNode expected =
            ReferenceCases.json("language_modelling/expected.json").at("/cases/logits");

    @TempDir
    private Path folder;

    private static String inputs() throws Exception {
        return Path.of(Objects.requireNonNull(
                                LanguageScorersTest.class.getResource("/metrics/language_modelling/inputs.safetensors"))
                        .toURI())
                .toString();
    }

    @Test
    void logitsOfAFileScoreAsInTheReferences() throws Exception {
        Map<String, String> values = Map.of(
                "token", "perplexity_token_weighted",
                "text", "mean_of_sequence_perplexities(HF evaluate perplexity: mean over texts)",
                "byte", "byte_perplexity",
                "word", "word_perplexity",
                "bits-per-byte", "bits_per_byte",
                "smoothed-loss", "label_smoothing_0.1_mean");
        Scorer scorer = Scorers.named("perplexity");
        for (Map.Entry<String, String> value : values.entrySet()) {
            Map<String, List<String>> given = Map.of(
                    "--logits", List.of(inputs()),
                    "--value", List.of(value.getKey()),
                    "--bytes", List.of("457"),
                    "--words", List.of("58"));
            double reference = expected.get(value.getValue()).doubleValue();
            ScoreReport report = ScoreRun.run(new ScoreRequest(
                    scorer,
                    ScoreArguments.of(scorer.options(), given),
                    false,
                    true,
                    null,
                    new SignificanceSettings(
                            OptionalInt.of(50), 0.9, OptionalLong.of(1), SignificanceSettings.PairedTest.BOOTSTRAP),
                    2));
            assertEquals(reference, report.result().value(), 1e-10 * Math.max(1, reference));
            assertTrue(report.intervals().value().lower()
                    < report.intervals().value().upper());
        }
    }

    @Test
    void valuesThatNeedSizesAreRefusedWithoutThem() throws Exception {
        String file = inputs();
        assertEquals(
                file + ": text 0: perplexity-word needs to know how many words each text has",
                refusal(Map.of("--logits", List.of(file), "--value", List.of("word"))));
    }

    /** The logits 0, 1 and -2, and one that rules its token out, are the same in every type. */
    @ParameterizedTest
    @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
    void allTypesOfNumbersAreRead(String type) throws IOException {
        ByteBuffer logits = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (double logit : new double[] {0, 1, -2, Double.NEGATIVE_INFINITY}) {
            switch (type) {
                case "F64" -> logits.putDouble(logit);
                case "F32" -> logits.putFloat((float) logit);
                case "BF16" -> logits.putShort((short) (Float.floatToIntBits((float) logit) >> 16));
                default ->
                    logits.putShort((short) (logit == 0 ? 0 : logit == 1 ? 0x3C00 : logit == -2 ? 0xC000 : 0xFC00));
            }
        }
        ByteBuffer labels =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(3);
        String file = file(
                type + ".safetensors",
                tensor("logits", type, "[1,1,4]", logits),
                tensor("labels", "I32", "[1,1]", labels),
                tensor("bytes", "I64", "[1]", bytes));
        double loss = 2 + Math.log(1 + Math.E + Math.exp(-2));
        ScoreReport report = run(Map.of("--logits", List.of(file), "--value", List.of("bits-per-byte")));
        assertEquals(loss / 3 / Math.log(2), report.result().value(), 1e-14);
    }

    @Test
    void filesThatDoNotFitAreRefused() throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4).putInt(0);
        String none = file("none.safetensors", tensor("logits", "F32", "[1,1,1]", four));
        assertEquals(none + ": has no tensor labels; it has [logits]", refusal(Map.of("--logits", List.of(none))));
        String flat = file("flat.safetensors", tensor("logits", "F32", "[1,1]", four));
        assertEquals(
                flat + ": logits have the shape [1, 1]; expected 3 axes", refusal(Map.of("--logits", List.of(flat))));
        String whole = file("whole.safetensors", tensor("logits", "I32", "[1,1,1]", four));
        assertEquals(
                whole + ": logits are I32; expected floating-point numbers",
                refusal(Map.of("--logits", List.of(whole))));
        String uneven = file(
                "uneven.safetensors",
                tensor("logits", "F16", "[1,1,2]", four),
                tensor(
                        "labels",
                        "I32",
                        "[1,1]",
                        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(2)));
        assertEquals(
                uneven + ": text 0: label 2 is no token: expected 0 to 1, or -100 for a place that does not count",
                refusal(Map.of("--logits", List.of(uneven))));
    }

    private static String refusal(Map<String, List<String>> given) {
        return assertThrows(IOException.class, () -> run(given)).getMessage();
    }

    private static ScoreReport run(Map<String, List<String>> given) throws IOException {
        return ScoreRun.run(ScoreRequest.of(Scorers.named("perplexity"), new HashMap<>(given)));
    }

    private record Tensor(String name, String type, String shape, byte[] content) {}

    private static Tensor tensor(String name, String type, String shape, ByteBuffer content) {
        byte[] bytes = new byte[content.position()];
        content.duplicate().flip().get(bytes);
        return new Tensor(name, type, shape, bytes);
    }

    private String file(String name, Tensor... tensors) throws IOException {
        StringBuilder header = new StringBuilder("{");
        int offset = 0;
        for (Tensor tensor : tensors) {
            header.append(offset == 0 ? "" : ",")
                    .append('"')
                    .append(tensor.name())
                    .append("\":{\"dtype\":\"")
                    .append(tensor.type())
                    .append("\",\"shape\":")
                    .append(tensor.shape())
                    .append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(offset += tensor.content().length)
                    .append("]}");
        }
        byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        for (Tensor tensor : tensors) {
            file.put(tensor.content());
        }
        return Files.write(folder.resolve(name), file.array()).toString();
    }
}
