package org.paperzoo.evaluation.metric.series;

/**
 * The values of one window to forecast, as a model forecast them or as they came.
 *
 * @param values step by step: {@code steps * channels} finite numbers; held uncopied
 * @param steps number of steps
 * @param channels number of series
 */
public record SeriesWindow(double[] values, int steps, int channels) {

    public SeriesWindow {
        if (steps < 1 || channels < 1 || (long) steps * channels != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for " + steps + " steps of " + channels + " channels");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "the value of step " + i / channels + ", channel " + i % channels + " is " + values[i]);
            }
        }
    }

    /** A window in single precision, widened. */
    public static SeriesWindow of(float[] values, int steps, int channels) {
        double[] widened = new double[values.length];
        for (int i = 0; i < widened.length; i++) {
            widened[i] = values[i];
        }
        return new SeriesWindow(widened, steps, channels);
    }

    /** Checks that a forecast has the shape of this reference. */
    void checkForecast(SeriesWindow forecast) {
        if (forecast.steps != steps || forecast.channels != channels) {
            throw new IllegalArgumentException("the forecast has " + forecast.steps + " steps of " + forecast.channels
                    + " channels, the reference " + steps + " of " + channels);
        }
    }
}
