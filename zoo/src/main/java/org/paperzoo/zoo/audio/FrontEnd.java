package org.paperzoo.zoo.audio;

import java.util.function.DoubleUnaryOperator;

/**
 * What the field's front ends have in common: frames under a window, their spectra, sums under mel triangles, and a
 * logarithm. Memory is the features' and one frame's.
 *
 * @param window weights of a frame
 * @param shift samples from one frame to the next
 * @param size points of the Fourier transform, at least those of a frame
 * @param edges what is beyond the first and the last sample
 * @param scale by which samples are multiplied
 * @param emphasis of each frame, after its mean is subtracted, as Kaldi does; 0 for neither
 * @param magnitude whether magnitudes are summed and not their squares
 * @param bank the triangles
 * @param last what is done to each sum in the end
 */
record FrontEnd(
        double[] window,
        int shift,
        int size,
        Edges edges,
        double scale,
        double emphasis,
        boolean magnitude,
        MelBank bank,
        DoubleUnaryOperator last) {

    /** What is beyond the first and the last sample. */
    enum Edges {
        /** Nothing: only whole frames count. */
        CUT,
        /** The sound mirrored; frames are centred on their place. */
        MIRRORED,
        /** Silence; frames are centred on their place. */
        SILENT
    }

    /** Number of frames of a sound. */
    int frames(int samples) {
        if (edges == Edges.CUT) {
            return samples < window.length ? 0 : 1 + (samples - window.length) / shift;
        }
        if (edges == Edges.MIRRORED && samples <= window.length / 2) {
            throw new IllegalArgumentException("a sound of " + samples
                    + " samples is too short to be mirrored; expected more" + " than " + window.length / 2);
        }
        return 1 + samples / shift;
    }

    /** The features of a sound. */
    Features of(float[] samples) {
        int frames = frames(samples.length);
        int bins = bank.bins();
        float[] values = new float[Math.multiplyExact(frames, bins)];
        Fourier fourier = new Fourier(size);
        double[] frame = new double[size];
        double[] spectrum = new double[fourier.bins()];
        for (int i = 0; i < frames; i++) {
            cut(samples, i, frame);
            fourier.power(frame, spectrum);
            if (magnitude) {
                for (int k = 0; k < spectrum.length; k++) {
                    spectrum[k] = Math.sqrt(spectrum[k]);
                }
            }
            for (int bin = 0; bin < bins; bin++) {
                values[i * bins + bin] = (float) last.applyAsDouble(bank.energy(bin, spectrum));
            }
        }
        return new Features(frames, bins, values);
    }

    private void cut(float[] samples, int index, double[] frame) {
        int length = window.length;
        int start = index * shift - (edges == Edges.CUT ? 0 : length / 2);
        for (int i = 0; i < length; i++) {
            frame[i] = scale * at(samples, start + i);
        }
        if (emphasis != 0) {
            emphasise(frame, length);
        }
        for (int i = 0; i < length; i++) {
            frame[i] *= window[i];
        }
    }

    private double at(float[] samples, int position) {
        if (position >= 0 && position < samples.length) {
            return samples[position];
        }
        if (edges == Edges.SILENT) {
            return 0;
        }
        return samples[position < 0 ? -position : 2 * (samples.length - 1) - position];
    }

    private void emphasise(double[] frame, int length) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += frame[i];
        }
        double mean = sum / length;
        double before = frame[0] - mean;
        for (int i = 0; i < length; i++) {
            double level = frame[i] - mean;
            frame[i] = level - emphasis * before;
            before = level;
        }
    }
}
