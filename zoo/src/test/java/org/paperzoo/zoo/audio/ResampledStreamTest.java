package org.paperzoo.zoo.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampledStreamTest {

    /** From {@code transforms.Resample} of torchaudio 0.13.1. */
    @ParameterizedTest
    @CsvSource({"16000, 22050", "44100, 16000", "16000, 8000"})
    void equalsTorchaudio(int rate, int wanted) throws IOException {
        float[] samples = Arrays.copyOf(
                AudioReader.read(FeatureParityTest.file("chirp.wav")).samples(), 2000);
        FeatureParityTest.assertClose(
                floats("resampled-" + rate + "-" + wanted + ".f32"),
                new Waveform(rate, samples).at(wanted).samples(),
                1e-6);
    }

    /** From {@code compliance.kaldi.mfcc} of torchaudio 0.13.1, which computes in float32. */
    @Test
    void cepstralCoefficientsEqualTorchaudio() throws IOException {
        float[] samples = AudioReader.read(FeatureParityTest.file("chirp.wav")).samples();
        Mfcc mfcc = new Mfcc(new FilterBank(16000, 23, Window.POVEY, FilterBank.SIXTEEN_BITS), 13, 22);
        FeatureParityTest.assertClose(floats("mfcc.f32"), mfcc.of(samples).values(), 5e-4);
    }

    @ParameterizedTest
    @CsvSource({"16000, 22050", "44100, 16000", "48000, 16000", "8000, 48000", "1, 3"})
    void aStreamGivesTheSameNumbersAsTheWhole(int rate, int wanted) throws IOException {
        Random random = new Random(rate);
        float[] samples = new float[50_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextFloat() - 0.5f;
        }
        float[] whole = new Waveform(rate, samples).at(wanted).samples();
        try (ResampledStream stream = new ResampledStream(new InMemory(rate, samples), wanted)) {
            assertArrayEquals(whole, Waveform.of(stream, "memory").samples());
        }
    }

    @Test
    void aMeasureOfSilenceStaysSilent() {
        assertArrayEquals(
                new float[50], new Waveform(16000, new float[100]).at(8000).samples());
        assertEquals(0, new Waveform(16000, new float[0]).at(8000).samples().length);
    }

    @Test
    void ratesWithLittleInCommonAreRefusedBeforeWeightsAreComputed() {
        Waveform waveform = new Waveform(16_777_213, new float[1]);
        assertThrows(IllegalArgumentException.class, () -> waveform.at(16_777_199));
        assertThrows(IllegalArgumentException.class, () -> waveform.at(0));
    }

    private static float[] floats(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(FeatureParityTest.file(name)));
        float[] floats = new float[bytes.remaining() / 4];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** Hands its samples out in pieces of changing lengths. */
    private static final class InMemory implements AudioStream {

        private final int rate;
        private final float[] samples;
        private final Random random = new Random(1);
        private int next;

        InMemory(int rate, float[] samples) {
            this.rate = rate;
            this.samples = samples;
        }

        @Override
        public int rate() {
            return rate;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int read(float[] target) {
            if (next == samples.length) {
                return -1;
            }
            int count = Math.min(samples.length - next, 1 + random.nextInt(target.length));
            System.arraycopy(samples, next, target, 0, count);
            next += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
