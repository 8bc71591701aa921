package org.paperzoo.zoo.audio;

/**
 * Kaldi's mel-frequency cepstral coefficients without energy (kaldi-asr/kaldi, {@code feat/feature-mfcc.cc};
 * torchaudio's {@code compliance.kaldi.mfcc}): the cosine transform of a {@link FilterBank}, lifted.
 *
 * @param bank the filter bank: 23 bins under Povey's window by default there
 * @param coefficients how many of each frame: 13 by default there
 * @param lifter of which a sine of half that period raises the middle ones: 22 by default there; 0 for none
 */
public record Mfcc(FilterBank bank, int coefficients, double lifter) {

    public Mfcc {
        if (coefficients < 1 || coefficients > bank.bins()) {
            throw new IllegalArgumentException(
                    coefficients + " coefficients of " + bank.bins() + " bins; expected 1 to that many");
        }
        if (!(lifter >= 0)) {
            throw new IllegalArgumentException("a lifter of " + lifter + "; expected 0 or more");
        }
    }

    /** The features of a sound: {@code [frames, coefficients]}. */
    public Features of(float[] samples) {
        Features energies = bank.of(samples);
        int bins = bank.bins();
        double[] weights = weights(bins);
        float[] values = new float[energies.frames() * coefficients];
        for (int frame = 0; frame < energies.frames(); frame++) {
            for (int i = 0; i < coefficients; i++) {
                double sum = 0;
                for (int bin = 0; bin < bins; bin++) {
                    sum += weights[i * bins + bin] * energies.values()[frame * bins + bin];
                }
                values[frame * coefficients + i] = (float) sum;
            }
        }
        return new Features(energies.frames(), coefficients, values);
    }

    private double[] weights(int bins) {
        double[] weights = new double[coefficients * bins];
        for (int i = 0; i < coefficients; i++) {
            double norm = Math.sqrt((i == 0 ? 1.0 : 2.0) / bins);
            double lift = lifter == 0 ? 1 : 1 + lifter / 2 * Math.sin(Math.PI * i / lifter);
            for (int bin = 0; bin < bins; bin++) {
                weights[i * bins + bin] = lift * norm * Math.cos(Math.PI / bins * (bin + 0.5) * i);
            }
        }
        return weights;
    }
}
