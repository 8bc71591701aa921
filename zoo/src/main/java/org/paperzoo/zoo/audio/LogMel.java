package org.paperzoo.zoo.audio;

import java.util.Arrays;
import org.paperzoo.zoo.audio.FrontEnd.Edges;

/** Log-mel spectrograms of speech models at 16 kHz over librosa's triangles. */
public final class LogMel {

    private static final int RATE = 16000;
    private static final int SHIFT = 160;
    private static final int FRAME = 400;

    private LogMel() {}

    /**
     * Whisper's (openai/whisper, {@code audio.py}, {@code log_mel_spectrogram}): the sound is cut or filled with silence to a
     * length; frames of 25 ms each 10 ms, centred; base-10 logarithms no more than 8 below the largest, {@code (v + 4) / 4}.
     *
     * @param bins 80, or 128 for large-v3
     * @param seconds the length: 30 for the published models
     * @return {@code [100 * seconds, bins]}; the network reads {@link Features#byBins()}
     */
    public static Features whisper(float[] samples, int bins, int seconds) {
        if (seconds < 1 || seconds > 3600) {
            throw new IllegalArgumentException("a chunk of " + seconds + " seconds; expected 1 to 3600");
        }
        Features features = new FrontEnd(
                        Window.HANN_PERIODIC.weights(FRAME),
                        SHIFT,
                        FRAME,
                        Edges.MIRRORED,
                        1,
                        0,
                        false,
                        MelBank.slaney(bins, FRAME, RATE, 0, RATE / 2.0),
                        energy -> Math.log10(Math.max(energy, 1e-10)))
                .of(Arrays.copyOf(samples, seconds * RATE));
        // The last frame is centred on what comes after the end.
        float[] values = Arrays.copyOf(features.values(), (features.frames() - 1) * bins);
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (Math.max(values[i], largest - 8) + 4) / 4;
        }
        return new Features(features.frames() - 1, bins, values);
    }

    /**
     * The spectrogram that SpeechT5 is trained to speak (HuggingFace's {@code SpeechT5FeatureExtractor}): frames of 64 ms
     * each 16 ms, centred; magnitudes, not squares; 80 to 7600 Hz; base-10 logarithms from 1e-10 on.
     */
    public static Features speechT5(float[] samples, int bins) {
        int frame = 1024;
        return new FrontEnd(
                        Window.HANN_PERIODIC.weights(frame),
                        256,
                        frame,
                        Edges.MIRRORED,
                        1,
                        0,
                        true,
                        MelBank.slaney(bins, frame, RATE, 80, 7600),
                        level -> Math.log10(Math.max(level, 1e-10)))
                .of(samples);
    }

    /** The waveform that SpeechT5 and wav2vec 2.0 hear: minus its mean, divided by the root of variance plus 1e-7. */
    public static float[] standardised(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        double mean = sum / samples.length;
        double squares = 0;
        for (float sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        double deviation = Math.sqrt(squares / samples.length + 1e-7);
        float[] standardised = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            standardised[i] = (float) ((samples[i] - mean) / deviation);
        }
        return standardised;
    }

    /**
     * NeMo's (NVIDIA/NeMo, {@code parts/preprocessing/features.py}, {@code FilterbankFeatures} without dither): pre-emphasis
     * of 0.97 over the whole, a Hann window of 25 ms in the middle of 512 points each 10 ms, centred over silence; natural
     * logarithms of energy plus 2^-24. Frames from {@code samples / 160} on are zeros.
     *
     * @param standardise whether each bin is standardised over the valid frames ({@code per_feature})
     * @param multiple of which the number of frames is made one by zeros; 0 for none ({@code pad_to})
     */
    public static Features nemo(float[] samples, int bins, boolean standardise, int multiple) {
        int size = 512;
        double[] window = new double[size];
        System.arraycopy(Window.HANN.weights(FRAME), 0, window, (size - FRAME) / 2, FRAME);
        float[] emphasised = samples.clone();
        for (int i = samples.length - 1; i > 0; i--) {
            emphasised[i] = samples[i] - 0.97f * samples[i - 1];
        }
        Features features = new FrontEnd(
                        window,
                        SHIFT,
                        size,
                        Edges.SILENT,
                        1,
                        0,
                        false,
                        MelBank.slaney(bins, size, RATE, 0, RATE / 2.0),
                        energy -> Math.log(energy + 0x1p-24))
                .of(emphasised);
        int valid = samples.length / SHIFT;
        if (standardise) {
            if (valid < 2) {
                throw new IllegalArgumentException(
                        "a sound of " + samples.length + " samples has too few frames to be standardised");
            }
            features = features.standardised(valid, true, 1e-5);
        }
        Features whole = features.resized(valid).resized(features.frames());
        return multiple < 1 ? whole : whole.resized((whole.frames() + multiple - 1) / multiple * multiple);
    }
}
