package org.paperzoo.zoo.audio;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Triangles over the frequencies of a spectrum, evenly spaced on a scale of pitch. */
final class MelBank {

    /** A scale of pitch, with its inverse. */
    enum Scale {
        /** {@code 1127 ln(1 + f / 700)}: Kaldi's and HTK's. */
        LOGARITHMIC(f -> 1127 * Math.log(1 + f / 700), m -> 700 * (Math.exp(m / 1127) - 1)),
        /** Linear to 1000 Hz and logarithmic above: Slaney's Auditory Toolbox, librosa's default. */
        SLANEY(
                f -> f < 1000 ? f * 3 / 200 : 15 + Math.log(f / 1000) * 27 / Math.log(6.4),
                m -> m < 15 ? m * 200 / 3 : 1000 * Math.exp((m - 15) * Math.log(6.4) / 27));

        private final DoubleUnaryOperator toMel;
        private final DoubleUnaryOperator toHertz;

        Scale(DoubleUnaryOperator toMel, DoubleUnaryOperator toHertz) {
            this.toMel = toMel;
            this.toHertz = toHertz;
        }
    }

    private final int[] starts;
    private final double[][] weights;

    private MelBank(int bins) {
        starts = new int[bins];
        weights = new double[bins][];
    }

    /**
     * Kaldi's: triangles are straight on the scale of pitch, and the highest frequency counts for nothing
     * (kaldi-asr/kaldi, {@code feat/mel-computations.cc}).
     */
    static MelBank kaldi(int bins, int size, int rate, double low, double high) {
        check(bins, rate, low, high);
        double lowest = Scale.LOGARITHMIC.toMel.applyAsDouble(low);
        double step = (Scale.LOGARITHMIC.toMel.applyAsDouble(high) - lowest) / (bins + 1);
        MelBank bank = new MelBank(bins);
        for (int bin = 0; bin < bins; bin++) {
            double left = lowest + bin * step;
            double[] row = new double[size / 2];
            for (int i = 0; i < row.length; i++) {
                double mel = Scale.LOGARITHMIC.toMel.applyAsDouble((double) rate / size * i);
                row[i] = triangle(mel, left, left + step, left + 2 * step);
            }
            bank.keep(bin, row);
        }
        return bank;
    }

    /**
     * librosa's: triangles are straight on the scale of frequencies, each of area 1 ({@code filters.mel} with Slaney's scale
     * and normalisation).
     */
    static MelBank slaney(int bins, int size, int rate, double low, double high) {
        check(bins, rate, low, high);
        double lowest = Scale.SLANEY.toMel.applyAsDouble(low);
        double step = (Scale.SLANEY.toMel.applyAsDouble(high) - lowest) / (bins + 1);
        MelBank bank = new MelBank(bins);
        for (int bin = 0; bin < bins; bin++) {
            double left = Scale.SLANEY.toHertz.applyAsDouble(lowest + bin * step);
            double centre = Scale.SLANEY.toHertz.applyAsDouble(lowest + (bin + 1) * step);
            double right = Scale.SLANEY.toHertz.applyAsDouble(lowest + (bin + 2) * step);
            double[] row = new double[size / 2 + 1];
            for (int i = 0; i < row.length; i++) {
                row[i] = triangle((double) rate / size * i, left, centre, right) * 2 / (right - left);
            }
            bank.keep(bin, row);
        }
        return bank;
    }

    private static void check(int bins, int rate, double low, double high) {
        if (bins < 1 || bins > 1 << 12 || !(low >= 0 && low < high && high <= rate / 2.0)) {
            throw new IllegalArgumentException(bins + " mel bins from " + low + " to " + high + " Hz at " + rate
                    + " samples a second; expected 1 to 4096 bins within half the rate");
        }
    }

    private static double triangle(double at, double left, double centre, double right) {
        return Math.max(0, Math.min((at - left) / (centre - left), (right - at) / (right - centre)));
    }

    /** Keeps what is not zero. */
    private void keep(int bin, double[] row) {
        int first = 0;
        while (first < row.length && row[first] == 0) {
            first++;
        }
        int end = row.length;
        while (end > first && row[end - 1] == 0) {
            end--;
        }
        starts[bin] = first;
        weights[bin] = Arrays.copyOfRange(row, first, end);
    }

    int bins() {
        return starts.length;
    }

    /** The spectrum's weighted sum under a triangle. */
    double energy(int bin, double[] spectrum) {
        double sum = 0;
        double[] row = weights[bin];
        for (int i = 0; i < row.length; i++) {
            sum += row[i] * spectrum[starts[bin] + i];
        }
        return sum;
    }
}
