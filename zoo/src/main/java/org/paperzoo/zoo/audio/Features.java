package org.paperzoo.zoo.audio;

/**
 * Numbers of each frame of sound.
 *
 * @param frames number of frames
 * @param bins numbers of a frame
 * @param values frame by frame: {@code [frames, bins]}; not copied
 */
public record Features(int frames, int bins, float[] values) {

    public Features {
        if (frames < 0 || bins < 1 || values.length != (long) frames * bins) {
            throw new IllegalArgumentException(
                    values.length + " numbers for " + frames + " frames of " + bins + " bins");
        }
    }

    /** The values bin by bin: {@code [bins, frames]}. */
    public float[] byBins() {
        float[] turned = new float[values.length];
        for (int frame = 0; frame < frames; frame++) {
            for (int bin = 0; bin < bins; bin++) {
                turned[bin * frames + frame] = values[frame * bins + bin];
            }
        }
        return turned;
    }

    /** Cut off behind a number of frames, or filled up with frames of zeros. */
    public Features resized(int wanted) {
        float[] resized = new float[Math.multiplyExact(wanted, bins)];
        System.arraycopy(values, 0, resized, 0, Math.min(values.length, resized.length));
        return new Features(wanted, bins, resized);
    }

    /**
     * Frames stacked for a lower frame rate (FunASR, {@code apply_lfr}): {@code (stacked - 1) / 2} copies of the first
     * frame are put first, then each {@code step} frames a stack begins; the end is filled with the last frame.
     *
     * @param stacked frames of a stack
     * @param step frames from one stack to the next
     */
    public Features stacked(int stacked, int step) {
        if (stacked < 1 || step < 1) {
            throw new IllegalArgumentException(
                    "stacks of " + stacked + " frames each " + step + "; expected 1 or more");
        }
        int rows = (frames + step - 1) / step;
        int copies = (stacked - 1) / 2;
        float[] result = new float[Math.multiplyExact(Math.multiplyExact(rows, stacked), bins)];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < stacked; i++) {
                int frame = Math.max(0, Math.min(frames - 1, row * step + i - copies));
                System.arraycopy(values, frame * bins, result, (row * stacked + i) * bins, bins);
            }
        }
        return new Features(rows, stacked * bins, result);
    }

    /** Each number plus its bin's shift, times its bin's scale (FunASR, {@code apply_cmvn}). */
    public Features adjusted(float[] shift, float[] scale) {
        if (shift.length != bins || scale.length != bins) {
            throw new IllegalArgumentException(
                    shift.length + " shifts and " + scale.length + " scales for " + bins + " bins");
        }
        float[] adjusted = new float[values.length];
        for (int i = 0; i < adjusted.length; i++) {
            adjusted[i] = (values[i] + shift[i % bins]) * scale[i % bins];
        }
        return new Features(frames, bins, adjusted);
    }

    /**
     * Each bin minus its mean, divided by its deviation, over the first frames; the others become zeros.
     *
     * @param valid how many frames count
     * @param unbiased whether the deviation divides by one less than the number of frames
     * @param added to the deviation
     */
    Features standardised(int valid, boolean unbiased, double added) {
        float[] standardised = new float[values.length];
        for (int bin = 0; bin < bins; bin++) {
            double sum = 0;
            for (int frame = 0; frame < valid; frame++) {
                sum += values[frame * bins + bin];
            }
            double mean = sum / valid;
            double squares = 0;
            for (int frame = 0; frame < valid; frame++) {
                double distance = values[frame * bins + bin] - mean;
                squares += distance * distance;
            }
            double deviation = Math.sqrt(squares / (unbiased ? valid - 1 : valid)) + added;
            for (int frame = 0; frame < valid; frame++) {
                standardised[frame * bins + bin] = (float) ((values[frame * bins + bin] - mean) / deviation);
            }
        }
        return new Features(frames, bins, standardised);
    }

    /** Each bin minus its mean and divided by its deviation over all frames (Speech2Text, {@code utterance_cmvn}). */
    public Features standardised() {
        return standardised(frames, false, 0);
    }
}
