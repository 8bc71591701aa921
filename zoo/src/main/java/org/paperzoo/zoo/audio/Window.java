package org.paperzoo.zoo.audio;

/** The shapes under which frames of sound are cut out. */
public enum Window {
    /** A raised cosine that ends in zeros. */
    HANN {
        @Override
        double at(int i, int length) {
            return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (length - 1));
        }
    },
    /** A raised cosine of which one period is cut off before its last zero: librosa's, Whisper's. */
    HANN_PERIODIC {
        @Override
        double at(int i, int length) {
            return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
        }
    },
    HAMMING {
        @Override
        double at(int i, int length) {
            return 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (length - 1));
        }
    },
    /** Kaldi's own: the Hann window to the power 0.85. */
    POVEY {
        @Override
        double at(int i, int length) {
            return Math.pow(HANN.at(i, length), 0.85);
        }
    };

    abstract double at(int i, int length);

    double[] weights(int length) {
        double[] weights = new double[length];
        for (int i = 0; i < length; i++) {
            weights[i] = at(i, length);
        }
        return weights;
    }
}
