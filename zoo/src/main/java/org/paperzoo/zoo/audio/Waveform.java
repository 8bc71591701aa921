package org.paperzoo.zoo.audio;

import java.io.IOException;
import java.util.Arrays;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Sound of one channel.
 *
 * @param rate samples in a second
 * @param samples in [-1, 1]; not copied
 */
public record Waveform(int rate, float[] samples) {

    /** The most samples that are held at once: 4 hours and 40 minutes at 16 kHz, 1 GiB. */
    public static final int MOST_SAMPLES = 1 << 28;

    private static final int BLOCK = 1 << 14;

    public Waveform {
        if (rate < 1) {
            throw new IllegalArgumentException("a sampling rate of " + rate + "; expected at least 1");
        }
    }

    /**
     * Reads a stream to its end; channels are averaged. Memory grows with what is there, not with what a header says.
     *
     * @throws InvalidInputException if there are more than {@link #MOST_SAMPLES}
     */
    public static Waveform of(AudioStream stream, String source) throws IOException {
        int channels = stream.channels();
        float[] block = new float[Math.multiplyExact(BLOCK, channels)];
        float[] samples = new float[BLOCK];
        int count = 0;
        int read = stream.read(block);
        while (read >= 0) {
            if (read > MOST_SAMPLES - count) {
                throw new InvalidInputException(
                        source + ": longer than " + MOST_SAMPLES + " samples; read it as a stream");
            }
            if (count + read > samples.length) {
                samples = Arrays.copyOf(samples, Math.min(MOST_SAMPLES, Math.max(2 * samples.length, count + read)));
            }
            for (int i = 0; i < read; i++) {
                samples[count++] = mean(block, i * channels, channels);
            }
            read = stream.read(block);
        }
        return new Waveform(stream.rate(), Arrays.copyOf(samples, count));
    }

    private static float mean(float[] block, int from, int channels) {
        if (channels == 1) {
            return block[from];
        }
        float sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += block[from + channel];
        }
        return sum / channels;
    }

    /** The same sound at another rate: see {@link SincResampling}. */
    public Waveform at(int wanted) {
        return wanted == rate
                ? this
                : new Waveform(wanted, SincResampling.of(rate, wanted).resample(samples));
    }
}
