package org.paperzoo.evaluation.comparison;

/**
 * How often contenders are timed. Every contender gets the same number of repetitions.
 *
 * @param minimum rounds that are run in any case
 * @param maximum rounds after which it ends
 * @param seconds time of all contenders together after which it ends, once the minimum is done
 */
public record RepetitionLimits(int minimum, int maximum, double seconds) {

    public RepetitionLimits {
        if (minimum < 1 || maximum < minimum || !(seconds >= 0)) {
            throw new IllegalArgumentException("repetitions need 1 <= minimum <= maximum and seconds, not " + minimum
                    + ", " + maximum + " and " + seconds);
        }
    }
}
