package org.paperzoo.zoo.audio;

/**
 * Resampling as torchaudio does it (pytorch/audio, {@code functional/functional.py}, {@code resample} with
 * {@code sinc_interp_hann}; Smith, Digital Audio Resampling): a sinc cut off at 0.99 of the lower rate's half, under a
 * squared cosine of 6 zero crossings to each side, one kernel for each phase of the new rate. Kernels are computed in
 * float64 and rounded to float32, as {@code transforms.Resample} does.
 *
 * @see ResampledStream
 */
final class SincResampling {

    private static final int CROSSINGS = 6;
    private static final double ROLL_OFF = 0.99;
    private static final int MOST_WEIGHTS = 1 << 22;

    /** The rates divided by what they have in common: 441 and 160, for 44100 and 16000. */
    private final int from;

    private final int to;
    private final int[] starts;
    private final float[][] kernels;

    private SincResampling(int from, int to) {
        this.from = from;
        this.to = to;
        double cutoff = Math.min(from, to) * ROLL_OFF;
        starts = new int[to];
        kernels = new float[to][];
        for (int phase = 0; phase < to; phase++) {
            // Beyond the crossings there is nothing; one more at each end, because of rounding.
            int first = (int) Math.floor(from * ((double) phase / to - CROSSINGS / cutoff)) - 1;
            int last = (int) Math.ceil(from * ((double) phase / to + CROSSINGS / cutoff)) + 1;
            float[] kernel = new float[last - first + 1];
            // The reference divides the phase in float32, and computes in float64 from there on.
            double shift = (float) -phase / to;
            for (int i = first; i <= last; i++) {
                kernel[i - first] = (float) weight((shift + (double) i / from) * cutoff, cutoff / from);
            }
            starts[phase] = first;
            kernels[phase] = kernel;
        }
    }

    private static double weight(double t, double scale) {
        if (Math.abs(t) >= CROSSINGS) {
            return 0;
        }
        double cosine = Math.cos(t * Math.PI / CROSSINGS / 2);
        double sinc = t == 0 ? 1 : Math.sin(t * Math.PI) / (t * Math.PI);
        return sinc * (cosine * cosine * scale);
    }

    /**
     * A resampling between two rates.
     *
     * @throws IllegalArgumentException if a rate is below 1, or the rates have so little in common that there would be more
     *     than four million weights
     */
    static SincResampling of(int rate, int wanted) {
        if (rate < 1 || wanted < 1) {
            throw new IllegalArgumentException(
                    "resampling from " + rate + " to " + wanted + "; expected rates above 0");
        }
        int common = greatestCommonDivisor(rate, wanted);
        double weights = wanted / common * (2 * CROSSINGS / ROLL_OFF * Math.max(1, (double) rate / wanted) + 4);
        if (weights > MOST_WEIGHTS) {
            throw new IllegalArgumentException("resampling from " + rate + " to " + wanted + " takes more than "
                    + MOST_WEIGHTS + " weights; resample over a rate between them");
        }
        return new SincResampling(rate / common, wanted / common);
    }

    private static int greatestCommonDivisor(int one, int other) {
        return other == 0 ? one : greatestCommonDivisor(other, one % other);
    }

    /** How many samples become of so many: rounded up. */
    long length(long samples) {
        return (samples * to + from - 1) / from;
    }

    /** The first sample that a new one is made of; before the beginning and after the end there is silence. */
    long start(long index) {
        return index / to * from + starts[(int) (index % to)];
    }

    /** One past the last sample that a new one is made of. */
    long end(long index) {
        return start(index) + kernels[(int) (index % to)].length;
    }

    /** The weights of a new sample. */
    float[] kernel(long index) {
        return kernels[(int) (index % to)];
    }

    /** The whole sound at the new rate. */
    float[] resample(float[] samples) {
        long length = length(samples.length);
        if (length > Waveform.MOST_SAMPLES) {
            throw new IllegalArgumentException(length + " samples; expected at most " + Waveform.MOST_SAMPLES);
        }
        float[] resampled = new float[(int) length];
        for (int i = 0; i < resampled.length; i++) {
            long start = start(i);
            float[] kernel = kernel(i);
            int first = (int) Math.max(0, -start);
            int end = (int) Math.min(kernel.length, samples.length - start);
            float sum = 0;
            for (int k = first; k < end; k++) {
                sum += kernel[k] * samples[(int) start + k];
            }
            resampled[i] = sum;
        }
        return resampled;
    }
}
