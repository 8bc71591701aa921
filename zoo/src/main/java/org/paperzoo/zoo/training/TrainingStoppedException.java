package org.paperzoo.zoo.training;

/** A training was saved and ended because its listener wanted it to; nothing is lost. */
public final class TrainingStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Stopped within an epoch.
     *
     * @param epoch from 1
     * @param step the last that was made, from 1
     * @param steps number of steps in an epoch
     */
    TrainingStoppedException(int epoch, int step, int steps) {
        super("stopped and saved after step " + step + " of " + steps + " of epoch " + epoch);
    }
}
