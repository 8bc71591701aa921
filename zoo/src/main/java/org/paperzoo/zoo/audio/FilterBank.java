package org.paperzoo.zoo.audio;

import org.paperzoo.zoo.audio.FrontEnd.Edges;

/**
 * Kaldi's log-mel filter bank without dither (kaldi-asr/kaldi, {@code feat/feature-fbank.cc}; torchaudio's
 * {@code compliance.kaldi.fbank}): frames of 25 ms each 10 ms, of whole frames only; mean subtracted, pre-emphasis of 0.97,
 * triangles from 20 Hz to half the rate, natural logarithm from float32's epsilon on.
 *
 * @param rate samples in a second
 * @param bins number of triangles
 * @param window shape of a frame: Povey's in Kaldi and Speech2Text, Hamming's in FunASR, Hann's in AST
 * @param scale by which samples are multiplied: 32768 for those who count in 16 bits (Kaldi, Speech2Text, FunASR), else 1
 */
public record FilterBank(int rate, int bins, Window window, double scale) {

    /** Samples as whole numbers of 16 bits. */
    public static final double SIXTEEN_BITS = 32768;

    /** float32's epsilon, below which no energy counts. */
    static final double FLOOR = 1.1920928955078125e-07;

    private static final double EMPHASIS = 0.97;
    private static final double LOWEST = 20;

    public FilterBank {
        if (rate < 100 || rate > 1 << 20) {
            throw new IllegalArgumentException("a sampling rate of " + rate + "; expected 100 to " + (1 << 20));
        }
    }

    /** The features of a sound, natural logarithms: {@code [1 + (samples - frame) / shift, bins]}. */
    public Features of(float[] samples) {
        return frontEnd().of(samples);
    }

    FrontEnd frontEnd() {
        int length = rate / 1000 * 25 + rate % 1000 * 25 / 1000;
        int shift = rate / 100;
        int size = Integer.highestOneBit(Math.max(1, length - 1)) * 2;
        return new FrontEnd(
                window.weights(length),
                shift,
                size,
                Edges.CUT,
                scale,
                EMPHASIS,
                false,
                MelBank.kaldi(bins, size, rate, LOWEST, rate / 2.0),
                energy -> Math.log(Math.max(energy, FLOOR)));
    }

    /**
     * AST's features (HuggingFace's {@code ASTFeatureExtractor}, numpy path): 128 bins under a Hann window at 16 kHz, cut off
     * or filled up with zeros, then {@code (value - mean) / (2 deviation)}.
     */
    public static Features ast(float[] samples, int frames, double mean, double deviation) {
        Features features =
                new FilterBank(16000, 128, Window.HANN, 1).of(samples).resized(frames);
        float[] values = features.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / (2 * deviation));
        }
        return features;
    }
}
