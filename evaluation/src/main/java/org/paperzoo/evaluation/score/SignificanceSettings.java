package org.paperzoo.evaluation.score;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a user may ask of intervals and comparisons. What is not asked for is as the metric has it.
 *
 * @param resamples number of draws, at least 2
 * @param level share of the draws that an interval holds, in (0, 1)
 * @param seed seed of the draws
 * @param test how two systems are compared
 */
public record SignificanceSettings(OptionalInt resamples, double level, OptionalLong seed, PairedTest test) {

    /** How two systems are compared. */
    public enum PairedTest {
        /** Examples are drawn with replacement, the same ones for both systems (Koehn 2004). */
        BOOTSTRAP("bs"),
        /** The two systems' predictions change places at random (Riezler and Maxwell 2005). */
        RANDOMISATION("ar");

        private final String word;

        PairedTest(String word) {
            this.word = word;
        }

        /** Its word on the command line. */
        public String word() {
            return word;
        }
    }

    public SignificanceSettings {
        if (resamples.isPresent() && resamples.getAsInt() < 2) {
            throw new IllegalArgumentException("needs at least 2 resamples, not " + resamples.getAsInt());
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of an interval must lie between 0 and 1, not " + level);
        }
    }

    /** What holds unless the user says otherwise. */
    public static SignificanceSettings defaults() {
        return new SignificanceSettings(OptionalInt.empty(), 0.95, OptionalLong.empty(), PairedTest.BOOTSTRAP);
    }
}
