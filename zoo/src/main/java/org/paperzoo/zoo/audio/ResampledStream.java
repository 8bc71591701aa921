package org.paperzoo.zoo.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * A stream at another rate, its channels averaged, resampled block by block: the same numbers as resampling the whole at
 * once ({@link SincResampling}), in memory that does not grow with the length.
 */
public final class ResampledStream implements AudioStream {

    private static final int BLOCK = 1 << 13;

    private final AudioStream stream;
    private final int rate;
    private final SincResampling resampling;
    private final float[] block;
    /** Samples from number {@code held} on, {@code count} of them. */
    private float[] window = new float[4 * BLOCK];

    private long held;
    private int count;
    private long next;
    private long length = Long.MAX_VALUE;

    /**
     * Resamples a stream, which is closed with this one.
     *
     * @throws IllegalArgumentException if the rates have too little in common
     */
    public ResampledStream(AudioStream stream, int rate) {
        this.stream = stream;
        this.rate = rate;
        resampling = SincResampling.of(stream.rate(), rate);
        block = new float[BLOCK * stream.channels()];
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
    public int read(float[] target) throws IOException {
        if (target.length == 0) {
            throw new IllegalArgumentException("no room for a sample");
        }
        int made = 0;
        while (made < target.length && next < length) {
            if (length == Long.MAX_VALUE && resampling.end(next) > held + count) {
                if (made > 0) {
                    return made;
                }
                fill();
            } else {
                target[made++] = sample();
            }
        }
        return made == 0 ? -1 : made;
    }

    private float sample() {
        long start = resampling.start(next);
        float[] kernel = resampling.kernel(next);
        next++;
        int first = (int) Math.max(0, held - start);
        int end = (int) Math.min(kernel.length, held + count - start);
        float sum = 0;
        for (int k = first; k < end; k++) {
            sum += kernel[k] * window[(int) (start + k - held)];
        }
        return sum;
    }

    /** Drops what no further sample needs and reads a block; at the end, the length becomes known. */
    private void fill() throws IOException {
        int gone = (int) Math.max(0, Math.min(count, resampling.start(next) - held));
        System.arraycopy(window, gone, window, 0, count - gone);
        held += gone;
        count -= gone;
        int read = stream.read(block);
        if (read < 0) {
            length = resampling.length(held + count);
            return;
        }
        if (count + read > window.length) {
            window = Arrays.copyOf(window, 2 * (count + read));
        }
        int channels = stream.channels();
        for (int i = 0; i < read; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += block[i * channels + channel];
            }
            window[count++] = sum / channels;
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
