package org.paperzoo.zoo.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;

/** Every front end against the numbers of its reference implementation: see {@code chirp.json}. */
class FeatureParityTest {

    @TestFactory
    List<DynamicTest> equalsTheReferences() throws Exception {
        JsonNode description = new ObjectMapper().readTree(file("chirp.json").toFile());
        float[] samples = AudioReader.read(file("chirp.wav")).samples();
        assertEquals(description.get("samples").intValue(), samples.length);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode each : description.get("cases")) {
            String name = each.get("name").textValue();
            tests.add(DynamicTest.dynamicTest(
                    name,
                    () -> assertClose(
                            expected(name),
                            computed(name, samples),
                            each.get("atol").doubleValue())));
        }
        assertEquals(11, tests.size());
        return tests;
    }

    private static float[] computed(String name, float[] samples) throws IOException {
        FilterBank povey = new FilterBank(16000, 80, Window.POVEY, FilterBank.SIXTEEN_BITS);
        FilterBank hamming = new FilterBank(16000, 80, Window.HAMMING, FilterBank.SIXTEEN_BITS);
        return switch (name) {
            case "kaldi.povey" -> povey.of(samples).values();
            case "kaldi.povey.cmvn" -> povey.of(samples).standardised().values();
            case "kaldi.hamming" -> hamming.of(samples).values();
            case "funasr.lfr" -> hamming.of(samples).stacked(7, 6).values();
            case "funasr.lfr.cmvn" -> {
                float[] table = expected("funasr.cmvn_table");
                yield hamming.of(samples)
                        .stacked(7, 6)
                        .adjusted(Arrays.copyOf(table, 560), Arrays.copyOfRange(table, 560, 1120))
                        .values();
            }
            case "ast" -> FilterBank.ast(samples, 128, -6.845978, 5.5654526).values();
            case "whisper" -> LogMel.whisper(samples, 80, 2).byBins();
            case "speecht5.waveform" -> LogMel.standardised(samples);
            case "speecht5.mel" -> LogMel.speechT5(samples, 80).values();
            case "nemo" -> LogMel.nemo(samples, 80, false, 0).byBins();
            case "nemo.per_feature" -> LogMel.nemo(samples, 80, true, 16).byBins();
            default -> throw new AssertionError("no front end for " + name);
        };
    }

    private static float[] expected(String name) throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(file("chirp.safetensors"), null)) {
            ByteBuffer bytes = checkpoint.read(name).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer floats = bytes.asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            return values;
        }
    }

    static void assertClose(float[] expected, float[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        double largest = 0;
        int where = 0;
        for (int i = 0; i < expected.length; i++) {
            double distance = Math.abs((double) expected[i] - actual[i]);
            if (!(distance <= largest)) {
                largest = distance;
                where = i;
            }
        }
        assertEquals(expected[where], actual[where], tolerance, "the largest difference, at number " + where);
    }

    static Path file(String name) throws IOException {
        try {
            return Path.of(FeatureParityTest.class
                    .getResource("/formats/audio/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
